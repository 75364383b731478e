/// One option as it was given.
package struct Occurrence: Sendable, Hashable {
    /// Which option.
    package var option: OptionDefinition
    /// Its value; empty for a flag.
    package var value: Argument
}

/// A command line that was understood: the command, its words and its options in the order given.
package struct Invocation: Sendable {
    /// The command.
    package let command: CommandDefinition
    /// The words of each argument, by the argument's name.
    let operands: [String: [Argument]]
    /// All options, common ones included, in the order given.
    package let occurrences: [Occurrence]

    /// True where the option was given.
    func has(_ option: OptionDefinition) -> Bool {
        occurrences.contains { $0.option == option }
    }

    /// The value of an option that is given at most once.
    func value(_ option: OptionDefinition) -> Argument? {
        occurrences.last { $0.option == option }?.value
    }

    /// The value of an option, which must be text.
    func text(_ option: OptionDefinition) throws(UsageError) -> String? {
        guard let value = value(option) else { return nil }
        return try text(value, of: option)
    }

    /// A value as text.
    func text(_ value: Argument, of option: OptionDefinition) throws(UsageError) -> String {
        guard let text = value.text else {
            throw UsageError(
                "the value of '--\(option.name)' is not UTF-8: '\(value.shown)'", of: command, option: option)
        }
        return text
    }

    /// All values of an option that may be repeated.
    func values(_ option: OptionDefinition) -> [Argument] {
        occurrences.filter { $0.option == option }.map(\.value)
    }

    /// The first word of an argument; the parser has made sure that a required one is there.
    func operand(_ name: String) -> Argument? {
        operands[name]?.first
    }

    /// All words of an argument.
    func all(_ name: String) -> [Argument] {
        operands[name] ?? []
    }

    /// A usage error about this command.
    func usageError(_ message: String, suggestion: String? = nil, option: OptionDefinition? = nil) -> UsageError {
        UsageError(message, suggestion: suggestion, of: command, option: option)
    }
}
