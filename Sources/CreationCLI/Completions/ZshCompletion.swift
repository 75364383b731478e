/// The completion script for zsh, made from the definitions.
enum ZshCompletion {
    static func lines() -> [String] {
        var lines = [
            "#compdef creation-json",
            "# zsh completion for creation-json; put it on your fpath as _creation-json,",
            "# or load it with: source <(creation-json completions zsh)",
        ]
        lines += function(for: CommandTree.root)
        return lines + [
            "if [[ $zsh_eval_context[-1] == loadautofunc ]]; then",
            "    _creation-json \"$@\"",
            "else",
            "    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }",
            "    compdef _creation-json creation-json",
            "fi",
        ]
    }

    private static func function(for command: CommandDefinition) -> [String] {
        let options =
            command.options + CommonOptions.group.options
            + (command.words.isEmpty ? [CommonOptions.version] : [])
        var specifications = options.map(specification)
        guard !command.subcommands.isEmpty else {
            let takesProgram = command.arguments.contains { $0.count == .command }
            specifications += command.arguments.filter { $0.count != .command }.enumerated().map {
                specification($1, position: $0 + 1)
            }
            return ["\(name(of: command))() {"] + (takesProgram ? behindDashes : []) + ["    _arguments -S \\"]
                + specifications.dropLast().map { "        \($0) \\" }
                + specifications.suffix(1).map { "        \($0)" } + ["}"]
        }
        var lines = command.subcommands.flatMap(function)
        lines += [
            "\(name(of: command))() {", "    local curcontext=$curcontext state state_descr line",
            "    typeset -A opt_args",
            "    local -a commands=(",
        ]
        lines += command.subcommands.map { "        \(quote("\($0.name):\($0.summary)"))" }
        lines += ["    )", "    _arguments -C \\"]
        lines += specifications.map { "        \($0) \\" }
        lines += [
            "        '1:command:->command' '*::argument:->argument'",
            "    case $state in",
            "        command) _describe command commands ;;",
            "        argument)",
            "            case $words[1] in",
        ]
        lines += command.subcommands.map { "                \($0.name)) \(name(of: $0)) ;;" }
        return lines + ["            esac ;;", "    esac", "}"]
    }

    /// Behind `--` stands another program, which completes its own words.
    private static let behindDashes = [
        "    integer dashes=$words[(i)--]",
        "    if (( dashes < CURRENT )); then",
        "        shift dashes words",
        "        (( CURRENT -= dashes ))",
        "        _normal",
        "        return",
        "    fi",
    ]

    private static func name(of command: CommandDefinition) -> String {
        (["_creation-json"] + command.words).joined(separator: "-")
    }

    private static func specification(_ option: OptionDefinition) -> String {
        let star = option.repeats ? "*" : ""
        let summary = escape(option.summary)
        guard let value = option.value else { return quote("\(star)--\(option.name)[\(summary)]") }
        let label = option.choices == nil ? escape(value) : "value"
        return quote("\(star)--\(option.name)=[\(summary)]:\(label):\(action(option.completion))")
    }

    private static func specification(_ argument: ArgumentDefinition, position: Int) -> String {
        let place =
            switch argument.count {
            case .one: "\(position)"
            case .optional: "\(position):"
            case .oneOrMore, .any: "*"
            case .command: "\(position):"
            }
        return quote("\(place):\(escape(argument.name)):\(action(argument.completion))")
    }

    private static func action(_ completion: ValueCompletion) -> String {
        switch completion {
        case .none: " "
        case .file: "_files"
        case .directory: "_directories"
        case .program: "_command_names -e"
        case .words(let words): "(\(words.joined(separator: " ")))"
        }
    }

    private static func escape(_ text: String) -> String {
        text.reduce(into: "") { escaped, character in
            if "[]:\\".contains(character) { escaped.append("\\") }
            escaped.append(character)
        }
    }

    private static func quote(_ text: String) -> String {
        "'" + text.reduce(into: "") { $0 += $1 == "'" ? "'\\''" : String($1) } + "'"
    }
}
