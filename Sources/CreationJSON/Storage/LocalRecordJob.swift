internal import LockedFiles

/// One caller's request for a record, from its arrival in the queue to its answer.
final class LocalRecordJob: Sendable {
    /// What a job made of the record.
    struct Step: Sendable {
        var state: RecordState
        var isChange: Bool
    }

    /// The records its gates look at; jobs share a hold only where these are the same.
    let gates: [RecordPath]
    let options: TransactionOptions
    /// When it will have waited long enough.
    let deadline: ContinuousClock.Instant
    /// When a timer answers it, if the leader could not: a little later, since the leader can tell who holds the lock.
    /// Nil where it tries once, which no timer may forestall.
    let lastCall: ContinuousClock.Instant?
    let arrival: ContinuousClock.Instant
    /// The holds that it was asked from, since another thread may serve it; nil where there are none.
    let scope = HoldScope.lasting
    private let body: @Sendable (RecordState, [RecordState]) throws -> Step

    private enum Progress {
        case waiting((@Sendable (Result<RecordState, any Error>) -> Void)?)
        case answered(Result<RecordState, any Error>)
    }
    private let progress = Guarded<Progress>(.waiting(nil))

    init(
        gates: [RecordPath], options: TransactionOptions,
        run: @escaping @Sendable (RecordState, [RecordState]) throws -> Step
    ) {
        self.gates = gates
        self.options = options
        body = run
        arrival = .now
        deadline = arrival.advanced(by: options.timeout)
        lastCall =
            options.timeout > .zero ? deadline.advanced(by: min(options.timeout / 10, .milliseconds(50))) : nil
    }

    /// Whether a timer is to answer it by now.
    func isOver(at now: ContinuousClock.Instant) -> Bool {
        lastCall.map { $0 <= now } ?? false
    }

    /// Whether it only tries (LOCK-7).
    var triesOnce: Bool { lastCall == nil }

    /// Runs under the hold, upon what the job before left.
    func run(_ target: RecordState, _ gates: [RecordState]) throws -> Step {
        guard let scope else { return try body(target, gates) }
        return try scope.during { try body(target, gates) }
    }

    /// Calls `answer` once, with the state that finally stands or the error: now, or when there is one.
    func whenAnswered(_ answer: @escaping @Sendable (Result<RecordState, any Error>) -> Void) {
        let ready: Result<RecordState, any Error>? = progress.withLock {
            if case .answered(let result) = $0 { return result }
            $0 = .waiting(answer)
            return nil
        }
        if let ready { answer(ready) }
    }

    /// Answers the job; only the first answer counts.
    func finish(_ result: Result<RecordState, any Error>) {
        let waiter: (@Sendable (Result<RecordState, any Error>) -> Void)? = progress.withLock {
            guard case .waiting(let waiter) = $0 else { return nil }
            $0 = .answered(result)
            return waiter
        }
        waiter?(result)
    }

    var isAnswered: Bool {
        progress.withLock {
            if case .answered = $0 { true } else { false }
        }
    }

    /// The error of a job whose time ran out while another of this process had the record.
    var outwaited: RecordError {
        var error = RecordError(
            .lockTimeout,
            "another change of the same record in this process took longer than \(options.timeout); try again later")
        error.waited = .now - arrival
        return error
    }
}
