import CreationJSON
import Testing

@testable import CreationCLI

/// CLI-1 to CLI-6.
@Suite struct ArgumentParserTests {
    static func parse(_ words: Argument...) throws(UsageError) -> ParsedLine {
        try ArgumentParser.parse(words, root: CommandTree.root)
    }

    static func invocation(_ words: Argument...) throws -> Invocation {
        guard case .run(let invocation) = try ArgumentParser.parse(words, root: CommandTree.root) else {
            throw UsageError("not a command", of: CommandTree.root)
        }
        return invocation
    }

    @Test func optionsMayStandBeforeAndBehindTheCommand() throws {
        let line = try Self.invocation("--timeout", "5", "inspect", "--output=json", "a.json")
        #expect(line.command.words == ["inspect"])
        #expect(line.value(CommonOptions.timeout) == "5")
        #expect(line.value(CommonOptions.output) == "json")
        #expect(line.operand("FILE") == "a.json")
    }

    @Test func editsKeepTheirOrder() throws {
        let line = try Self.invocation("mutate", "a", "--set", "/x=1", "--remove", "/y", "--set", "/z:=2")
        #expect(line.occurrences.map(\.option.name) == ["set", "remove", "set"])
        #expect(line.occurrences.map(\.value) == ["/x=1", "/y", "/z:=2"])
    }

    @Test func aValueIsSplitFromItsOptionAtTheFirstEqualsSign() throws {
        let line = try Self.invocation("mutate", "a", "--set=/x=1=2")
        #expect(line.occurrences.first?.value == "/x=1=2")
    }

    @Test func fileNamesAreBytes() throws {
        let name = Argument(bytes: [0x61, 0xFF, 0x0A])
        #expect(try Self.invocation("inspect", name).operand("FILE") == name)
    }

    @Test func everythingBehindTwoDashesIsAWord() throws {
        #expect(try Self.invocation("inspect", "--", "--output").operand("FILE") == "--output")
        let line = try Self.invocation("lock", "a", "--shared", "--", "cmd", "--shared", "-x")
        #expect(line.all("CMD") == ["cmd", "--shared", "-x"])
    }

    @Test func helpWinsWhateverIsMissing() throws {
        guard case .help(let command) = try Self.parse("overrides", "add", "--help") else {
            Issue.record("no help")
            return
        }
        #expect(command.words == ["overrides", "add"])
    }

    struct Mistake: Sendable, CustomTestStringConvertible {
        var words: [String]
        var message: String
        var suggestion: String?
        var testDescription: String { words.joined(separator: " ") }

        init(_ words: [String], _ message: String, _ suggestion: String? = nil) {
            self.words = words
            self.message = message
            self.suggestion = suggestion
        }
    }

    static let mistakes: [Mistake] = [
        Mistake(["frobnicate"], "unknown command 'frobnicate'"),
        Mistake(["inspct", "a"], "unknown command 'inspct'", "inspect"),
        Mistake(["overrides", "lst", "a"], "unknown command 'lst'", "list"),
        Mistake([], "no command given"),
        Mistake(["overrides"], "'overrides' needs a command"),
        Mistake(["inspect"], "'inspect' needs FILE"),
        Mistake(["inspect", "a", "/b", "c"], "unexpected argument 'c'"),
        Mistake(["mutate", "a", "/b=c"], "unexpected argument '/b=c'", "--set /b=c"),
        Mistake(["inspect", "a", "--outptu", "json"], "unknown option '--outptu' of 'inspect'", "--output"),
        Mistake(["--sett", "inspect"], "unknown option '--sett'"),
        Mistake(["inspect", "a", "--output"], "'--output' needs a value text|json"),
        Mistake(["inspect", "a", "--output", "--quiet"], "'--output' needs a value text|json, but '--quiet' follows"),
        Mistake(["inspect", "a", "--output", "jsn"], "'--output' is one of text, json, not 'jsn'", "json"),
        Mistake(["inspect", "a", "--quiet=yes"], "'--quiet' takes no value"),
        Mistake(["inspect", "a", "--quiet", "--quiet"], "'--quiet' is given twice"),
        Mistake(["lock", "a", "cmd"], "unexpected argument 'cmd'", "-- cmd"),
        Mistake(["lock", "a", "--"], "'lock' needs CMD behind '--'"),
        Mistake(["mutate", "a"], "no edit given", "--set PTR=STRING"),
        Mistake(["diff", "-", "-"], "standard input can be read once only"),
        Mistake(["overrides", "add", "a", "--class", "c", "--operator", "o"], "'--reason' is missing"),
        Mistake(["overrides", "list", "a", "--schema", "hook"], "only creation records have overrides"),
        Mistake(["completions", "tcsh"], "'SHELL' is one of bash, zsh, fish, not 'tcsh'"),
        Mistake(["schema", "hok"], "'KIND' is one of creation, hook, not 'hok'", "hook"),
        Mistake(["help", "exitcodes"], "no help on 'exitcodes'", "creation-json help exit-codes"),
    ]

    @Test(arguments: mistakes)
    func aMistakeIsNamed(_ mistake: Mistake) {
        let error = #expect(throws: UsageError.self) {
            try ArgumentParser.parse(mistake.words.map { Argument($0) }, root: CommandTree.root)
        }
        #expect(error?.message == mistake.message)
        #expect(error?.suggestion == mistake.suggestion)
    }

    @Test func theUsageLineThatHelpsIsTheOptionsOwn() {
        let error = #expect(throws: UsageError.self) { try Self.parse("inspect", "a", "--output", "xml") }
        #expect(error?.usage.hasPrefix("--output text|json") == true)
        let other = #expect(throws: UsageError.self) { try Self.parse("inspect") }
        #expect(other?.usage == "creation-json inspect FILE [POINTER] [OPTION]...")
    }

    @Test func everyCommandHasAnExampleAndAnOptionMeansTheSameEverywhere() {
        func all(_ command: CommandDefinition) -> [CommandDefinition] { [command] + command.subcommands.flatMap(all) }
        var placeholders: [String: ValueCompletion] = [:]
        for command in all(CommandTree.root) {
            #expect(!command.examples.isEmpty, "\(command.fullName)")
            #expect(command.action != nil || !command.subcommands.isEmpty, "\(command.fullName)")
            #expect(Set(command.options.map(\.name)).isDisjoint(with: CommonOptions.group.options.map(\.name)))
            for option in command.options {
                #expect(placeholders[option.name, default: option.completion] == option.completion, "\(option.name)")
                placeholders[option.name] = option.completion
            }
        }
    }

    @Test func aCommandIsFoundByTheNameThatItsDefinitionHas() {
        func check(_ command: CommandDefinition) {
            for entry in command.entries {
                let definition = entry.definition()
                #expect(definition.words == command.words + [entry.name])
                check(definition)
            }
        }
        check(CommandTree.root)
    }

    @Test func theKindsOfRecordAreNamedAsTheirSchemas() {
        #expect(RecordKind.creation.rawValue == RecordSchema.creation.name)
        #expect(RecordKind.hook.rawValue == RecordSchema.hook.name)
    }
}
