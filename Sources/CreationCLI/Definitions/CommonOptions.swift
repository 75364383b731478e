/// The kinds of record, as `--schema` names them; a name of its own makes no schema.
package enum RecordKind: String, Sendable, CaseIterable {
    case creation, hook
}

/// The options that every command takes, before or after its name.
enum CommonOptions {
    static let output = OptionDefinition.choice(
        "output", ["text", "json"], "Print text or JSON (default: text for a terminal, JSON otherwise)")
    static let timeout = OptionDefinition.valued(
        "timeout", "SECONDS", "Wait this long for a record's lock; 0 tries once (default: 30)")
    static let durability = OptionDefinition.choice(
        "durability", ["full", "none"], "Sync every change to the disk before returning, or do not (default: full)")
    static let schema = OptionDefinition.choice(
        "schema", RecordKind.allCases.map(\.rawValue), "The kind of record (default: creation)")
    static let quiet = OptionDefinition.flag("quiet", "Print results and errors only: no notes, no progress")
    static let help = OptionDefinition.flag("help", "Print this help")
    static let version = OptionDefinition.flag("version", "Print the version")

    static let group = OptionGroup(
        title: "Common options", options: [output, timeout, durability, schema, quiet, help])
}
