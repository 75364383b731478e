internal import CreationJSON
internal import LosslessJSON

/// `overrides list|add|revoke|check`: what an operator let pass, for how long, and why.
enum OverridesCommand {
    static let definition = CommandDefinition(
        words: ["overrides"],
        summary: "List, add, revoke and check the overrides of a record",
        discussion: [
            "An override lets findings of one problem class pass the gate before syncing. Overrides are only ever added "
                + "to: revoking adds an entry that says who took it back, and why."
        ],
        entries: [
            CommandEntry("list", OverridesListCommand.definition), CommandEntry("add", OverridesAddCommand.definition),
            CommandEntry("revoke", OverridesRevokeCommand.definition),
            CommandEntry("check", OverridesCheckCommand.definition),
        ],
        examples: [
            Example("Who let what pass?", "creation-json overrides list run.json"),
            Example("May this run sync?", "creation-json overrides check run.json missing_file"),
        ])

    static let now = OptionDefinition.valued(
        "now", "T", "Judge as of this moment, such as 2026-05-01T00:00:00Z (default: now)")
    static let operatorName = OptionDefinition.valued("operator", "O", "Who decided")
    static let reason = OptionDefinition.valued("reason", "R", "Why; somebody will ask in two years")

    /// Overrides belong to creation records.
    static func check(_ invocation: Invocation, needs required: [OptionDefinition] = []) throws(UsageError) {
        if invocation.value(CommonOptions.schema)?.isText("hook") == true {
            throw invocation.usageError("only creation records have overrides", option: CommonOptions.schema)
        }
        for option in required where !invocation.has(option) {
            throw invocation.usageError("'--\(option.name)' is missing", option: option)
        }
    }

    /// A moment that was typed, or the time of day.
    static func moment(_ option: OptionDefinition, _ invocation: Invocation) throws -> Timestamp? {
        guard let text = try invocation.text(option) else { return nil }
        guard let moment = Timestamp(utc: text) else {
            throw invocation.usageError(
                "'\(VisibleText.of(text))' is not a moment in UTC such as 2026-12-31T00:00:00Z", option: option)
        }
        return moment
    }

    /// The entries of a record, with the identifiers that older versions lack filled in.
    static func entries(at path: RecordPath, _ session: Session) async throws -> (
        ledger: OverrideLedger, entries: [JSONValue]
    ) {
        let records = session.records
        let stored = try await records.document(at: path)
        do {
            let record = try records.migrated(stored).root
            let ledger = try OverrideLedger(record: record)
            for remark in ledger.diagnostics {
                session.show(
                    Diagnostic(
                        .init(rawValue: remark.kind.rawValue), remark.message, path: path, pointer: remark.pointer))
            }
            return (ledger, record["validation_overrides"]?.arrayValue.map { Array($0) } ?? [])
        } catch let error as RecordError {
            throw error.at(path)
        }
    }
}
