/// `help [TOPIC]` and `help --man`.
enum HelpCommand {
    private static let man = OptionDefinition.flag("man", "Print the manual page")

    static let definition: CommandDefinition = CommandDefinition(
        words: ["help"],
        summary: "Explain a command or a topic",
        arguments: [
            ArgumentDefinition(
                "TOPIC", "A command, or one of \(Topics.all.map(\.name).joined(separator: ", "))", count: .any,
                completion: .words(Topics.all.map(\.name)))
        ],
        groups: [OptionGroup(title: "Options", options: [man])],
        usage: "[TOPIC | COMMAND | --man]",
        examples: [
            Example("What does the exit status say?", "creation-json help exit-codes"),
            Example("Read the manual page", "creation-json help --man | man -l -"),
        ],
        check: { invocation throws(UsageError) in
            let words = invocation.all("TOPIC")
            if words.isEmpty { return }
            if invocation.has(man) { throw invocation.usageError("'--man' takes no TOPIC", option: man) }
            let texts = words.map { $0.text ?? "" }
            if topic(texts) != nil || CommandTree.command(texts) != nil { return }
            let known = CommandTree.root.entries.map(\.name) + Topics.all.map(\.name)
            throw invocation.usageError(
                "no help on '\(words.map(\.shown).joined(separator: " "))'",
                suggestion: Suggestion.nearest(to: texts[0], among: known).map { "creation-json help \($0)" })
        },
        action: run)

    private static func run(_ invocation: Invocation, _ session: Session) throws -> ExitStatus {
        let words = invocation.all("TOPIC").compactMap(\.text)
        let page = HelpPage(width: session.console.output.width)
        if invocation.has(man) {
            ManualPage.lines().forEach(session.console.print)
        } else if let command = CommandTree.command(words) {
            page.lines(of: command).forEach(session.console.print)
            if let topic = topic(words) { ([""] + page.lines(of: topic)).forEach(session.console.print) }
        } else if let topic = topic(words) {
            page.lines(of: topic).forEach(session.console.print)
        }
        return .done
    }

    private static func topic(_ words: [String]) -> Topic? {
        words.count == 1 ? Topics.all.first { $0.name == words[0] } : nil
    }
}
