internal import LockedFiles

/// Why bytes could not be written to an output.
package enum OutputFailure: Error, Sendable, Hashable {
    /// The reader has gone; nobody misses the rest.
    case closed
    /// The system's number for the failure.
    case failed(errno: Int32)
}

/// Where a command reads and writes: the process's three streams, or bytes in memory in a test.
package struct Console: Sendable {
    /// One of the two outputs.
    package struct Output: Sendable {
        /// True where a person is looking.
        package var isTerminal: Bool
        /// True where colours are wanted: a terminal, without `NO_COLOR`, that is not dumb.
        package var hasColour: Bool
        /// The width in cells: the terminal's, or 80.
        package var width: Int
        let buffer: OutputBuffer

        /// An output that hands its bytes to `write`.
        package init(
            isTerminal: Bool, hasColour: Bool, width: Int,
            write: @escaping @Sendable ([UInt8]) throws(OutputFailure) -> Void
        ) {
            self.isTerminal = isTerminal
            self.hasColour = hasColour
            self.width = width
            buffer = OutputBuffer(write: write)
        }
    }

    /// Where results go.
    package let output: Output
    /// Where everything else goes.
    package let errors: Output
    /// True where standard input is a person and not data.
    package let inputIsTerminal: Bool
    /// Reads the next bytes of standard input without blocking a thread of Swift's pool; empty at the end.
    package let read: @Sendable () async throws(InputFailure) -> [UInt8]

    /// A console over these streams.
    package init(
        output: Output, errors: Output, inputIsTerminal: Bool,
        read: @escaping @Sendable () async throws(InputFailure) -> [UInt8]
    ) {
        self.output = output
        self.errors = errors
        self.inputIsTerminal = inputIsTerminal
        self.read = read
    }

    /// Prints one line of results. The caller has made it visible.
    package func print(_ line: String) {
        output.buffer.append(Array(line.utf8) + [0x0A])
    }

    /// Prints one line to standard error. The caller has made it visible.
    package func note(_ line: String) {
        output.buffer.flush()
        errors.buffer.append(Array(line.utf8) + [0x0A])
        errors.buffer.flush()
    }

    /// Prints one line of JSON to standard error; on a terminal, what must not reach one is escaped.
    package func noteJSON(_ bytes: [UInt8]) {
        note(String(decoding: errors.isTerminal ? VisibleText.json(bytes) : bytes, as: UTF8.self))
    }

    /// Prints JSON to standard output; on a terminal, what must not reach one is escaped.
    package func printJSON(_ bytes: [UInt8], endsLine: Bool = true) {
        var bytes = output.isTerminal ? VisibleText.json(bytes) : bytes
        if endsLine || (output.isTerminal && bytes.last != 0x0A) { bytes.append(0x0A) }
        output.buffer.append(bytes)
    }

    /// Hands everything that was printed so far to the system.
    package func flush() {
        output.buffer.flush()
        errors.buffer.flush()
    }

    /// True once the reader of the results has gone; a command that only prints may stop.
    package var outputIsClosed: Bool {
        output.buffer.failure == .closed
    }

    /// The failure of standard output that a user must hear of: a full disk, but not a reader who left.
    var outputError: Int32? {
        if case .failed(let errno) = output.buffer.failure { return errno }
        return nil
    }
}

/// Why standard input, or a file beside the record, could not be read.
package struct InputFailure: Error, Sendable, Hashable {
    /// The system's number for the failure; nil where the run was interrupted.
    package var errno: Int32?
}

/// Bytes on their way to an output: written in large pieces, in the order they came.
final class OutputBuffer: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var failure: OutputFailure?
    }

    private let state = Guarded(State())
    private let write: @Sendable ([UInt8]) throws(OutputFailure) -> Void

    init(write: @escaping @Sendable ([UInt8]) throws(OutputFailure) -> Void) {
        self.write = write
    }

    /// Takes bytes, and passes them on once there are many.
    func append(_ bytes: [UInt8]) {
        state.withLock { state in
            guard state.failure == nil else { return }
            state.bytes += bytes
            if state.bytes.count >= 1 << 16 { drain(&state) }
        }
    }

    /// Passes on what is there.
    func flush() {
        state.withLock { drain(&$0) }
    }

    /// What went wrong first; later bytes are dropped.
    var failure: OutputFailure? {
        state.withLock(\.failure)
    }

    private func drain(_ state: inout State) {
        guard !state.bytes.isEmpty, state.failure == nil else { return }
        do {
            try write(state.bytes)
        } catch {
            state.failure = error
        }
        state.bytes.removeAll(keepingCapacity: true)
    }
}
