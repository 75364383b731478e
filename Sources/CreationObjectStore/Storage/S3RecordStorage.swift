public import CreationJSON

/// Records as objects of an S3 store; each change is one conditional write (OBJ-10).
///
/// A path is `s3://bucket/key`; with a root it is relative to that. The store decides who was first: a body that lost
/// runs again upon what the winner left, so bodies must be pure and repeatable, which the writers' are if the mutator is.
/// On return the change has been confirmed by the store, and its durability is the store's; `Durability` changes nothing.
///
/// One value serves any number of tasks. Its connections close with its last copy.
public struct S3RecordStorage: RecordStorage {
    let client: S3Client
    let clock: StoreClock
    let queue = KeyQueue()
    let capabilities = CapabilityBook()
    let stamps: StampSource

    /// No loop here goes round more often, whatever clocks and limits say.
    static let mostSteps = 1_000

    /// A storage over the network.
    public init(_ configuration: S3Configuration) {
        self.init(
            configuration, transport: URLSessionTransport(connectionsPerHost: configuration.connections), clock: .system
        )
    }

    init(_ configuration: S3Configuration, transport: any StoreTransport, clock: StoreClock) {
        client = S3Client(configuration: configuration, transport: transport, clock: clock)
        self.clock = clock
        stamps = StampSource(writer: clock.nonce())
    }

    /// What is there now; it waits for nobody.
    public func read(_ path: RecordPath, options: TransactionOptions) async throws -> RecordState {
        let location = try Self.location(of: path, root: options.root)
        do throws(StoreFailure) {
            return try await object(at: location, options: options, until: nil).recordState
        } catch {
            throw recordError(error, at: path)
        }
    }

    /// Reads an object, as ``retrying(_:until:_:)`` does.
    func object(
        at location: S3Location, options: TransactionOptions, until end: Duration?
    ) async throws(StoreFailure) -> StoredObject? {
        try await retrying(options, until: end) { () async throws(StoreFailure) in
            try await client.object(at: location, sizeLimit: options.maximumSize)
        }
    }

    /// Asks the store; where it fails, again after a pause, up to the number of attempts or, if one is given, until a time. Without a
    /// time, a time-out of zero asks once.
    func retrying<Answer>(
        _ options: TransactionOptions, until end: Duration? = nil, _ ask: () async throws(StoreFailure) -> Answer
    ) async throws(StoreFailure) -> Answer {
        var attempt = 1
        while true {
            do throws(StoreFailure) {
                return try await ask()
            } catch {
                let isOver =
                    end.map { clock.now() >= $0 }
                    ?? (attempt >= client.configuration.maximumAttempts || options.timeout <= .zero)
                guard error.code == .unavailable, !isOver, attempt < Self.mostSteps else { throw error }
            }
            try await pause(afterAttempt: attempt)
            attempt += 1
        }
    }

    /// Waits before the next attempt.
    func pause(afterAttempt attempt: Int) async throws(StoreFailure) {
        do {
            try await clock.sleep(clock.pause(afterAttempt: attempt))
        } catch {
            throw StoreFailure(code: .cancelled, message: "the task was cancelled")
        }
    }
}

extension StoredObject? {
    /// What a body sees: a tombstone is nothing.
    var recordState: RecordState {
        guard let object = self, !object.isTombstone else { return .absent }
        return RecordState(bytes: object.bytes)
    }
}

extension S3RecordStorage {
    /// The error that callers see.
    func recordError(_ failure: StoreFailure, at path: RecordPath) -> any Error {
        let code: RecordError.Code
        switch failure.code {
        case .cancelled: return CancellationError()
        case .noSuchBucket: code = .notFound
        case .refused: code = .permissionDenied
        case .limitExceeded: code = .limitExceeded
        case .unavailable, .ambiguous, .untrusted, .unsupported: code = .storageError
        }
        return RecordError(code, failure.message, path: path, cause: failure)
    }

    /// The object that a path names, under the root if there is one.
    static func location(of path: RecordPath, root: RecordPath?) throws(RecordError) -> S3Location {
        var bytes = path.bytes
        if let root {
            let segments = bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            guard bytes.first != UInt8(ascii: "/"), !bytes.starts(with: S3Location.scheme.utf8),
                !segments.contains(where: { $0.elementsEqual("..".utf8) })
            else { throw RecordError(.outsideRoot, "the path leads out of the root it is confined to", path: path) }
            let slash = root.bytes.last == UInt8(ascii: "/") ? "" : "/"
            bytes = root.bytes + Array(slash.utf8) + bytes
        }
        do throws(LocationProblem) {
            return try S3Location.parse(bytes).get()
        } catch {
            throw RecordError(
                .invalidRecord, "the path names no object of an object store: \(error.message)", path: path,
                expected: "s3://bucket/key", cause: error)
        }
    }
}
