internal import CreationJSON
internal import LosslessJSON

/// `merge BASE OURS THEIRS`: two copies of a record that drifted apart become one, in OURS.
enum MergeCommand {
    static let definition = CommandDefinition(
        words: ["merge"],
        summary: "Bring two copies of a record together",
        discussion: [
            "Takes what changed from BASE to THEIRS over into OURS, under OURS's lock. Overrides and plugins of both "
                + "sides are kept. Where both sides changed one place differently, OURS stays as it is, the places are "
                + "named, and the exit status is 3."
        ],
        arguments: [
            ArgumentDefinition("BASE", "The record both copies come from"),
            ArgumentDefinition("OURS", "One copy; the result is written here"),
            ArgumentDefinition("THEIRS", "The other copy"),
        ],
        groups: [OptionGroup(title: "Options", options: [RecordArguments.force, RecordArguments.dryRun])],
        examples: [
            Example("A field laptop came back", "creation-json merge before.json run.json laptop/run.json"),
            Example("As a git merge driver", "git config merge.creation-json.driver 'creation-json merge %O %A %B'"),
        ],
        action: run)

    private static func run(_ invocation: Invocation, _ session: Session) async throws -> ExitStatus {
        let records = session.records
        let base = try records.migrated(await records.document(at: invocation.record("BASE"), quietly: true))
        let theirs = try records.migrated(await records.document(at: invocation.record("THEIRS"), quietly: true))
        let isForced = invocation.has(RecordArguments.force)
        let write = DocumentWrite(
            action: .update { ours in
                let merged = try merged(base: base, ours: ours, theirs: theirs)
                if !isForced { try check(ours: ours, merged: merged, records) }
                ours = merged
            },
            // A newer version on their side is taken over, which only the unrestricted policy lets a document do; what
            // the policy guards besides is looked at here.
            path: invocation.record("OURS"), isForced: true)
        guard invocation.has(RecordArguments.dryRun) else {
            session.show(try await records.perform(write))
            return .done
        }
        let storage = DryRunStorage(session.storage)
        _ = try await session.records(on: storage).perform(write)
        try session.showDifference(storage.lastChange)
        return .done
    }

    private static func merged(
        base: JSONDocument, ours: JSONDocument, theirs: JSONDocument
    ) throws -> JSONDocument {
        let merge = try JSONMerge.merge(base: base, ours: ours, theirs: theirs) { conflict in
            conflict.pointer == "/schema_version" ? newerVersion(conflict) : nil
        }
        guard let first = merge.conflicts.first else { return merge.document }
        let shown = merge.conflicts.prefix(5).map(words).joined(separator: "; ")
        let rest = merge.conflicts.count - 5
        throw RecordError(
            .concurrencyConflict,
            "both sides changed \(shown)\(rest > 0 ? "; and \(rest) more places" : ""); decide by hand",
            pointer: first.pointer)
    }

    private static func check(ours: JSONDocument, merged: JSONDocument, _ records: RecordAccess) throws {
        let version = ours.root["schema_version"] ?? .null
        let isSameVersion = merged.root["schema_version"] == version
        var comparable = merged
        try comparable.set(version, at: "/schema_version")
        do {
            try records.check(ours, comparable)
        } catch let error as RecordError where !isSameVersion && error.code != .policyViolation {
            // Judged by our version; the write judges by theirs.
        }
    }

    private static func words(_ conflict: JSONMerge.Conflict) -> String {
        func text(_ value: JSONValue?) -> String { value.map { DisplayWidth.cut($0.text, to: 60) } ?? "removed" }
        let place = conflict.pointer == .root ? "the whole record" : conflict.pointer.description
        return "\(place) (ours: \(text(conflict.ours)), theirs: \(text(conflict.theirs)))"
    }

    /// Two programs may have raised the copies to different versions: the newer one knows both.
    private static func newerVersion(_ conflict: JSONMerge.Conflict) -> JSONValue? {
        let ours = conflict.ours?.stringValue.flatMap { SchemaVersion($0) }
        let theirs = conflict.theirs?.stringValue.flatMap { SchemaVersion($0) }
        guard let ours, let theirs else { return nil }
        return .string(max(ours, theirs).description)
    }
}
