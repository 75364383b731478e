/// The help page of one command, made from its definition.
struct HelpPage {
    /// The cells a line may take: the terminal's, between 60 and 100.
    let width: Int

    init(width: Int) {
        self.width = min(max(width, 60), 100)
    }

    /// The page, line by line.
    func lines(of command: CommandDefinition) -> [String] {
        var lines = paragraph(command.summary + ".", indent: 0)
        lines += ["", "Usage: \(command.fullName) \(command.synopsis)"]
        for text in command.discussion { lines += [""] + paragraph(text, indent: 0) }
        if !command.subcommands.isEmpty {
            lines += section("Commands", command.subcommands.map { ($0.name, $0.summary) })
        }
        if !command.arguments.isEmpty {
            lines += section("Arguments", command.arguments.map { ($0.name, $0.summary) })
        }
        for group in command.groups {
            lines += section(group.title, group.options.map { ($0.spelling, $0.summary) })
        }
        if command.words.isEmpty {
            lines += section("Topics (creation-json help TOPIC)", Topics.all.map { ($0.name, $0.summary) })
        }
        let common = CommonOptions.group
        let options = common.options + (command.words.isEmpty ? [CommonOptions.version] : [])
        lines += section(common.title, options.map { ($0.spelling, $0.summary) })
        lines += ["", command.examples.count == 1 ? "Example:" : "Examples:"]
        for example in command.examples {
            lines += paragraph("# \(example.purpose)", indent: 2) + ["  \(example.line)"]
        }
        return lines
    }

    /// The page of a topic.
    func lines(of topic: Topic) -> [String] {
        var lines = paragraph(topic.summary + ".", indent: 0)
        for part in topic.parts {
            lines.append("")
            switch part {
            case .text(let text): lines += paragraph(text, indent: 0)
            case .list(let rows): lines += list(rows)
            case .code(let code): lines += code.map { "  \($0)" }
            }
        }
        return lines
    }

    private func section(_ title: String, _ rows: [(String, String)]) -> [String] {
        ["", "\(title):"] + list(rows)
    }

    private func list(_ rows: [(String, String)]) -> [String] {
        let longest = rows.map(\.0.count).filter { $0 <= 24 }.max() ?? 0
        let indent = longest + 4
        return rows.flatMap { name, summary in
            let text = paragraph(summary, indent: indent)
            let head = "  \(name)"
            guard head.count + 2 <= indent, let first = text.first else { return [head] + text }
            return [head + String(repeating: " ", count: indent - head.count) + first.dropFirst(indent)]
                + text.dropFirst()
        }
    }

    private func paragraph(_ text: String, indent: Int) -> [String] {
        let space = String(repeating: " ", count: indent)
        return DisplayWidth.wrap(text, to: width - indent).map { space + $0 }
    }
}
