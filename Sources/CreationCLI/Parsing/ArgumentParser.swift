/// What a command line asks for.
enum ParsedLine {
    case run(Invocation)
    case help(CommandDefinition)
    case version
}

/// The parser: strict, one pass, left to right, driven by the definitions (CLI-1 to CLI-6).
struct ArgumentParser {
    private var command: CommandDefinition
    private var words: [Argument] = []
    private var trailing: [Argument]?
    private var occurrences: [Occurrence] = []

    private init(root: CommandDefinition) {
        command = root
    }

    /// Understands the words behind the program's name.
    static func parse(_ arguments: [Argument], root: CommandDefinition) throws(UsageError) -> ParsedLine {
        var parser = ArgumentParser(root: root)
        return try parser.run(arguments)
    }

    private mutating func run(_ arguments: [Argument]) throws(UsageError) -> ParsedLine {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument.isText("--") {
                trailing = Array(rest)
                break
            }
            if argument.isText("-h") || argument.isText("--help") { return .help(command) }
            if argument.isText("--version"), command.words.isEmpty { return .version }
            if argument.bytes.starts(with: "-".utf8), argument.bytes.count > 1 {
                try takeOption(argument, from: &rest)
            } else {
                try takeWord(argument)
            }
        }
        let operands = try assignWords()
        try checkCombinations()
        let invocation = Invocation(command: command, operands: operands, occurrences: occurrences)
        try command.check?(invocation)
        return .run(invocation)
    }

    private mutating func takeWord(_ word: Argument) throws(UsageError) {
        guard !command.entries.isEmpty else {
            words.append(word)
            return
        }
        guard let next = command.entries.first(where: { word.isText($0.name) }) else {
            let nearest = word.text.flatMap { Suggestion.nearest(to: $0, among: command.entries.map(\.name)) }
            throw UsageError("unknown command '\(word.shown)'", suggestion: nearest, of: command)
        }
        command = next.definition()
    }

    private mutating func takeOption(
        _ argument: Argument, from rest: inout ArraySlice<Argument>
    ) throws(UsageError) {
        let parts = argument.split(atFirst: UInt8(ascii: "="))
        let spelled = parts?.before ?? argument
        let known = command.options + CommonOptions.group.options
        guard let option = known.first(where: { spelled.isText("--\($0.name)") }) else {
            let nearest = spelled.text.flatMap { Suggestion.nearest(to: $0, among: known.map { "--\($0.name)" }) }
            let place = command.words.isEmpty ? "" : " of '\(command.words.joined(separator: " "))'"
            throw UsageError("unknown option '\(spelled.shown)'\(place)", suggestion: nearest, of: command)
        }
        guard option.repeats || !occurrences.contains(where: { $0.option == option }) else {
            throw UsageError("'--\(option.name)' is given twice", of: command, option: option)
        }
        guard option.takesValue else {
            if parts != nil {
                throw UsageError("'--\(option.name)' takes no value", of: command, option: option)
            }
            occurrences.append(Occurrence(option: option, value: Argument(bytes: [])))
            return
        }
        let value = try value(of: option, written: parts?.after, known: known, from: &rest)
        occurrences.append(Occurrence(option: option, value: value))
    }

    private func value(
        of option: OptionDefinition, written: Argument?, known: [OptionDefinition],
        from rest: inout ArraySlice<Argument>
    ) throws(UsageError) -> Argument {
        let placeholder = option.value ?? "VALUE"
        if written == nil, let next = rest.first {
            let isOption = next.isText("--") || known.contains { next.isText("--\($0.name)") }
            if isOption {
                throw UsageError(
                    "'--\(option.name)' needs a value \(placeholder), but '\(next.shown)' follows", of: command,
                    option: option)
            }
        }
        guard let value = written ?? rest.popFirst() else {
            throw UsageError("'--\(option.name)' needs a value \(placeholder)", of: command, option: option)
        }
        guard let choices = option.choices else { return value }
        for word in option.isList ? value.words : [value] {
            try check(word, isOneOf: choices, for: "--\(option.name)", option: option)
        }
        return value
    }

    private func check(
        _ word: Argument, isOneOf choices: [String], for name: String, option: OptionDefinition? = nil
    ) throws(UsageError) {
        guard !choices.contains(where: { word.isText($0) }) else { return }
        throw UsageError(
            "'\(name)' is one of \(choices.joined(separator: ", ")), not '\(word.shown)'",
            suggestion: word.text.flatMap { Suggestion.nearest(to: $0, among: choices) }, of: command, option: option)
    }

    private func assignWords() throws(UsageError) -> [String: [Argument]] {
        guard command.entries.isEmpty else {
            throw UsageError(
                command.words.isEmpty ? "no command given" : "'\(command.name)' needs a command", of: command)
        }
        var operands: [String: [Argument]] = [:]
        var words = words[...]
        if let trailing, !command.arguments.contains(where: { $0.count == .command }) { words += trailing }
        for argument in command.arguments {
            switch argument.count {
            case .one, .optional:
                guard let word = words.popFirst() else { break }
                // Where there may be more words, the command knows which of them belong together.
                if case .words(let choices) = argument.completion {
                    try check(word, isOneOf: choices, for: argument.name)
                }
                operands[argument.name] = [word]
            case .oneOrMore, .any:
                operands[argument.name] = Array(words)
                words = []
            case .command:
                operands[argument.name] = trailing ?? []
            }
            let mayMiss = argument.count == .optional || argument.count == .any
            let isMissing = (operands[argument.name] ?? []).isEmpty && !mayMiss
            if isMissing, argument.count != .command || words.isEmpty {
                let place = argument.count == .command ? " behind '--'" : ""
                throw UsageError(
                    "'\(command.words.joined(separator: " "))' needs \(argument.name)\(place)", of: command)
            }
        }
        if let extra = words.first {
            throw UsageError("unexpected argument '\(extra.shown)'", suggestion: meaning(of: extra), of: command)
        }
        return operands
    }

    /// What a word too many was probably meant to be.
    private func meaning(of word: Argument) -> String? {
        if command.arguments.contains(where: { $0.count == .command }) { return "-- \(word.shown)" }
        let takesEdits = command.options.contains { $0.name == "set" }
        guard takesEdits, word.bytes.first == UInt8(ascii: "/"), word.bytes.contains(UInt8(ascii: "=")) else {
            return nil
        }
        return "--set \(word.shown)"
    }

    private func checkCombinations() throws(UsageError) {
        for set in command.exclusive {
            let given = occurrences.map(\.option).filter { set.contains($0) }
            if let first = given.first, let second = given.first(where: { $0 != first }) {
                throw UsageError("'--\(first.name)' and '--\(second.name)' exclude each other", of: command)
            }
        }
    }
}
