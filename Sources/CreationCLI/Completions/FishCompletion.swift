/// The completion script for fish, made from the definitions.
enum FishCompletion {
    static func lines() -> [String] {
        var lines = [
            "# fish completion for creation-json; load it with: creation-json completions fish | source",
            // The command is what remains of the line without options and their values.
            "function __creation_json_words",
            "    set -l words (commandline -opc)",
            "    set -l skip 0",
            "    for word in $words[2..]",
            "        if test $skip = 1; set skip 0; continue; end",
            "        switch $word",
            "            case \(valued().map { "--\($0)" }.joined(separator: " "))",
            "                set skip 1",
            "            case '-*'",
            "            case '*'",
            "                echo $word",
            "        end",
            "    end",
            "end",
            "function __creation_json_at",
            "    set -l words (__creation_json_words)",
            "    test (count $words) -ge (count $argv); or return 1",
            "    for i in (seq (count $argv))",
            "        test $words[$i] = $argv[$i]; or return 1",
            "    end",
            "end",
            "function __creation_json_next",
            "    set -l words (__creation_json_words)",
            "    test (count $words) = (count $argv); or return 1",
            "    __creation_json_at $argv",
            "end",
        ]
        lines += CommonOptions.group.options.map { specification($0, condition: nil) }
        lines.append(specification(CommonOptions.version, condition: "__creation_json_next"))
        lines += commands(below: CommandTree.root)
        return lines
    }

    private static func commands(below command: CommandDefinition) -> [String] {
        let place = (["__creation_json_next"] + command.words).joined(separator: " ")
        var lines = command.subcommands.map {
            "complete -c creation-json -n \(quote(place)) -f -a \($0.name) -d \(quote($0.summary))"
        }
        for next in command.subcommands {
            let inside = (["__creation_json_at"] + next.words).joined(separator: " ")
            lines += next.options.map { specification($0, condition: inside) }
            if case .words(let words) = next.arguments.first?.completion {
                lines.append(
                    "complete -c creation-json -n \(quote(inside)) -f -a \(quote(words.joined(separator: " ")))")
            }
            if next.arguments.contains(where: { $0.count == .command }) {
                let behind = "\(inside); and contains -- -- (commandline -opc)"
                lines.append("complete -c creation-json -n \(quote(behind)) -x -a '(__fish_complete_command)'")
            }
            lines += commands(below: next)
        }
        return lines
    }

    private static func specification(_ option: OptionDefinition, condition: String?) -> String {
        var words = ["complete -c creation-json"]
        if let condition { words.append("-n \(quote(condition))") }
        words.append("-l \(option.name) -d \(quote(option.summary))")
        switch option.completion {
        case _ where option.value == nil: break
        case .none: words.append("-x")
        case .file: words.append("-r -F")
        case .directory: words.append("-x -a '(__fish_complete_directories)'")
        case .program: words.append("-x -a '(__fish_complete_command)'")
        case .words(let choices): words.append("-x -a \(quote(choices.joined(separator: " ")))")
        }
        return words.joined(separator: " ")
    }

    private static func quote(_ text: String) -> String {
        "'" + text.reduce(into: "") { $0 += $1 == "'" || $1 == "\\" ? "\\\($1)" : String($1) } + "'"
    }

    private static func valued() -> [String] {
        func options(_ command: CommandDefinition) -> [OptionDefinition] {
            command.options + command.subcommands.flatMap(options)
        }
        let all = options(CommandTree.root) + CommonOptions.group.options
        return Array(Set(all.filter { $0.value != nil }.map { $0.name })).sorted()
    }
}
