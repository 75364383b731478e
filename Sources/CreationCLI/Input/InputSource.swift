internal import LosslessJSON

/// A file, or standard input for `-`: edits, patches, new records and bulk operations come from here.
struct InputSource: Sendable {
    private let name: Argument
    private let session: Session

    init(_ name: Argument, _ session: Session) {
        self.name = name
        self.session = session
    }

    private var isStandardInput: Bool { name.isText("-") }

    /// The name for messages.
    private var path: [UInt8] { isStandardInput ? Array("standard input".utf8) : name.bytes }

    /// The bytes, whole.
    func bytes(limit: Int = JSONLimits.standard.maximumSize) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        do throws(InputFailure) {
            if isStandardInput {
                while bytes.count <= limit {
                    let more = try await session.console.read()
                    if more.isEmpty { break }
                    bytes += more
                }
            } else {
                bytes = try System.readFile(name.bytes, limit: limit)
            }
        } catch {
            throw failure(error)
        }
        guard bytes.count <= limit else {
            throw Failure(code: "limit_exceeded", message: "larger than \(limit >> 20) MiB", path: path)
        }
        return bytes
    }

    /// The JSON in it.
    func document() async throws -> JSONDocument {
        let bytes = try await bytes()
        do {
            return try JSONDocument(bytes)
        } catch {
            var failure = Failure(error)
            failure.path = path
            failure.excerpt = bytes
            failure.advice = nil
            throw failure
        }
    }

    /// The lines, one after the other; memory holds one piece and one line at a time.
    func lines() throws -> LineReader {
        if isStandardInput { return reader { [session] () throws(InputFailure) in try await session.console.read() } }
        do throws(InputFailure) {
            let file = OpenInput(try System.open(name.bytes), session.interruption)
            return reader { () throws(InputFailure) in try file.read() }
        } catch {
            throw failure(error)
        }
    }

    /// Lines whose failures name the input; an interruption stays one, for something may be written already.
    private func reader(_ read: @escaping @Sendable () async throws(InputFailure) -> [UInt8]) -> LineReader {
        LineReader {
            do throws(InputFailure) {
                return try await read()
            } catch {
                throw error.errno == nil ? error : failure(error)
            }
        }
    }

    private func failure(_ error: InputFailure) -> any Error {
        guard let number = error.errno else { return CancellationError() }
        return Failure(
            code: System.code(ofFile: number), message: "cannot be read: \(System.reason(number))", path: path)
    }
}

/// An open file that is closed with its last owner.
private final class OpenInput: Sendable {
    private let descriptor: Int32
    private let interruption: Interruption?

    init(_ descriptor: Int32, _ interruption: Interruption?) {
        self.descriptor = descriptor
        self.interruption = interruption
    }

    deinit {
        System.close(descriptor)
    }

    func read() throws(InputFailure) -> [UInt8] {
        try System.readSome(descriptor, interruption: interruption)
    }
}
