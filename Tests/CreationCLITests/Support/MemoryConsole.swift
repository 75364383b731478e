import CreationCLI
import LockedFiles

/// A console whose streams are bytes in memory.
final class MemoryConsole: Sendable {
    /// Bytes that one end adds and the other takes.
    private final class Stream: Sendable {
        private let bytes: Guarded<[UInt8]>

        init(_ text: String = "") { bytes = Guarded(Array(text.utf8)) }

        var text: String { String(decoding: bytes.withLock { $0 }, as: UTF8.self) }

        func add(_ more: [UInt8]) { bytes.withLock { $0 += more } }

        func takeAll() -> [UInt8] {
            bytes.withLock { bytes in
                defer { bytes = [] }
                return bytes
            }
        }
    }

    private let out = Stream()
    private let err = Stream()
    let console: Console

    /// A console that looks like a terminal of this width, or like pipes where the width is nil.
    init(width: Int? = nil, colour: Bool = false, input: String = "") {
        let input = Stream(input)
        console = Console(
            output: .init(isTerminal: width != nil, hasColour: colour, width: width ?? 80, write: out.add),
            errors: .init(isTerminal: width != nil, hasColour: colour, width: width ?? 80, write: err.add),
            inputIsTerminal: width != nil,
            read: input.takeAll)
    }

    /// What went to standard output so far.
    var output: String { out.text }
    /// What went to standard error so far.
    var errors: String { err.text }
}

/// Runs a command line in this process.
func runTool(
    _ arguments: [Argument], width: Int? = nil, colour: Bool = false, input: String = ""
) async -> (status: Int32, output: String, errors: String) {
    let memory = MemoryConsole(width: width, colour: colour, input: input)
    let status = await CommandLineTool().run(arguments: arguments, console: memory.console)
    return (status.rawValue, memory.output, memory.errors)
}
