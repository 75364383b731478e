/// One example of a help page.
package struct Example: Sendable, Hashable {
    /// What it does, one line.
    package var purpose: String
    /// The line to type.
    package var line: String

    init(_ purpose: String, _ line: String) {
        self.purpose = purpose
        self.line = line
    }
}

/// A command below another one: its name, and its definition for who needs it.
///
/// A process runs one command; the others are not worth making for that.
package struct CommandEntry: Sendable {
    /// The last of the command's words.
    package let name: String
    /// Makes the definition, or hands out the one that was made.
    package let definition: @Sendable () -> CommandDefinition

    init(_ name: String, _ definition: @autoclosure @escaping @Sendable () -> CommandDefinition) {
        self.name = name
        self.definition = definition
    }
}

/// Everything there is to say about one command: the parser, help, the manual page and the completions read this.
package struct CommandDefinition: Sendable {
    /// The work of a command: parsed words in, an exit status out.
    package typealias Action = @Sendable (Invocation, Session) async throws -> ExitStatus

    /// The words that call it, such as `["overrides", "list"]`; none for the tool itself.
    package var words: [String]
    /// One line that says what it does, without a full stop.
    package var summary: String
    /// Paragraphs that say the rest.
    package var discussion: [String] = []
    /// The arguments that are not options, in order.
    package var arguments: [ArgumentDefinition] = []
    /// The options of its own, by heading.
    package var groups: [OptionGroup] = []
    /// The commands below it, made when somebody looks at them.
    package var entries: [CommandEntry] = []
    /// Sets of options of which only one may be given.
    package var exclusive: [[OptionDefinition]] = []
    /// The usage line behind the name, where the one made from the arguments would not do.
    package var usage: String?
    /// At least one.
    package var examples: [Example]
    /// A check of what the words mean together, before anything is touched.
    package var check: (@Sendable (Invocation) throws(UsageError) -> Void)?
    /// The work; nil for a command that only holds others.
    package var action: Action?

    /// The command as it is typed.
    package var fullName: String {
        (["creation-json"] + words).joined(separator: " ")
    }

    /// The commands below it, all made.
    package var subcommands: [CommandDefinition] {
        entries.map { $0.definition() }
    }

    /// The last of its words.
    package var name: String {
        words.last ?? "creation-json"
    }

    /// The usage line behind the name.
    var synopsis: String {
        if let usage { return usage }
        if !entries.isEmpty { return "\(entries.map(\.name).joined(separator: "|")) ..." }
        let arguments = arguments.map(\.spelling)
        let trailing = arguments.last.map { $0.hasPrefix("-- ") } ?? false
        guard !groups.isEmpty else { return arguments.joined(separator: " ") }
        let options = "[OPTION]..."
        if trailing {
            return (arguments.dropLast() + [options] + arguments.suffix(1)).joined(separator: " ")
        }
        return (arguments + [options]).joined(separator: " ")
    }

    /// Its own options, in the order help shows them.
    var options: [OptionDefinition] {
        groups.flatMap(\.options)
    }
}
