internal import CreationJSON
internal import LosslessJSON

/// `migrate PATH...`: raises records to the current version.
enum MigrateCommand {
    private static let name = OptionDefinition.valued(
        "name", "PATTERN", "Which files of a directory are records (default: creation.json)", repeats: true)

    static let definition = CommandDefinition(
        words: ["migrate"],
        summary: "Raise records to the current version",
        discussion: [
            "A directory stands for every creation.json below it. Records are raised one after the other; one that "
                + "fails is reported, the rest go on, and the exit status is that of the first failure. Records of a "
                + "newer minor version stay as they are."
        ],
        arguments: [ArgumentDefinition("PATH", "A record, or a directory", count: .oneOrMore)],
        groups: [OptionGroup(title: "Options", options: [name, RecordArguments.dryRun])],
        examples: [
            Example("Which records would change?", "creation-json migrate /data --dry-run"),
            Example("Other file names", "creation-json migrate archive --name '*.json'"),
        ],
        action: run)

    private static func run(_ invocation: Invocation, _ session: Session) async throws -> ExitStatus {
        let work = Work(invocation, session)
        let names = RecordNames(patterns: invocation.values(name).map(\.bytes))
        for word in invocation.all("PATH") {
            let path = RecordPath(bytes: word.bytes)
            do {
                try await session.storage.tree(for: path).walk(path, names: names) { finding in
                    await work.visit(finding)
                }
            } catch let error as RecordError {
                await work.fail(error, path)
            }
            try Task.checkCancellation()
        }
        return await work.end()
    }

    /// The walk over all paths, and how it stands.
    private actor Work {
        private let session: Session
        private let dryRun: DryRunStorage?
        private let records: RecordAccess
        private let progress: ProgressLine
        private let started = ContinuousClock.now
        private var seen = 0
        private var raised = 0
        private var failed = 0
        private var status = ExitStatus.done

        init(_ invocation: Invocation, _ session: Session) {
            self.session = session
            dryRun = invocation.has(RecordArguments.dryRun) ? DryRunStorage(session.storage) : nil
            records = dryRun.map { session.records(on: $0) } ?? session.records
            progress = ProgressLine(session)
        }

        /// Deals with what the walk has found; false once the run was interrupted.
        func visit(_ finding: TreeFinding) async -> Bool {
            switch finding {
            case .record(let path): await raise(path)
            case .failure(let error): fail(error, error.path)
            case .folderLink(let path):
                progress.clear()
                session.show(
                    Diagnostic(.init(rawValue: "folder_link"), "a link to a folder, which is not followed", path: path))
            }
            return session.interruption?.signal == nil
        }

        private func raise(_ path: RecordPath) async {
            seen += 1
            do {
                let report = try await records.perform(DocumentWrite(action: .update { _ in }, path: path))
                if report.outcome == .written { raised += 1 }
                // Of thousands of records people want to read about those that change.
                if session.isJSON || report.outcome == .written {
                    progress.clear()
                    session.show(report, isDryRun: dryRun != nil)
                }
            } catch let error as RecordError where error.isMissingRecord && !session.storage.isLocal(path) {
                fail(RecordError.noObject(path), path)
            } catch {
                fail(error, path)
            }
            let line = "\(seen) records, \(raised) raised, \(failed) failed, \(rate()) per second"
            progress.update(line)
        }

        func fail(_ error: any Error, _ path: RecordPath?) {
            failed += 1
            progress.clear()
            var failure = Failure(error)
            failure.path = failure.path ?? path?.bytes
            let ended = ErrorRendering(session).show(failure)
            if status == .done { status = ended }
        }

        private func rate() -> Int {
            let elapsed = (ContinuousClock.now - started) / .seconds(1)
            return elapsed > 0 ? Int(Double(seen) / elapsed) : seen
        }

        /// The summary, and how the command ends.
        func end() -> ExitStatus {
            progress.clear()
            let verb = dryRun == nil ? "raised" : "would be raised"
            let failures = failed == 0 ? "" : ", \(failed) failed"
            let records = seen == 1 ? "1 record" : "\(seen) records"
            session.console.flush()
            session.summarise(
                "\(records): \(raised) \(verb)\(failures)", ["records": seen, "raised": raised, "failed": failed])
            return status
        }
    }
}
