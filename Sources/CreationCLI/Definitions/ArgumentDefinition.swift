/// One argument of a command that is not an option.
package struct ArgumentDefinition: Sendable, Hashable {
    /// How many words it takes.
    package enum Count: Sendable, Hashable {
        /// Exactly one.
        case one
        /// One or none.
        case optional
        /// At least one.
        case oneOrMore
        /// Any number of words, none included.
        case any
        /// One or more words, all of them behind `--`.
        case command
    }

    /// The placeholder, in capitals.
    package var name: String
    /// One line that says what it is, without a full stop.
    package var summary: String
    /// How many words it takes.
    package var count: Count
    /// What it may be.
    package var completion: ValueCompletion

    init(_ name: String, _ summary: String, count: Count = .one, completion: ValueCompletion = .file) {
        self.name = name
        self.summary = summary
        self.count = count
        self.completion = completion
    }

    /// The argument as the usage line shows it.
    var spelling: String {
        switch count {
        case .one: name
        case .optional: "[\(name)]"
        case .oneOrMore: "\(name)..."
        case .any: "[\(name)]..."
        case .command: "-- \(name)..."
        }
    }
}
