/// The command line cannot be understood: exit 64, one line, and the usage line that helps.
package struct UsageError: Error, Sendable, Hashable {
    /// One sentence, without a full stop, that says what is wrong.
    package var message: String
    /// What the user probably meant, ready to type.
    package var suggestion: String?
    /// The line of usage that helps here: an option's own line, or else the command's.
    package var usage: String
    /// The command whose help says more, such as `creation-json mutate --help`.
    package var help: String

    init(_ message: String, suggestion: String? = nil, of command: CommandDefinition, option: OptionDefinition? = nil) {
        self.message = message
        self.suggestion = suggestion
        if let option {
            usage = "\(option.spelling)   \(option.summary)"
        } else {
            usage = "\(command.fullName) \(command.synopsis)"
        }
        help = "\(command.fullName) --help"
    }

    /// The message with the suggestion behind it.
    var sentence: String {
        guard let suggestion else { return message }
        return "\(message); did you mean '\(suggestion)'?"
    }
}
