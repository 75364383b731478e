/// The manual page of the whole tool, made from the definitions, in the `man` macros every roff knows.
enum ManualPage {
    /// The page, line by line.
    static func lines() -> [String] {
        let root = CommandTree.root
        var lines = [
            ".TH CREATION\\-JSON 1 \"\" \"creation\\-json \(CommandLineTool.version)\" \"User Commands\"",
            ".SH NAME", "creation\\-json \\- \(escape(lowerFirst(root.summary)))",
            ".SH SYNOPSIS", ".B creation\\-json", ".I COMMAND", escape("[ARGUMENT]... [OPTION]..."),
            ".SH DESCRIPTION",
        ]
        lines += paragraphs(root.discussion)
        lines.append(".SH COMMANDS")
        for command in leaves(of: root) { lines += section(of: command) }
        lines += [".SH OPTIONS", "Every command takes these."]
        lines += (CommonOptions.group.options + [CommonOptions.version]).flatMap { item($0.spelling, $0.summary) }
        for topic in Topics.all { lines += section(of: topic) }
        lines += [".SH EXAMPLES"] + root.examples.flatMap(example)
        lines += [
            ".SH SEE ALSO", ".BR flock (2),", ".BR jq (1),",
            "RFC 6901 (JSON Pointer), RFC 6902 (JSON Patch), RFC 7396 (JSON Merge Patch)",
        ]
        return lines
    }

    /// The commands that do something, in the order of help.
    private static func leaves(of command: CommandDefinition) -> [CommandDefinition] {
        command.subcommands.flatMap { $0.subcommands.isEmpty ? [$0] : leaves(of: $0) }
    }

    private static func section(of command: CommandDefinition) -> [String] {
        var lines = [".SS \(escape(command.words.joined(separator: " ")))"]
        lines += [".B \(escape(command.fullName))", escape(command.synopsis), ".PP", escape(command.summary + ".")]
        lines += paragraphs(command.discussion)
        lines += command.arguments.flatMap { item($0.name, $0.summary) }
        lines += command.options.flatMap { item($0.spelling, $0.summary) }
        lines += command.examples.flatMap(example)
        return lines
    }

    private static func section(of topic: Topic) -> [String] {
        var lines = [".SH \(escape(topic.name.uppercased()))", escape(topic.summary + ".")]
        for part in topic.parts {
            switch part {
            case .text(let text): lines += paragraphs([text])
            case .list(let rows): lines += rows.flatMap { item($0.0, $0.1) }
            case .code(let code): lines += block(code)
            }
        }
        return lines
    }

    private static func paragraphs(_ texts: [String]) -> [String] {
        texts.flatMap { [".PP", escape($0)] }
    }

    private static func item(_ head: String, _ text: String) -> [String] {
        [".TP", ".B \(escape(head))", escape(text)]
    }

    private static func example(_ example: Example) -> [String] {
        [".PP", escape(example.purpose) + ":"] + block([example.line])
    }

    private static func block(_ code: [String]) -> [String] {
        [".PP", ".RS 4", ".nf"] + code.map(escape) + [".fi", ".RE"]
    }

    /// Text that roff prints as it is.
    static func escape(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "\\": escaped += "\\e"
            case "-": escaped += "\\-"
            case "'": escaped += "\\(aq"
            case "\"": escaped += "\\(dq"
            case "`": escaped += "\\(ga"
            case "~": escaped += "\\(ti"
            case "^": escaped += "\\(ha"
            default: escaped.append(character)
            }
        }
        return escaped.hasPrefix(".") ? "\\&" + escaped : escaped
    }

    private static func lowerFirst(_ text: String) -> String {
        text.prefix(1).lowercased() + text.dropFirst()
    }
}
