import CreationJSON
import CreationTestSupport
import Testing

@testable import CreationObjectStore

/// The self-checking record of these tests: a list of the operations that were applied to it, one on a line.
enum Counter {
    /// A body that appends `entry`, creating the record if there is none.
    static func append(_ entry: String)
        -> @Sendable (RecordState, [RecordState]) throws -> TransactionAnswer<Int>
    {
        { state, _ in
            let bytes = (state.bytes ?? []) + Array("\(entry)\n".utf8)
            return TransactionAnswer(.replace(bytes)) { entries($0.bytes).count }
        }
    }

    /// A body that creates the record with `entry` alone, or throws `alreadyExists`.
    static func create(_ entry: String)
        -> @Sendable (RecordState, [RecordState]) throws -> TransactionAnswer<Bool>
    {
        { state, _ in
            guard state.bytes == nil else { throw RecordError(.alreadyExists, "There is a record.") }
            return TransactionAnswer(.replace(Array("\(entry)\n".utf8))) { _ in true }
        }
    }

    /// A body that removes the record, or throws `notFound`.
    static let remove: @Sendable (RecordState, [RecordState]) throws -> TransactionAnswer<Bool> = {
        state, _ in
        guard state.bytes != nil else { throw RecordError(.notFound, "There is no record.") }
        return TransactionAnswer(.remove) { $0.bytes == nil }
    }

    /// The operations in a record.
    static func entries(_ bytes: [UInt8]?) -> [String] {
        String(decoding: bytes ?? [], as: UTF8.self).split(separator: "\n").map(String.init)
    }
}

extension S3RecordStorage {
    /// A storage upon a store in memory, with the system's clock where none is given.
    static func fake(
        _ store: FakeStore, clock: TestClock? = TestClock(),
        _ change: (inout S3Configuration) -> Void = { _ in }
    ) throws -> S3RecordStorage {
        var configuration = S3Configuration(
            endpoint: try #require(S3Endpoint(url: "http://store.invalid:9000")), credentials: .test)
        change(&configuration)
        return S3RecordStorage(configuration, transport: store, clock: clock?.storeClock ?? .system)
    }

    /// Appends to the record at `path`.
    @discardableResult
    func append(_ entry: String, at path: RecordPath, timeout: Duration = .patience) async throws
        -> Int
    {
        try await transaction(
            on: path, gates: [], options: TransactionOptions(timeout: timeout),
            body: Counter.append(entry))
    }

    /// The operations in the record at `path`; empty where there is none.
    func entries(at path: RecordPath) async throws -> [String] {
        Counter.entries(try await read(path, options: TransactionOptions()).bytes)
    }
}

extension S3Credentials {
    /// A key pair for stores that look at none.
    static let test = S3Credentials(accessKeyID: "TESTKEY", secretAccessKey: "TESTSECRET")
}
