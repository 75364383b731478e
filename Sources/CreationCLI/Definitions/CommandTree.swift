/// All commands, in the order help lists them.
enum CommandTree {
    static let root: CommandDefinition = CommandDefinition(
        words: [],
        summary: "Read and change creation.json records that several programs share",
        discussion: [
            "Every change is made under the record's lock and becomes visible whole or not at all; fields that this "
                + "version does not know stay as they are, byte for byte."
        ],
        subcommands: [
            InspectCommand.definition,
            CreateCommand.definition,
            MutateCommand.definition,
            RemoveCommand.definition,
            OverridesCommand.definition,
            BulkCommand.definition,
            MigrateCommand.definition,
            AuditCommand.definition,
            DiffCommand.definition,
            MergeCommand.definition,
            LockCommand.definition,
            SchemaCommand.definition,
            CompletionsCommand.definition,
            HelpCommand.definition,
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
            command?.subcommands.first { $0.name == word }
        }
    }
}
