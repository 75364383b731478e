internal import CreationJSON
internal import LosslessJSON

/// `schema [KIND]`: the JSON Schema of the current version.
enum SchemaCommand {
    static let definition = CommandDefinition(
        words: ["schema"],
        summary: "Print the JSON Schema of a kind of record",
        discussion: ["JSON Schema, draft 2020-12, of the version that new records get."],
        arguments: [
            ArgumentDefinition(
                "KIND", "creation or hook (default: creation)", count: .optional,
                completion: .words(CommonOptions.schema.choices ?? []))
        ],
        examples: [Example("For an editor or a validator", "creation-json schema creation > creation.schema.json")],
        action: run)

    private static func run(_ invocation: Invocation, _ session: Session) throws -> ExitStatus {
        let schema =
            switch invocation.operand("KIND")?.text.map({ RecordKind(rawValue: $0) ?? .creation }) ?? session.kind {
            case .hook: RecordSchema.hook.jsonSchema
            case .creation: RecordSchema.creation.jsonSchema
            }
        session.console.printJSON(schema.bytes, endsLine: schema.bytes.last != 0x0A)
        return .done
    }
}
