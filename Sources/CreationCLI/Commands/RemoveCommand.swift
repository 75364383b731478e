/// `remove FILE`: the record goes, its sidecar stays.
enum RemoveCommand {
    static let definition = CommandDefinition(
        words: ["remove"],
        summary: "Remove a record",
        discussion: [
            "The lock file beside it stays, because other programs may wait on it. A record that holds overrides is "
                + "evidence, and only goes with --force."
        ],
        arguments: [RecordArguments.file],
        groups: [RecordArguments.conditions, OptionGroup(title: "Options", options: [RecordArguments.force])],
        examples: [
            Example("Only if it never synced", "creation-json remove run.json --only-if /sync_status=pending")
        ],
        action: run)

    private static func run(_ invocation: Invocation, _ session: Session) async throws -> ExitStatus {
        let write = DocumentWrite(
            action: .remove, path: invocation.record(), gates: try invocation.gates(),
            checksum: try invocation.expectedChecksum(), isForced: invocation.has(RecordArguments.force))
        session.show(try await session.records.perform(write))
        return .done
    }
}
