/// `completions bash|zsh|fish`: a script for the shell, made from the definitions.
enum CompletionsCommand {
    private static let shells = ["bash", "zsh", "fish"]

    static let definition = CommandDefinition(
        words: ["completions"],
        summary: "Print a completion script for a shell",
        arguments: [
            ArgumentDefinition("SHELL", "bash, zsh or fish", completion: .words(shells))
        ],
        examples: [
            Example("Complete commands and options in this bash", "source <(creation-json completions bash)"),
            Example(
                "The same for fish, for good",
                "creation-json completions fish > ~/.config/fish/completions/creation-json.fish"),
        ],
        action: run)

    private static func run(_ invocation: Invocation, _ session: Session) throws -> ExitStatus {
        let lines =
            switch invocation.operand("SHELL")?.text {
            case "bash": BashCompletion.lines()
            case "zsh": ZshCompletion.lines()
            default: FishCompletion.lines()
            }
        lines.forEach(session.console.print)
        return .done
    }
}
