import CreationTestSupport
import Foundation
import Testing

@testable import CreationCLI

/// CLI-12: the scripts, in the shells themselves.
@Suite struct CompletionTests {
    /// What bash offers for a line, its last word unfinished.
    static func bash(_ line: String, in shell: Shell) async throws -> [String] {
        let script = """
            source <(creation-json completions bash)
            COMP_WORDS=(\(line)); [[ '\(line)' == *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _creation_json 2>/dev/null; printf '%s\\n' "${COMPREPLY[@]}"
            """
        return try await shell.run(script, shell: "/bin/bash").output.split(separator: "\n").map(String.init).sorted()
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
    func bashCompletes(_ line: String, _ offered: [String]) async throws {
        let shell = try Shell()
        defer { shell.remove() }
        try Data().write(to: shell.directory.appendingPathComponent("run.json"))
        #expect(try await Self.bash(line, in: shell) == offered)
    }

    @Test func bashCompletesAProgramBehindTheDashes() async throws {
        let shell = try Shell()
        defer { shell.remove() }
        #expect(try await Self.bash("creation-json lock run.json -- creation-jso", in: shell).contains("creation-json"))
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
    func fishCompletes(_ line: String, _ offered: String) async throws {
        let shell = try Shell()
        defer { shell.remove() }
        try Data().write(to: shell.directory.appendingPathComponent("run.json"))
        let script = "creation-json completions fish | source; complete -C '\(line)'"
        #expect(try await shell.run(script, shell: "/usr/bin/fish").output == offered)
    }

    @Test(
        .enabled("zsh is not installed here", { FileManager.default.isExecutableFile(atPath: "/usr/bin/zsh") }),
        arguments: [
            ("creation-json mu", "creation-json mutate"),
            ("creation-json overrides rev", "creation-json overrides revoke"),
            ("creation-json mutate run.json --check", "creation-json mutate run.json --checksum="),
            ("creation-json help exit", "creation-json help exit-codes"),
            ("creation-json inspect ru", "creation-json inspect run.json"),
            ("creation-json lock run.json -- creation-json mut", "creation-json lock run.json -- creation-json mutate"),
        ])
    func zshCompletes(_ line: String, _ becomes: String) async throws {
        let shell = try Shell()
        defer { shell.remove() }
        try Data().write(to: shell.directory.appendingPathComponent("run.json"))
        // A terminal of its own: a line is typed, the tab key pressed, and a key that writes down what stands there.
        let script = """
            zmodload zsh/zpty
            zpty -b z zsh -f -i
            zpty -w z 'autoload -Uz compinit; compinit -u -D; source <(creation-json completions zsh)'
            zpty -w z 'show() { print -r -- "$BUFFER" > line }; zle -N show; bindkey "^X" show; : > ready'
            for i in {1..400}; do [[ -e ready ]] && break; sleep 0.05; zpty -r -t z x; done
            zpty -w -n z '\(line)'$'\\t\\x18'
            for i in {1..400}; do [[ -s line ]] && break; sleep 0.05; zpty -r -t z x; done
            cat line
            """
        let answer = try await shell.run(script, shell: "/usr/bin/zsh")
        #expect(answer.output.trimmingCharacters(in: .whitespacesAndNewlines) == becomes)
    }
}
