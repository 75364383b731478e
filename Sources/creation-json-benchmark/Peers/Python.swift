import Foundation

/// Python with what it has of `msgspec`, `filelock` and `orjson`, and SQLite through its standard library.
///
/// One interpreter runs all the time and measures itself, so that no start-up is in any figure. Which one, says
/// `CREATION_JSON_TEST_PYTHON`; otherwise `python3`.
final class Python {
    private let conversation: Conversation
    /// The modules that could be imported.
    let modules: Set<String>

    /// Nil where there is no Python.
    init?(_ workspace: Workspace) throws {
        let name = ProcessInfo.processInfo.environment["CREATION_JSON_TEST_PYTHON"] ?? "python3"
        guard let program = Tools.find(name) else { return nil }
        let script = workspace.disk + "/peer.py"
        try Workspace.write(Self.script, to: script)
        let record = workspace.disk + "/peer.json"
        try Workspace.write(SampleRecord.text, to: record)
        conversation = try Conversation([program, script, record])
        modules = Set((conversation.hear() ?? "").split(separator: " ").map(String.init))
    }

    /// What is missing for a measurement; nil if nothing is.
    func missing(_ needed: String...) -> String? {
        let absent = needed.filter { !modules.contains($0) }
        return absent.isEmpty ? nil : "Python has no \(absent.joined(separator: ", no "))"
    }

    /// Seconds per repetition of one of the script's measurements.
    func seconds(_ name: String, _ arguments: String...) throws -> Double {
        let answer = try conversation.ask(([name] + arguments).joined(separator: "\t"))
        guard let seconds = Double(answer) else { throw Failure("Python: \(answer)") }
        return seconds
    }

    func end() { conversation.end() }
}
