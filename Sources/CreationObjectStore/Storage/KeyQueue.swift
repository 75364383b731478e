import CreationJSON

/// One turn per object for the writers of this process, first come first served, so that they do not race each other.
actor KeyQueue {
    private struct Waiter {
        let id: UInt64
        let continuation: CheckedContinuation<Void, any Error>
    }

    /// Objects whose turn somebody has, with those who wait.
    private var waiting: [S3Location: [Waiter]] = [:]
    private var lastID: UInt64 = 0

    /// Runs `body` in this object's turn. Throws `lockTimeout` if the turn does not come in time.
    nonisolated func withTurn<Result: Sendable>(
        at location: S3Location, timeout: Duration, clock: StoreClock,
        body: @Sendable () async throws -> Result
    ) async throws -> Result {
        try await enter(location, timeout: timeout, clock: clock)
        do {
            let result = try await body()
            await leave(location)
            return result
        } catch {
            await leave(location)
            throw error
        }
    }

    private func enter(_ location: S3Location, timeout: Duration, clock: StoreClock) async throws {
        guard waiting[location] != nil else {
            waiting[location] = []
            return
        }
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

    private func leave(_ location: S3Location) {
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
            .lockTimeout, "Other writers of this process kept the object busy for the whole time-out; try again later.")
        error.waited = waited
        return error
    }
}
