internal import CreationJSON
internal import LockedFiles

/// One audit from beginning to end: walks the roots, prints, counts, and draws the page if one is wanted.
// @unchecked: used by one call at a time; a walk delivers one thing after the other.
final class AuditRun: @unchecked Sendable {
    private let walk: AuditWalk
    private let session: Session
    private let isCancelled: @Sendable () -> Bool
    private let started = ContinuousClock.now
    private var printer: AuditPrinter
    private let progress: ProgressLine
    private var tally = AuditTally()
    private var page: AuditPage?
    private var failed: ExitStatus?

    init(_ walk: AuditWalk, _ session: Session, page: consuming AuditPage?, isCancelled: @escaping @Sendable () -> Bool)
    {
        self.walk = walk
        self.session = session
        self.isCancelled = isCancelled
        printer = AuditPrinter(session, columns: walk.request.columns)
        progress = ProgressLine(session)
        self.page = page
    }

    /// Looks at everything below a root; one that cannot be looked at is an error, and the rest goes on.
    func look(at root: RecordPath) throws {
        try walk.run(root) { try take($0) }
    }

    /// Looks at the records below a root that is not local; those that cannot be read are findings.
    func lookElsewhere(at root: RecordPath) async throws {
        let storage = session.storage
        let options = TransactionOptions(timeout: session.timeout)
        let failure = Guarded<(any Error)?>(nil)
        do {
            try await storage.tree(for: root).walk(root, names: walk.request.names.records) { [self] finding in
                let item = await walk.examine(finding, root: root) { try await storage.read($0, options: options) }
                do {
                    if let item { try take(item) }
                    return true
                } catch {
                    failure.withLock { $0 = error }
                    return false
                }
            }
        } catch let error as RecordError {
            try take(.failure(error))
        }
        if let failure = failure.withLock({ $0 }) { throw failure }
        if isCancelled() { throw CancellationError() }
    }

    private func take(_ item: AuditItem) throws {
        if isCancelled() { throw CancellationError() }
        tally.count(item)
        switch item {
        case .clean: break
        case .entry(let entry):
            if !entry.findings.isEmpty {
                progress.clear()
                // Status and page are those of the whole tree, whoever reads the findings (CLI-24).
                if !session.console.outputIsClosed { printer.print(entry) }
            }
            try page?.add(entry)
        case .failure(let error):
            progress.clear()
            var failure = Failure(error)
            if error.code == .notFound { failure.advice = "look at the name" }
            let status = ErrorRendering(session).show(failure as any Error)
            if failed == nil { failed = status }
        }
        if progress.isShown {
            let text = Self.progress(tally, started)
            progress.update(text)
        }
    }

    private static func progress(_ tally: AuditTally, _ started: ContinuousClock.Instant) -> String {
        let seconds = (ContinuousClock.now - started) / .seconds(1)
        let rate = seconds > 0 ? Int(Double(tally.records) / seconds) : 0
        return "\(tally.records) records, \(rate) per second, \(tally.findings) findings"
    }

    /// Prints the summary, finishes the page, and says how the tool should end.
    func end() throws -> ExitStatus {
        progress.clear()
        printer.end()
        try page?.end(tally)
        summarise()
        return failed ?? tally.status
    }

    /// Gives the page up, since the audit does not come to its end; what stands under its name stays.
    func discard() {
        page = nil
    }

    private func summarise() {
        if session.isQuiet || (failed != nil && tally.records == 0 && tally.findings == 0) { return }
        guard !session.isExplicitJSON else {
            var line = ResultLine()
            line.add("summary", json: tally.json)
            session.console.note(String(decoding: line.line, as: UTF8.self))
            return
        }
        let isWatched = session.console.errors.isTerminal
        let seconds = isWatched ? (ContinuousClock.now - started) / .seconds(1) : nil
        session.note(tally.sentence(seconds: seconds), style: .heading)
        let colour = session.console.errors.hasColour
        let width = tally.rows.map { $0.kind.rawValue.utf8.count }.max() ?? 0
        let digits = tally.rows.map { String($0.count).utf8.count }.max() ?? 0
        for row in tally.rows {
            let name = row.kind.rawValue
            let count = String(row.count)
            let padding = String(repeating: " ", count: width - name.utf8.count + digits - count.utf8.count)
            session.console.note(
                "  \(row.severity.style.paint(name, colour: colour))\(padding)  \(count)  "
                    + Style.quiet.paint(row.kind.summary, colour: colour))
        }
    }
}
