/// How often an optimistic update tries again, and how long it waits in between.
public struct OptimisticRetry: Hashable, Sendable {
    /// How many attempts there are in all; at least one.
    public var attempts: Int
    /// The longest wait before the second attempt; it doubles with each further one.
    public var firstDelay: Duration
    /// The longest wait of all.
    public var maximumDelay: Duration

    /// A retry rule.
    public init(
        attempts: Int = 5, firstDelay: Duration = .milliseconds(10), maximumDelay: Duration = .seconds(1)
    ) {
        self.attempts = max(1, attempts)
        self.firstDelay = firstDelay
        self.maximumDelay = maximumDelay
    }

    /// The wait after this many failed attempts: uniformly between half and the whole of the doubled first delay.
    func delay(afterAttempt attempt: Int, random: Double) -> Duration {
        let doubled = firstDelay * (1 << min(attempt - 1, 20))
        return min(doubled, maximumDelay) * (0.5 + random / 2)
    }
}

extension RecordWriter {
    /// Changes a record with a mutator that must wait, such as one that asks another service (CYC-8).
    ///
    /// The mutator runs with no lock held, on a copy; its change lands only if the record's checksum still holds then. Where it does
    /// not, all starts again from a fresh snapshot, after a jittered, exponentially growing pause. When the attempts
    /// are used up, `concurrencyConflict` says how many there were.
    @discardableResult
    public func updateOptimistically(
        at path: RecordPath, retry: OptimisticRetry = OptimisticRetry(), policy: RecordPolicy = .standard,
        _ mutate: @Sendable (inout Record) async throws -> Void
    ) async throws -> WriteResult<Record> {
        var attempt = 1
        while true {
            let seen = try await snapshot(at: path)
            var record = seen.record
            try await mutate(&record)
            let changed = record
            do {
                return try await update(at: path, ifMatch: seen.checksum, policy: policy) { $0 = changed }
            } catch var error as RecordError where error.code == .concurrencyConflict {
                guard attempt < retry.attempts else {
                    error.attempts = attempt
                    error.message =
                        "the record changed during each of \(attempt) attempts; try again when it is less busy"
                    throw error
                }
            }
            try await environment.sleep(retry.delay(afterAttempt: attempt, random: environment.random()))
            attempt += 1
        }
    }
}
