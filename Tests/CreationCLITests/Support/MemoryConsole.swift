import CreationCLI

/// A console whose streams are bytes in memory.
final class MemoryConsole: Sendable {
    private let out = Locked<[UInt8]>([])
    private let err = Locked<[UInt8]>([])
    private let input: Locked<[UInt8]>
    let console: Console

    /// A console that looks like a terminal of this width, or like pipes where the width is nil.
    init(width: Int? = nil, colour: Bool = false, input: String = "") {
        let out = out
        let err = err
        let pending = Locked(Array(input.utf8))
        self.input = pending
        console = Console(
            output: .init(isTerminal: width != nil, hasColour: colour, width: width ?? 80) { bytes in
                out.withLock { $0 += bytes }
            },
            errors: .init(isTerminal: width != nil, hasColour: colour, width: width ?? 80) { bytes in
                err.withLock { $0 += bytes }
            },
            inputIsTerminal: width != nil,
            read: {
                pending.withLock { bytes in
                    defer { bytes = [] }
                    return bytes
                }
            })
    }

    /// What went to standard output so far.
    var output: String { String(decoding: out.withLock { $0 }, as: UTF8.self) }
    /// What went to standard error so far.
    var errors: String { String(decoding: err.withLock { $0 }, as: UTF8.self) }
}

/// Runs a command line in this process.
func runTool(
    _ arguments: [Argument], width: Int? = nil, colour: Bool = false, input: String = ""
) async -> (status: Int32, output: String, errors: String) {
    let memory = MemoryConsole(width: width, colour: colour, input: input)
    let status = await CommandLineTool().run(arguments: arguments, console: memory.console)
    return (status.rawValue, memory.output, memory.errors)
}
