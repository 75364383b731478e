public import CreationJSON

extension S3RecordStorage {
    /// Reads, runs `body`, and writes on condition that what was read is still there; otherwise again from the start.
    ///
    /// At most as many rounds as the configuration's attempts, then `concurrencyConflict` with their number. An answer that got lost
    /// is looked for by the write's stamp; where not even that tells, the error is `storageError` and says so. Gates
    /// on other objects are `storageError` unless the configuration accepts stale gates.
    public func transaction<Result: Sendable>(
        on target: RecordPath, gates: [RecordPath], options: TransactionOptions,
        body: @escaping @Sendable (RecordState, [RecordState]) throws -> TransactionAnswer<Result>
    ) async throws -> Result {
        let location = try Self.location(of: target, root: options.root)
        var gateLocations: [S3Location] = []
        for gate in gates { gateLocations.append(try Self.location(of: gate, root: options.root)) }
        if let foreign = gateLocations.firstIndex(where: { $0 != location }), !client.configuration.acceptsStaleGates {
            throw RecordError(
                .storageError,
                "a condition on another object cannot be held while this one is written; put it on the record itself, "
                    + "or accept that it may have gone stale (CREATION_JSON_S3_STALE_GATES=accept)",
                path: gates[foreign])
        }
        let round = Round(
            storage: self, target: target, location: location, gates: Array(zip(gates, gateLocations)),
            options: options, end: clock.now() + options.timeout)
        do {
            return try await queue.withTurn(at: location, timeout: options.timeout, clock: clock) { turn in
                try await round.repeated(turn, body)
            }
        } catch let error as RecordError where error.code == .lockTimeout {
            throw error.at(target)
        }
    }
}

/// What a transaction does in its turn: rounds of reading, asking the body and writing.
private struct Round: Sendable {
    let storage: S3RecordStorage
    let target: RecordPath
    let location: S3Location
    let gates: [(RecordPath, S3Location)]
    let options: TransactionOptions
    /// When the caller's patience ends.
    let end: Duration

    private enum Outcome {
        /// The change landed, or there was none to make; the object is what a write left.
        case done(StoredObject?)
        case lost
        /// A removal that somebody else began stands in the way.
        case blocked
    }

    /// Goes round until a write lands or the attempts are over.
    ///
    /// The first round starts from what this process wrote last, if it knows. Only a write that lands is an answer then, since its
    /// condition proves that nothing has changed; anything else starts again from what is really there.
    func repeated<Result: Sendable>(
        _ turn: KeyQueue.Turn, _ body: @Sendable (RecordState, [RecordState]) throws -> TransactionAnswer<Result>
    ) async throws -> Result {
        if turn.known != nil {
            let known = turn.known
            turn.known = nil
            if let answer = try? body(known.recordState, try await gateStates(target: known)), answer.change.isWrite,
                case .done(let left) = try await carryOut(answer.change, upon: known)
            {
                turn.known = left
                return try answer.result(answer.state(after: known.recordState))
            }
        }
        var attempts = 0
        var waits = 0
        while true {
            try Task.checkCancellation()
            let current = try await object(at: location, of: target)
            let answer = try body(current.recordState, try await gateStates(target: current))
            switch try await carryOut(answer.change, upon: current) {
            case .done(let left):
                turn.known = left
                return try answer.result(answer.state(after: current.recordState))
            case .lost:
                attempts += 1
                let isSpent = attempts >= storage.client.configuration.maximumAttempts || options.timeout <= .zero
                guard !isSpent else {
                    throw conflict("other programs kept changing the object; try again later", attempts: attempts)
                }
            case .blocked:
                waits += 1
                guard storage.clock.now() < end, waits < S3RecordStorage.mostSteps else {
                    throw conflict("the object is being removed by somebody else; try again later", attempts: waits)
                }
            }
            try await storage.clock.sleep(storage.clock.pause(afterAttempt: attempts + waits))
        }
    }

    private func object(at location: S3Location, of path: RecordPath) async throws -> StoredObject? {
        do throws(StoreFailure) {
            return try await storage.object(at: location, options: options, until: nil)
        } catch {
            throw storage.recordError(error, at: path)
        }
    }

    private func gateStates(target current: StoredObject?) async throws -> [RecordState] {
        var states: [RecordState] = []
        for (path, gate) in gates {
            let state = gate == location ? current : try await object(at: gate, of: path)
            states.append(state.recordState)
        }
        return states
    }

    private func carryOut(_ change: RecordChange, upon current: StoredObject?) async throws -> Outcome {
        switch change {
        case .keep:
            return .done(current)
        case .replace(let bytes):
            guard bytes.count <= options.maximumSize else {
                throw RecordError(
                    .limitExceeded,
                    "the record would have \(bytes.count) bytes; at most \(options.maximumSize) are allowed",
                    path: target)
            }
            if let current, current.isTombstone, current.age.map({ $0 < Tombstone.lease }) ?? true { return .blocked }
            return try await outcome { commit async throws(StoreFailure) in
                try await commit.write(bytes, upon: current)
            }
        case .remove:
            guard let current, !current.isTombstone else { return .done(nil) }
            return try await outcome { commit async throws(StoreFailure) in
                try await commit.remove(current)
            }
        }
    }

    private func outcome(
        _ work: (Commit) async throws(StoreFailure) -> Commit.Outcome
    ) async throws -> Outcome {
        // Whatever the caller's patience, the outcome of a write is looked for as long as one request may be silent.
        let end = max(end, storage.clock.now() + storage.client.configuration.requestTimeout)
        let commit = Commit(storage: storage, location: location, options: options, end: end)
        do throws(StoreFailure) {
            switch try await work(commit) {
            case .landed(let left): return .done(left)
            case .overtaken: return .lost
            }
        } catch {
            throw storage.recordError(error, at: target)
        }
    }

    private func conflict(_ message: String, attempts: Int) -> RecordError {
        var error = RecordError(.concurrencyConflict, message, path: target)
        error.attempts = attempts
        return error
    }
}

extension RecordChange {
    fileprivate var isWrite: Bool {
        if case .keep = self { false } else { true }
    }
}
