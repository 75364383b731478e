/// The completion script for bash, made from the definitions; it needs no bash-completion package.
enum BashCompletion {
    static func lines() -> [String] {
        var lines = [
            "# bash completion for creation-json; load it with: source <(creation-json completions bash)",
            "_creation_json() {",
            "    local cur prev words cword command= options= subcommands= i",
            "    cur=${COMP_WORDS[COMP_CWORD]}",
            "    prev=${COMP_WORDS[COMP_CWORD-1]}",
            "    COMPREPLY=()",
            "    # '--name=value' arrives as three words, since '=' breaks words.",
            "    if [[ $cur == '=' ]]; then cur=; elif [[ $prev == '=' ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi",
            "    for ((i = 1; i < COMP_CWORD; i++)); do",
            "        case ${COMP_WORDS[i]} in",
            "            --) if [[ $command == lock ]]; then _creation_json_program $((i + 1)); return; fi ;;",
        ]
        lines.append("            \(names(CommandTree.root).joined(separator: "|")))")
        lines.append("                [[ -z $command ]] && command=${COMP_WORDS[i]} ;;")
        for group in CommandTree.root.subcommands where !group.subcommands.isEmpty {
            lines.append("            \(names(group).joined(separator: "|")))")
            lines.append(
                "                [[ $command == \(group.name) ]] && command=\"\(group.name) ${COMP_WORDS[i]}\" ;;")
        }
        lines += ["        esac", "    done", "    case $prev in"]
        for (option, completion) in valued() { lines.append("        --\(option)) \(action(completion)); return ;;") }
        lines += ["    esac", "    case $command in"]
        for command in everyCommand(CommandTree.root) {
            let options = (command.options + CommonOptions.group.options).map { "--\($0.name)" }
            let version = command.words.isEmpty ? " --version" : ""
            lines.append("        '\(command.words.joined(separator: " "))')")
            lines.append("            options='\(options.joined(separator: " "))\(version)'")
            let offered = command.subcommands.isEmpty ? words(command) : names(command)
            if !offered.isEmpty { lines.append("            subcommands='\(offered.joined(separator: " "))'") }
            lines.append("            ;;")
        }
        return lines + [
            "    esac",
            "    if [[ $cur == -* ]]; then",
            "        COMPREPLY=($(compgen -W \"$options\" -- \"$cur\"))",
            "    elif [[ -n $subcommands ]]; then",
            "        COMPREPLY=($(compgen -W \"$subcommands\" -- \"$cur\"))",
            "    else",
            "        _creation_json_files -f",
            "    fi",
            "}",
            "_creation_json_files() {",
            "    compopt -o filenames 2>/dev/null",
            "    local IFS=$'\\n'",
            "    COMPREPLY=($(compgen \"$1\" -- \"$cur\"))",
            "}",
            "_creation_json_program() {",
            "    if ((COMP_CWORD == $1)); then COMPREPLY=($(compgen -c -- \"$cur\")); else _creation_json_files -f; fi",
            "}",
            "complete -F _creation_json creation-json",
        ]
    }

    private static func action(_ completion: ValueCompletion) -> String {
        switch completion {
        case .none: "COMPREPLY=()"
        case .file: "_creation_json_files -f"
        case .directory: "_creation_json_files -d"
        case .program: "COMPREPLY=($(compgen -c -- \"$cur\"))"
        case .words(let words): "COMPREPLY=($(compgen -W '\(words.joined(separator: " "))' -- \"$cur\"))"
        }
    }

    private static func names(_ command: CommandDefinition) -> [String] {
        command.subcommands.map(\.name)
    }

    /// The words of a command's own first argument, where they are a closed list.
    private static func words(_ command: CommandDefinition) -> [String] {
        if case .words(let words) = command.arguments.first?.completion { return words }
        return []
    }

    private static func everyCommand(_ command: CommandDefinition) -> [CommandDefinition] {
        [command] + command.subcommands.flatMap(everyCommand)
    }

    /// Every option with a value, once; a name means the same in every command.
    private static func valued() -> [(String, ValueCompletion)] {
        var seen: [(String, ValueCompletion)] = []
        let options = everyCommand(CommandTree.root).flatMap(\.options) + CommonOptions.group.options
        for option in options where option.value != nil && !seen.contains(where: { $0.0 == option.name }) {
            seen.append((option.name, option.completion))
        }
        return seen
    }
}
