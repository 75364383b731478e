import CreationTestSupport
import Foundation
import Testing

@testable import CreationCLI

/// CLI-12: the scripts, in the shells themselves.
@Suite struct CompletionTests {
    /// What bash offers for a line, its last word unfinished.
    static func bash(_ line: String, in shell: Shell) throws -> [String] {
        let script = """
            source <(creation-json completions bash)
            COMP_WORDS=(\(line)); [[ '\(line)' == *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _creation_json 2>/dev/null; printf '%s\\n' "${COMPREPLY[@]}"
            """
        return try shell.run(script, shell: "/bin/bash").output.split(separator: "\n").map(String.init).sorted()
    }

    @Test(arguments: [
        ("creation-json mu", ["mutate"]), ("creation-json overrides ", ["add", "check", "list", "revoke"]),
        ("creation-json overrides add --cl", ["--class"]), ("creation-json mutate run.json --ch", ["--checksum"]),
        ("creation-json mutate run.json --output ", ["json", "text"]),
        ("creation-json mutate run.json --output = j", ["json"]),
        ("creation-json inspect ru", ["run.json"]), ("creation-json create x --from ru", ["run.json"]),
        ("creation-json help exit", ["exit-codes"]), ("creation-json completions z", ["zsh"]),
        ("creation-json schema ", ["creation", "hook"]), ("creation-json lock run.json -- cat ru", ["run.json"]),
    ])
    func bashCompletes(_ line: String, _ offered: [String]) throws {
        let shell = try Shell()
        defer { shell.remove() }
        try Data().write(to: shell.directory.appendingPathComponent("run.json"))
        #expect(try Self.bash(line, in: shell) == offered)
    }

    @Test func bashCompletesAProgramBehindTheDashes() throws {
        let shell = try Shell()
        defer { shell.remove() }
        #expect(try Self.bash("creation-json lock run.json -- creation-jso", in: shell).contains("creation-json"))
    }

    @Test func everyScriptKnowsEveryCommandAndOption() {
        func all(_ command: CommandDefinition) -> [CommandDefinition] { [command] + command.subcommands.flatMap(all) }
        let scripts = [BashCompletion.lines(), ZshCompletion.lines(), FishCompletion.lines()]
        for script in scripts.map({ $0.joined(separator: "\n") }) {
            for command in all(CommandTree.root) {
                #expect(script.contains(command.name))
                for option in command.options + CommonOptions.group.options {
                    #expect(script.contains("--\(option.name)") || script.contains("-l \(option.name) "))
                }
            }
        }
    }

    @Test(
        .enabled("fish is not installed here", { FileManager.default.isExecutableFile(atPath: "/usr/bin/fish") }),
        arguments: [
            ("creation-json mu", "mutate\tChange a record, all edits in one step\n"),
            ("creation-json overrides rev", "revoke\tTake an override back\n"),
            (
                "creation-json mutate run.json --check",
                "--checksum\tOnly if the record still has this checksum (see inspect --show-checksum)\n"
            ),
            ("creation-json help exit", "exit-codes\n"), ("creation-json inspect ru", "run.json\n"),
        ])
    func fishCompletes(_ line: String, _ offered: String) throws {
        let shell = try Shell()
        defer { shell.remove() }
        try Data().write(to: shell.directory.appendingPathComponent("run.json"))
        let script = "creation-json completions fish | source; complete -C '\(line)'"
        #expect(try shell.run(script, shell: "/usr/bin/fish").output == offered)
    }

    @Test(
        .enabled("zsh is not installed here", { FileManager.default.isExecutableFile(atPath: "/usr/bin/zsh") }),
        arguments: [
            ("creation-json mu", "creation-json mutate"),
            ("creation-json overrides rev", "creation-json overrides revoke"),
            ("creation-json mutate run.json --check", "--checksum="),
            ("creation-json help exit", "creation-json help exit-codes"),
            ("creation-json inspect ru", "creation-json inspect run.json"),
            ("creation-json lock run.json -- creation-json mut", "-- creation-json mutate"),
        ])
    func zshCompletes(_ line: String, _ becomes: String) throws {
        let shell = try Shell()
        defer { shell.remove() }
        try Data().write(to: shell.directory.appendingPathComponent("run.json"))
        // A terminal of its own: a line is typed and the tab key pressed, then what appears is read for up to 20 s.
        let script = """
            zmodload zsh/zpty
            zpty -b z zsh -f -i
            zpty -w z 'PS1=; autoload -Uz compinit; compinit -u -D; source <(creation-json completions zsh); print RE''ADY'
            seen=
            await() { for i in {1..400}; do while zpty -r -t z x; do seen+=$x; done; [[ $seen == *$1* ]] && return 0; sleep 0.05; done; return 1 }
            await READY || exit 1
            seen=
            zpty -w -n z '\(line)'$'\\t'
            await '\(becomes)'
            """
        #expect(try shell.run(script, shell: "/usr/bin/zsh").status == 0)
    }
}
