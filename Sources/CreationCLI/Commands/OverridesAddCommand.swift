internal import CreationJSON

/// `overrides add FILE`: lets findings of a class pass.
enum OverridesAddCommand {
    private static let problemClass = OptionDefinition.valued("class", "C", "The problem class that is let pass")
    private static let expires = OptionDefinition.valued(
        "expires", "T", "Until then, such as 2026-12-31T00:00:00Z (default: for ever)")

    static let definition = CommandDefinition(
        words: ["overrides", "add"],
        summary: "Let findings of a class pass",
        arguments: [RecordArguments.file],
        groups: [
            OptionGroup(
                title: "Required", options: [problemClass, OverridesCommand.operatorName, OverridesCommand.reason]),
            OptionGroup(title: "Options", options: [expires, RecordArguments.checksum]),
        ],
        usage: "FILE --class C --operator O --reason R [OPTION]...",
        examples: [
            Example(
                "For a while",
                "creation-json overrides add run.json --class missing_file --operator kim --reason 'Scanner lost it' "
                    + "--expires 2026-12-31T00:00:00Z")
        ],
        check: { invocation throws(UsageError) in
            try OverridesCommand.check(
                invocation, needs: [problemClass, OverridesCommand.operatorName, OverridesCommand.reason])
        },
        action: run)

    private static func run(_ invocation: Invocation, _ session: Session) async throws -> ExitStatus {
        let path = invocation.record()
        let result = try await session.creations.addOverride(
            problemClass: try invocation.text(problemClass) ?? "",
            operator: try invocation.text(OverridesCommand.operatorName) ?? "",
            reason: try invocation.text(OverridesCommand.reason) ?? "",
            expiresAt: try OverridesCommand.moment(expires, invocation), at: path,
            ifMatch: try invocation.expectedChecksum())
        session.show(WriteReport(result, at: path))
        return .done
    }
}
