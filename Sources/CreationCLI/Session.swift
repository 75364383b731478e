/// What a running command knows besides its own words: where to print and the common options.
package struct Session: Sendable {
    /// Where to read and write.
    package let console: Console
    /// True where results are JSON: asked for, or standard output is not a terminal.
    package let isJSON: Bool
    /// True where `--output json` was given: errors and notes are JSON lines too.
    package let isExplicitJSON: Bool
    /// True where notes, summaries and progress are not wanted.
    package let isQuiet: Bool
    /// How long to wait for a lock.
    package let timeout: Duration
    /// False where changes need not be on the disk when the command ends.
    package let isDurable: Bool
    /// The kind of record, as `--schema` names it.
    package let kind: RecordKind
    /// Where records of each kind of address are kept.
    let storage: StorageDirectory
    /// A signal that may end a wait; nil in tests.
    package let interruption: Interruption?

    init(
        _ invocation: Invocation, console: Console, storages: StorageDirectory, interruption: Interruption?
    ) throws(UsageError) {
        storage = storages
        self.console = console
        self.interruption = interruption
        let output = try invocation.text(CommonOptions.output)
        isExplicitJSON = output == "json"
        isJSON = output.map { $0 == "json" } ?? !console.output.isTerminal
        isQuiet = invocation.has(CommonOptions.quiet)
        isDurable = try invocation.text(CommonOptions.durability) != "none"
        kind = try invocation.text(CommonOptions.schema).flatMap(RecordKind.init) ?? .creation
        timeout = try Self.timeout(invocation)
    }

    private static func timeout(_ invocation: Invocation) throws(UsageError) -> Duration {
        guard let text = try invocation.text(CommonOptions.timeout) else { return .seconds(30) }
        let isPlain = text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
        guard isPlain, let seconds = Double(text), seconds.isFinite, seconds <= 1e9 else {
            throw invocation.usageError(
                "'--timeout' is a number of seconds such as 5 or 0.5, not '\(VisibleText.of(text))'",
                option: CommonOptions.timeout)
        }
        return .seconds(seconds)
    }

    /// Prints a note about something that did not stop the work, unless `--quiet`.
    package func note(_ text: String, style: Style = .plain) {
        guard !isQuiet else { return }
        console.note(style.paint(VisibleText.lines(of: text), colour: console.errors.hasColour))
    }

    /// Prints how a long command went, unless `--quiet`: a sentence, or JSON where that was asked for (CLI-17).
    func summarise(_ sentence: String, _ counts: KeyValuePairs<String, Int>) {
        guard !isQuiet else { return }
        guard isExplicitJSON else { return note(sentence) }
        var members = ResultLine()
        for (name, count) in counts { members.add(name, count) }
        var line = ResultLine()
        line.add("summary", json: members.line)
        console.noteJSON(line.line)
    }

    /// The text in its style where standard output shows colours.
    func painted(_ text: String, _ style: Style) -> String {
        style.paint(VisibleText.of(text), colour: console.output.hasColour)
    }
}
