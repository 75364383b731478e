internal import LockedFiles

/// Records as files of this machine: one sidecar lock each, replaced atomically, never written in place.
///
/// Requests for one record that wait in this process share a hold (CYC-10): one read, every body in order upon what
/// the one before left, one replacement, and everybody is answered after it is durable. A body that throws costs only
/// its own caller. All instances are the same storage: the queues belong to the process.
public struct LocalRecordStorage: RecordStorage {
    /// The local file system.
    public init() {}

    /// Reads the record under the shared lock, or without one where there is no sidecar (LOCK-4).
    public func read(_ path: RecordPath, options: TransactionOptions) async throws -> RecordState {
        let (job, answer) = Self.readJob(options)
        return try await Self.queues.perform(job, in: Self.lane(path, options, writes: false), answer)
    }

    /// Runs the body under the exclusive locks of the target and of all its gates, taken in one global order (BULK-3).
    public func transaction<Result: Sendable>(
        on target: RecordPath, gates: [RecordPath], options: TransactionOptions,
        body: @escaping @Sendable (RecordState, [RecordState]) throws -> TransactionAnswer<Result>
    ) async throws -> Result {
        let (job, answer) = Self.writeJob(on: target, gates: gates, options, body)
        return try await Self.queues.perform(job, in: Self.lane(target, options, writes: true), answer)
    }

    // MARK: Synchronous twins

    /// ``read(_:options:)`` on the calling thread.
    public func readSynchronously(_ path: RecordPath, options: TransactionOptions) throws -> RecordState {
        // Nobody else's answer would come sooner, so there is no place to take in a lane.
        do {
            let contents = try readShared(FilePath(bytes: path.bytes), options: LockOptions(options))
            return RecordState(bytes: contents?.bytes)
        } catch {
            throw RecordError(error).at(path)
        }
    }

    /// ``transaction(on:gates:options:body:)`` on the calling thread, or on the one that has the record just now.
    public func transactionSynchronously<Result: Sendable>(
        on target: RecordPath, gates: [RecordPath], options: TransactionOptions,
        body: @escaping @Sendable (RecordState, [RecordState]) throws -> TransactionAnswer<Result>
    ) throws -> Result {
        let (job, answer) = Self.writeJob(on: target, gates: gates, options, body)
        return try Self.queues.performSynchronously(
            job, in: Self.lane(target, options, writes: true), answer)
    }

    static let queues = LocalRecordQueues()

    private static func lane(_ path: RecordPath, _ options: TransactionOptions, writes: Bool) -> LocalRecordQueues.Lane
    {
        LocalRecordQueues.Lane(name: LocalRecordQueues.Name(path: path, root: options.root), writes: writes)
    }

    /// A job that reads, and what makes its caller's answer.
    private static func readJob(
        _ options: TransactionOptions
    ) -> (LocalRecordJob, @Sendable (RecordState) throws -> RecordState) {
        (LocalRecordJob(gates: [], options: options, run: { state, _ in .init(state: state, isChange: false) }), { $0 })
    }

    /// A job that runs a body, and what makes its caller's answer from the state that finally stands.
    private static func writeJob<Result: Sendable>(
        on path: RecordPath, gates: [RecordPath], _ options: TransactionOptions,
        _ body: @escaping @Sendable (RecordState, [RecordState]) throws -> TransactionAnswer<Result>
    ) -> (LocalRecordJob, @Sendable (RecordState) throws -> Result) {
        let kept = Guarded<TransactionAnswer<Result>?>(nil)
        let job = LocalRecordJob(gates: gates, options: options) { target, gates in
            let answer = try body(target, gates)
            // Nobody could read it back.
            if case .replace(let bytes) = answer.change, bytes.count > options.maximumSize {
                throw RecordError(
                    .limitExceeded,
                    "the record would have \(bytes.count) bytes; at most \(options.maximumSize) are allowed",
                    path: path)
            }
            kept.withLock { $0 = answer }
            return LocalRecordJob.Step(state: answer.state(after: target), isChange: answer.isChange)
        }
        return (
            job,
            { final in
                guard let answer = kept.withLock({ $0 }) else {
                    throw RecordError(.internalError, "a transaction was answered before its body ran")
                }
                return try answer.result(final)
            }
        )
    }
}

extension TransactionAnswer {
    fileprivate var isChange: Bool {
        if case .keep = change { false } else { true }
    }
}

extension LockOptions {
    /// What the file layer is to know of a transaction.
    init(_ options: TransactionOptions, timeout: Duration? = nil, wake: WaitToken? = nil) {
        self.init(
            timeout: timeout ?? options.timeout, cancellation: wake, maximumSize: options.maximumSize,
            root: options.root.map { FilePath(bytes: $0.bytes) },
            diagnostics: { options.diagnostics(Diagnostic($0)) })
        closesLate = !options.isLast
    }
}
