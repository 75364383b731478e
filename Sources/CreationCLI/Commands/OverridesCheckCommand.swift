internal import CreationJSON

/// `overrides check FILE CLASS...`: whether each class is covered.
enum OverridesCheckCommand {
    static let definition = CommandDefinition(
        words: ["overrides", "check"],
        summary: "Say whether problem classes are covered",
        discussion: ["Exit 0 if an active override covers each class, else 1."],
        arguments: [
            RecordArguments.file,
            ArgumentDefinition("CLASS", "A problem class", count: .oneOrMore, completion: .none),
        ],
        groups: [OptionGroup(title: "Options", options: [OverridesCommand.now])],
        examples: [
            Example("Sync only if it may", "creation-json overrides check run.json missing_file && start-sync")
        ],
        check: { invocation throws(UsageError) in try OverridesCommand.check(invocation) },
        action: run)

    private static func run(_ invocation: Invocation, _ session: Session) async throws -> ExitStatus {
        let now = try OverridesCommand.moment(OverridesCommand.now, invocation) ?? .now
        let (ledger, _) = try await OverridesCommand.entries(at: invocation.record(), session)
        var isCovered = true
        for word in invocation.all("CLASS") {
            let by = word.text.flatMap { ledger.activeIndex(problemClass: $0, now: now) }.flatMap {
                ledger.override(at: $0)?.id
            }
            isCovered = isCovered && by != nil
            if session.isJSON {
                var line = ResultLine()
                line.add("class", String(decoding: word.bytes, as: UTF8.self))
                line.add("covered", by != nil)
                if let by { line.add("by", by) } else { line.add("by", json: Array("null".utf8)) }
                session.console.printJSON(line.line)
            } else {
                let answer = by.map { "\(session.painted("covered", .good)) by \(VisibleText.of($0))" }
                session.console.print("\(word.shown): \(answer ?? session.painted("not covered", .bad))")
            }
        }
        return isCovered ? .done : .answeredNo
    }
}
