internal import CreationJSON
internal import LosslessJSON

/// `create FILE [--from F|-]`: exclusive creation.
enum CreateCommand {
    private static let from = OptionDefinition.valued(
        "from", "F", "The new record; - is standard input (default: standard input)", completion: .file)
    private static let ensure = OptionDefinition.flag(
        "ensure", "Accept an equal record that is there already, for repeated requests")

    static let definition = CommandDefinition(
        words: ["create"],
        summary: "Make a new record",
        discussion: [
            "Of many that create one record at once exactly one succeeds; the others end with exit 3. With --ensure a "
                + "record with the same write-once fields counts as success. The bytes are kept as given, where they "
                + "are of the current version or a newer one."
        ],
        arguments: [RecordArguments.file],
        groups: [
            OptionGroup(
                title: "Options",
                options: [from, ensure, RecordArguments.onlyIfExists, RecordArguments.onlyIfAbsent])
        ],
        examples: [
            Example("From a file", "creation-json create run.json --from draft.json"),
            Example(
                "A run, but only inside a project",
                "creation-json create run.json --only-if-exists ../project.json < draft.json"),
        ],
        action: run)

    private static func run(_ invocation: Invocation, _ session: Session) async throws -> ExitStatus {
        let source = invocation.value(from) ?? "-"
        if invocation.value(from) == nil, session.console.inputIsTerminal {
            throw invocation.usageError("nothing to create: standard input is a terminal", option: from)
        }
        let document = try await InputSource(source, session).document()
        let write = DocumentWrite(
            action: invocation.has(ensure) ? .ensure(document) : .create(document), path: invocation.record(),
            gates: try invocation.gates())
        session.show(try await session.records.perform(write))
        return .done
    }
}
