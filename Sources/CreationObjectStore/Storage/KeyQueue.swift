import CreationJSON

/// One turn per object for the writers of this process, first come first served, so that they do not race each other.
actor KeyQueue {
    private struct Waiter {
        let id: UInt64
        let continuation: CheckedContinuation<Void, any Error>
    }

    /// What a turn is given and leaves.
    // Unchecked: whoever has the turn is alone with it, and the queue touches it only between two turns.
    final class Turn: @unchecked Sendable {
        /// The object as this process left it; nil where that is not known.
        var known: StoredObject?
        /// When the turn ended.
        fileprivate var end = Duration.zero
    }

    /// How many objects are remembered between turns, how large each may be, and for how long: what somebody else does to an
    /// object's metadata alone need not show in its tag, and should not be undone long after.
    private static let memory = (objects: 256, bytes: 64 << 10, time: Duration.seconds(1))

    private var remembered: [S3Location: Turn] = [:]
    /// Objects whose turn somebody has, with those who wait.
    private var waiting: [S3Location: [Waiter]] = [:]
    private var lastID: UInt64 = 0

    /// Runs `body` in this object's turn. Throws `lockTimeout` if the turn does not come in time.
    nonisolated func withTurn<Result: Sendable>(
        at location: S3Location, timeout: Duration, clock: StoreClock,
        body: @Sendable (Turn) async throws -> Result
    ) async throws -> Result {
        let turn = try await enter(location, timeout: timeout, clock: clock)
        do {
            let result = try await body(turn)
            await leave(location, turn, at: clock.now())
            return result
        } catch {
            await leave(location, turn, at: clock.now())
            throw error
        }
    }

    private func enter(_ location: S3Location, timeout: Duration, clock: StoreClock) async throws -> Turn {
        if waiting[location] == nil {
            waiting[location] = []
        } else {
            try await wait(at: location, timeout: timeout, clock: clock)
        }
        guard let last = remembered.removeValue(forKey: location), clock.now() - last.end < Self.memory.time else {
            return Turn()
        }
        return last
    }

    private func wait(at location: S3Location, timeout: Duration, clock: StoreClock) async throws {
        guard timeout > .zero else { throw Self.timedOut(.zero) }
        lastID += 1
        let id = lastID
        let alarm = Task {
            try await clock.sleep(timeout)
            self.giveUp(id, at: location, error: Self.timedOut(timeout))
        }
        defer { alarm.cancel() }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                if Task.isCancelled {
                    continuation.resume(throwing: CancellationError())
                } else {
                    waiting[location, default: []].append(Waiter(id: id, continuation: continuation))
                }
            }
        } onCancel: {
            Task { await self.giveUp(id, at: location, error: CancellationError()) }
        }
    }

    private func leave(_ location: S3Location, _ turn: Turn, at now: Duration) {
        if let known = turn.known, known.bytes.count <= Self.memory.bytes {
            turn.end = now
            remembered[location] = turn
            if remembered.count > Self.memory.objects,
                let oldest = remembered.min(by: { $0.value.end < $1.value.end })
            {
                remembered[oldest.key] = nil
            }
        }
        if waiting[location]?.isEmpty == false {
            waiting[location]?.removeFirst().continuation.resume()
        } else {
            waiting[location] = nil
        }
    }

    private func giveUp(_ id: UInt64, at location: S3Location, error: any Error) {
        guard let index = waiting[location]?.firstIndex(where: { $0.id == id }) else { return }
        waiting[location]?.remove(at: index).continuation.resume(throwing: error)
    }

    private static func timedOut(_ waited: Duration) -> RecordError {
        var error = RecordError(
            .lockTimeout, "other writers of this process kept the object busy for the whole time-out; try again later")
        error.waited = waited
        return error
    }
}
