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
        var work = Work(invocation, session)
        for path in invocation.all("PATH") {
            try await work.migrate(RecordPath(bytes: path.bytes))
        }
        return work.end()
    }

    /// The walk over all paths, and how it stands.
    private struct Work: ~Copyable {
        let session: Session
        let names: RecordNames
        let dryRun: DryRunStorage?
        let records: RecordAccess
        let started = ContinuousClock.now
        let progress: ProgressLine
        var seen = 0
        var raised = 0
        var failed = 0
        var status = ExitStatus.done

        init(_ invocation: Invocation, _ session: Session) {
            self.session = session
            names = RecordNames(patterns: invocation.values(name).map(\.bytes))
            dryRun = invocation.has(RecordArguments.dryRun) ? DryRunStorage(session.storage) : nil
            records = dryRun.map { session.records(on: $0) } ?? session.records
            progress = ProgressLine(session)
        }

        mutating func migrate(_ path: RecordPath) async throws {
            let directories: AsyncThrowingStream<TreeDirectory, any Error>?
            do {
                directories = try await session.storage.tree(for: path).directories(below: path)
            } catch {
                return fail(error, path)
            }
            guard let directories else { return try await raise(path) }
            for try await directory in directories {
                if let number = directory.failure {
                    fail(
                        Failure(
                            code: System.code(ofRead: number), message: "cannot be listed: \(System.reason(number))",
                            path: directory.path.bytes), directory.path)
                }
                for entry in directory.entries where names.matches(entry.name) && entry.kind != .directory {
                    try await raise(directory.path(of: entry))
                }
            }
        }

        private mutating func raise(_ path: RecordPath) async throws {
            try Task.checkCancellation()
            seen += 1
            do {
                let report = try await records.perform(DocumentWrite(action: .update { _ in }, path: path))
                if report.outcome == .written { raised += 1 }
                // Of thousands of records people want to read about those that change.
                if session.isJSON || report.outcome == .written {
                    progress.clear()
                    session.show(report)
                }
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                fail(error, path)
            }
            let line = "\(seen) records, \(raised) raised, \(failed) failed, \(rate()) per second"
            progress.update(line)
        }

        private mutating func fail(_ error: any Error, _ path: RecordPath) {
            failed += 1
            progress.clear()
            var failure = Failure(error)
            failure.path = failure.path ?? path.bytes
            let ended = ErrorRendering(session).show(failure)
            if status == .done { status = ended }
        }

        private func rate() -> Int {
            let elapsed = (ContinuousClock.now - started) / .seconds(1)
            return elapsed > 0 ? Int(Double(seen) / elapsed) : seen
        }

        mutating func end() -> ExitStatus {
            progress.clear()
            let verb = dryRun == nil ? "raised" : "would be raised"
            let failures = failed == 0 ? "" : ", \(failed) failed"
            if !session.isJSON {
                session.note(
                    "\(seen) record\(seen == 1 ? "" : "s"): \(raised) \(verb), \(seen - raised - failed) as they should be\(failures)"
                )
            }
            return status
        }
    }
}
