/// All commands, in the order help lists them.
enum CommandTree {
    static let root: CommandDefinition = CommandDefinition(
        words: [],
        summary: "Read and change creation.json records that several programs share",
        discussion: [
            "Every change is made under the record's lock and becomes visible whole or not at all; fields that this "
                + "version does not know stay as they are, byte for byte."
        ],
        entries: [
            CommandEntry("inspect", InspectCommand.definition),
            CommandEntry("create", CreateCommand.definition),
            CommandEntry("mutate", MutateCommand.definition),
            CommandEntry("remove", RemoveCommand.definition),
            CommandEntry("overrides", OverridesCommand.definition),
            CommandEntry("bulk", BulkCommand.definition),
            CommandEntry("migrate", MigrateCommand.definition),
            CommandEntry("audit", AuditCommand.definition),
            CommandEntry("diff", DiffCommand.definition),
            CommandEntry("merge", MergeCommand.definition),
            CommandEntry("lock", LockCommand.definition),
            CommandEntry("schema", SchemaCommand.definition),
            CommandEntry("completions", CompletionsCommand.definition),
            CommandEntry("help", HelpCommand.definition),
        ],
        usage: "COMMAND [ARGUMENT]... [OPTION]...",
        examples: [
            Example("What does this record say?", "creation-json inspect run/.exlab-wizard/creation.json"),
            Example("Mark a run as synced", "creation-json mutate run.json --set /sync_status=synced"),
            Example("Which records under /data need a look?", "creation-json audit /data"),
        ])

    /// The command that these words call, if they call one.
    static func command(_ words: [String]) -> CommandDefinition? {
        words.reduce(root as CommandDefinition?) { command, word in
            command?.entries.first { $0.name == word }?.definition()
        }
    }
}
