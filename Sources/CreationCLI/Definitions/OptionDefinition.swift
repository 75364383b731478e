/// What a shell may offer in the place of a value.
package enum ValueCompletion: Sendable, Hashable {
    /// Nothing: the value is free text.
    case none
    /// A file or directory name.
    case file
    /// A directory name.
    case directory
    /// The name of a program.
    case program
    /// One of a closed list of words.
    case words([String])
}

/// One option of a command: `--name` or `--name VALUE`.
package struct OptionDefinition: Sendable, Hashable {
    /// The name without its dashes.
    package var name: String
    /// True where it has a value.
    package var takesValue: Bool
    /// The placeholder of its value, if that is not the closed list of words.
    private var placeholder: String?
    /// One line that says what it does, without a full stop.
    package var summary: String
    /// True where it may be given more than once.
    package var repeats: Bool
    /// What its value may be.
    package var completion: ValueCompletion
    /// True where one value may hold several words, separated by commas.
    package var isList = false

    private init(
        _ name: String, takesValue: Bool, placeholder: String?, _ summary: String, repeats: Bool,
        completion: ValueCompletion, isList: Bool = false
    ) {
        self.name = name
        self.takesValue = takesValue
        self.placeholder = placeholder
        self.summary = summary
        self.repeats = repeats
        self.completion = completion
        self.isList = isList
    }

    /// A flag: present or absent.
    static func flag(_ name: String, _ summary: String) -> OptionDefinition {
        OptionDefinition(
            name, takesValue: false, placeholder: nil, summary, repeats: false, completion: .none)
    }

    /// An option with a value.
    static func valued(
        _ name: String, _ value: String, _ summary: String, repeats: Bool = false, completion: ValueCompletion = .none
    ) -> OptionDefinition {
        OptionDefinition(
            name, takesValue: true, placeholder: value, summary, repeats: repeats, completion: completion)
    }

    /// An option whose value is one of a closed list.
    static func choice(_ name: String, _ choices: [String], _ summary: String, repeats: Bool = false)
        -> OptionDefinition
    {
        OptionDefinition(
            name, takesValue: true, placeholder: nil, summary, repeats: repeats, completion: .words(choices))
    }

    /// An option whose values are some of a closed list, separated by commas.
    static func list(_ name: String, _ value: String, _ choices: [String], _ summary: String) -> OptionDefinition {
        OptionDefinition(
            name, takesValue: true, placeholder: value, summary, repeats: true, completion: .words(choices),
            isList: true)
    }

    /// The placeholder of its value, or nil for a flag.
    package var value: String? {
        takesValue ? placeholder ?? choices?.joined(separator: "|") ?? "VALUE" : nil
    }

    /// `--name` or `--name VALUE`, as help shows it.
    var spelling: String {
        guard let value else { return "--\(name)" }
        return "--\(name) \(value)"
    }

    /// The closed list of values, or nil where any value is taken.
    var choices: [String]? {
        if case .words(let words) = completion { return words }
        return nil
    }
}

/// Options that help shows under one heading.
package struct OptionGroup: Sendable, Hashable {
    /// The heading, without a colon.
    package var title: String
    /// The options, in the order help shows them.
    package var options: [OptionDefinition]
}
