internal import CreationJSON
internal import LosslessJSON

/// `inspect FILE [POINTER]`: the bytes as stored, or one value of them.
enum InspectCommand {
    private static let migrated = OptionDefinition.flag(
        "migrated", "Show it as the current version: defaults filled in")
    private static let showChecksum = OptionDefinition.flag(
        "show-checksum", "Wrap it as {\"record\": ..., \"checksum\": \"sha256:...\"}")

    static let definition = CommandDefinition(
        words: ["inspect"],
        summary: "Print a record, or one value of it",
        discussion: [
            "Prints the bytes as they are stored. What the schema finds wrong goes to standard error and does not keep "
                + "the record from being printed; a foreign major version does."
        ],
        arguments: [
            RecordArguments.file,
            ArgumentDefinition("POINTER", "A place in it, such as /template/name", count: .optional, completion: .none),
        ],
        groups: [OptionGroup(title: "Options", options: [migrated, showChecksum])],
        examples: [
            Example("One value", "creation-json inspect run.json /sync_status"),
            Example(
                "The checksum to write against", "creation-json inspect run.json --show-checksum | jq -r .checksum"),
        ],
        action: run)

    private static func run(_ invocation: Invocation, _ session: Session) async throws -> ExitStatus {
        let path = invocation.record()
        let pointer = try invocation.operand("POINTER").map { try invocation.pointer($0) }
        let records = session.records
        let stored = try await records.document(at: path)
        var shown = stored
        do {
            for finding in try records.findings(stored) { show(finding, of: path, session) }
            if invocation.has(migrated) { shown = try records.migrated(stored) }
        } catch let error as RecordError {
            throw error.at(path)
        }
        guard let value = shown.root[pointer ?? .root] else {
            throw RecordError(.editFailed, "there is nothing at this pointer", path: path, pointer: pointer)
        }
        let isWhole = pointer == nil || pointer == .root
        guard invocation.has(showChecksum) else {
            session.console.printJSON(isWhole ? shown.bytes : Array(value.bytes), endsLine: !isWhole)
            return .done
        }
        var line = ResultLine()
        line.add("record", json: value.bytes)
        line.add("checksum", RecordChecksum(of: stored.bytes).rawValue)
        session.console.printJSON(line.line)
        return .done
    }

    private static func show(_ finding: SchemaFinding, of path: RecordPath, _ session: Session) {
        let isError = finding.severity == .error
        guard isError || !session.isQuiet else { return }
        session.note(
            isError ? "error" : "warning", code: finding.kind.rawValue, message: finding.message, path: path.bytes,
            pointer: finding.pointer.description, style: isError ? .bad : .warning)
    }
}
