internal import Dispatch
internal import LockedFiles

/// The queues of this process, one lane per record and kind of access, first come first served.
///
/// A lane with work has one leader: a thread of our own, or the caller of a synchronous request. The leader alone waits for the
/// lock, so there is at most one kernel waiter per lane, and it serves as many of those who wait as one hold may
/// carry. Nobody waits on a thread of Swift's cooperative pool.
final class LocalRecordQueues: Sendable {
    /// A record as it was named.
    struct Name: Hashable, Sendable {
        var path: RecordPath
        /// What the path is relative to and confined to; nil is the working directory, without confinement.
        var root: RecordPath?
    }

    struct Lane: Hashable, Sendable {
        var name: Name
        var writes: Bool

        var path: RecordPath { name.path }
    }

    /// Who waits in one lane.
    // Sendable because everything in it is only touched with the lock of `lanes` held.
    final class Queue: @unchecked Sendable {
        let lane: Lane
        var waiting: [LocalRecordJob]
        /// The first job of the present hold; those of a hold that is over have been answered.
        var served: LocalRecordJob?
        /// Wakes the leader from its wait for the lock.
        var wake: WaitToken?
        /// When the timer that expires waiting jobs will fire next.
        var timer: ContinuousClock.Instant?

        init(_ lane: Lane, _ first: LocalRecordJob) {
            self.lane = lane
            waiting = [first]
        }

        /// Whether the lane keeps one who only tries from the lock, as far as is known: a mutator runs, or the leader waits.
        ///
        /// A leader that has not come so far, or is between two holds, keeps nobody. Whoever reads shares the lock with those
        /// who read; whoever writes comes after those who were here before.
        var isTaken: Bool {
            if wake?.isAwaited == true { return true }
            guard lane.writes else { return false }
            return !waiting.isEmpty || served?.isAnswered == false
        }
    }

    /// A lane is here while it has a leader.
    let lanes = Guarded<[Lane: Queue]>([:])

    // MARK: Callers

    func perform<Result: Sendable>(
        _ job: LocalRecordJob, in lane: Lane, _ answer: @escaping @Sendable (RecordState) throws -> Result
    ) async throws -> Result {
        try Task.checkCancellation()
        return try await withTaskCancellationHandler {
            if let queue = try enqueue(job, in: lane) { WorkerThreads.run { self.lead(queue, until: nil) } }
            // The handler below may have run before the job had its place.
            if Task.isCancelled { withdraw(job, from: lane, error: CancellationError()) }
            let state = try await withCheckedThrowingContinuation { continuation in
                job.whenAnswered { continuation.resume(with: $0) }
            }
            return try answer(state)
        } onCancel: {
            withdraw(job, from: lane, error: CancellationError())
        }
    }

    func performSynchronously<Result>(
        _ job: LocalRecordJob, in lane: Lane, _ answer: (RecordState) throws -> Result
    ) throws -> Result {
        let box = Guarded<Swift.Result<RecordState, any Error>?>(nil)
        if let queue = try enqueue(job, in: lane) {
            job.whenAnswered { result in box.withLock { $0 = result } }
            lead(queue, until: job)
        } else {
            let done = DispatchSemaphore(value: 0)
            job.whenAnswered { result in
                box.withLock { $0 = result }
                done.signal()
            }
            done.wait()
        }
        guard let result = box.withLock({ $0 }) else {
            throw RecordError(.internalError, "a request was never answered", path: lane.path)
        }
        return try answer(result.get())
    }

    /// Takes a place in the lane. Answers the queue if nobody leads it, so that the caller must see to it.
    private func enqueue(_ job: LocalRecordJob, in lane: Lane) throws -> Queue? {
        if job.scope != nil { try refuseReentry(of: job, in: lane) }
        return try lanes.withLock { lanes in
            guard let queue = lanes[lane] else {
                let queue = Queue(lane, job)
                lanes[lane] = queue
                return queue
            }
            if job.triesOnce, queue.isTaken { throw job.outwaited.at(lane.path) }
            queue.waiting.append(job)
            if let lastCall = job.lastCall {
                arm(queue, for: lastCall)
            } else {
                // Should the leader be about to wait, it asks for the lock once more instead.
                queue.wake?.cancel()
            }
            return nil
        }
    }

    /// Refuses a job that would wait in the lane for the very hold that it is asked from (LOCK-10).
    private func refuseReentry(of job: LocalRecordJob, in lane: Lane) throws {
        do {
            try LockedFiles.refuseReentry(
                FilePath(bytes: lane.path.bytes), also: job.gates.map { FilePath(bytes: $0.bytes) },
                beneath: lane.name.root.map { FilePath(bytes: $0.bytes) })
        } catch {
            throw RecordError(error).at(lane.path)
        }
    }

    /// Takes a job that has not begun out of the lane and answers it with the error.
    private func withdraw(_ job: LocalRecordJob, from lane: Lane, error: any Error) {
        let withdrawn = lanes.withLock { lanes in
            guard let queue = lanes[lane], let index = queue.waiting.firstIndex(where: { $0 === job }) else {
                return false
            }
            queue.waiting.remove(at: index)
            if queue.waiting.isEmpty { queue.wake?.cancel() }
            return true
        }
        if withdrawn { job.finish(.failure(error)) }
    }

    // MARK: Time

    /// Where timers fire. Not a global queue: while the pool computes, those have no thread left, and a time-out would be late.
    private static let clock = DispatchQueue(label: "creation-json.time-outs")

    /// Sees to it that a timer fires at the earliest last call of those who wait behind a leader.
    private func arm(_ queue: Queue, for deadline: ContinuousClock.Instant) {
        if let timer = queue.timer, timer <= deadline { return }
        queue.timer = deadline
        let (seconds, attoseconds) = (deadline - .now).components
        let wait = Double(seconds) + Double(attoseconds) / 1e18
        Self.clock.asyncAfter(deadline: .now() + max(0, min(wait, 1e9))) { self.expire(queue, deadline) }
    }

    private func expire(_ queue: Queue, _ timer: ContinuousClock.Instant) {
        let late: [LocalRecordJob] = lanes.withLock { _ in
            guard queue.timer == timer else { return [] }
            queue.timer = nil
            let now = ContinuousClock.now
            let late = queue.waiting.filter { $0.isOver(at: now) }
            queue.waiting.removeAll { $0.isOver(at: now) }
            if let earliest = queue.waiting.compactMap(\.lastCall).min() { arm(queue, for: earliest) }
            if queue.waiting.isEmpty { queue.wake?.cancel() }
            return late
        }
        for job in late { job.finish(.failure(job.outwaited.at(queue.lane.path))) }
    }

    // MARK: The leader

    /// Serves the lane until nobody waits, or until `own` is answered; then a thread of ours takes over.
    ///
    /// Outside the holds of whoever asked first, since it serves others too.
    private func lead(_ queue: Queue, until own: LocalRecordJob?) {
        HoldScope.outside {
            while let (wait, wake) = nextWait(queue) {
                if let own, own.isAnswered {
                    WorkerThreads.run { self.lead(queue, until: nil) }
                    return
                }
                LocalRecordHold(lane: queue.lane, timeout: wait, wake: wake).serve { self.take(from: queue, $0) }
            }
        }
    }

    /// How long the leader may wait for the lock, or nil where nobody waits and the lane has been given up.
    private func nextWait(_ queue: Queue) -> (Duration, WaitToken)? {
        // Let go of with the lock free again: its body may own anything.
        var served: LocalRecordJob?
        return lanes.withLock { lanes in
            swap(&served, &queue.served)
            guard let deadline = queue.waiting.map(\.deadline).min() else {
                lanes[queue.lane] = nil
                return nil
            }
            let wake = WaitToken()
            queue.wake = wake
            return (max(.zero, deadline - .now), wake)
        }
    }

    /// Hands out jobs of the lane.
    private func take(from queue: Queue, _ selection: LocalRecordHold.Selection) -> [LocalRecordJob] {
        lanes.withLock { _ in
            let taken: [LocalRecordJob]
            switch selection {
            case .look(let count):
                return Array(queue.waiting.prefix(count))
            case .head(let count, let gates):
                taken = Array(queue.waiting.prefix(count).prefix { $0.gates == gates })
                queue.waiting.removeFirst(taken.count)
                queue.served = queue.served ?? taken.first
                return taken
            case .those(let jobs):
                let wanted = Set(jobs.map(ObjectIdentifier.init))
                taken = queue.waiting.filter { wanted.contains(ObjectIdentifier($0)) }
                queue.waiting.removeAll { wanted.contains(ObjectIdentifier($0)) }
            case .expired:
                let now = ContinuousClock.now
                taken = queue.waiting.filter { $0.deadline <= now }
                queue.waiting.removeAll { $0.deadline <= now }
            }
            return taken
        }
    }
}
