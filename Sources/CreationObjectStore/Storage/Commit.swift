import CreationJSON

/// Carries one change to the store and finds out what has become of it.
///
/// What has been sent is seen through to its end although the caller's task may be cancelled meanwhile: the transport does not
/// cancel a request that changes something, and what follows upon an unclear answer runs in a task of its own.
struct Commit: Sendable {
    let storage: S3RecordStorage
    let location: S3Location
    let options: TransactionOptions
    /// When looking for a lost outcome ends.
    let end: Duration

    private var client: S3Client { storage.client }

    /// How a change ended. Where that is not known, the change throws.
    enum Outcome: Sendable {
        /// It landed, confirmed. The object is what is there now, where that is known.
        case landed(StoredObject?)
        /// It did not land and never will, since somebody else was faster.
        case overtaken
    }

    /// Puts `bytes` in the place of `base`.
    func write(_ bytes: [UInt8], upon base: StoredObject?) async throws(StoreFailure) -> Outcome {
        try await write(bytes, upon: base, stamp: storage.stamps.next(), marks: [:])
    }

    /// Removes `base`.
    ///
    /// Where the store removes without conditions, a conditional write of a tombstone decides first; while that stands, nobody
    /// writes there, and the removal proper can be unconditional.
    func remove(_ base: StoredObject) async throws(StoreFailure) -> Outcome {
        let capabilities = try await self.capabilities()
        if capabilities.removesConditionally {
            let settled = try await settle(
                { WriteFate(ofRemovalOf: base, now: $0) },
                { () async throws(StoreFailure) in
                    try await client.delete(location, if: base.tag, form: capabilities.form)
                })
            return settled == .overtaken ? .overtaken : .landed(nil)
        }
        let stamp = storage.stamps.next()
        let bytes = Tombstone.bytes(stamp)
        switch try await write(bytes, upon: base, stamp: stamp, marks: [Tombstone.field: "1"]) {
        case .overtaken: return .overtaken
        case .landed:
            await Task { await clearTombstone(form: capabilities.form) }.value
            return .landed(nil)
        }
    }

    private func write(
        _ bytes: [UInt8], upon base: StoredObject?, stamp: WriteStamp, marks: [String: String]
    ) async throws(StoreFailure) -> Outcome {
        let form = try await capabilities().form
        var kept = base?.kept ?? [:]
        kept["content-type"] = kept["content-type"] ?? "application/json"
        let history = WriteHistory(of: stamp, upon: base)
        let condition: WriteCondition = base.map { .tag($0.tag) } ?? .absent
        let headers = kept.merging([WriteHistory.field: history.headerField]) { $1 }.merging(marks) { $1 }
        let settled = try await settle(
            { WriteFate(of: stamp, upon: base, now: $0) },
            { () async throws(StoreFailure) in
                try await client.put(bytes, at: location, if: condition, form: form, headers: headers)
            })
        switch settled {
        case .overtaken: return .overtaken
        case .landed(let tag):
            return .landed(
                tag.map { tag in
                    StoredObject(
                        bytes: bytes, tag: tag, kept: kept, history: history, isTombstone: !marks.isEmpty, age: nil)
                })
        }
    }

    private enum Settled: Equatable {
        case landed(StoreTag?)
        case overtaken
    }

    /// Makes the request until its outcome is known. Mostly that is once.
    private func settle(
        _ fate: @escaping @Sendable (StoredObject?) -> WriteFate,
        _ request: @escaping @Sendable () async throws(StoreFailure) -> WriteAnswer
    ) async throws(StoreFailure) -> Settled {
        let first = try await request()
        if case .done(let tag) = first { return .landed(tag) }
        let task = Task { () -> Result<Settled, StoreFailure> in
            do throws(StoreFailure) {
                return .success(try await resolve(first, fate, request))
            } catch {
                return .failure(error)
            }
        }
        return try await task.value.get()
    }

    /// Finds out what became of a request whose answer was no confirmation.
    ///
    /// The object is read again: its history tells. While it is unchanged, the same request is made
    /// again; it carries the same stamp and the same condition, so it can be carried out once at most. A removal has no
    /// stamp; an object that is gone has been removed, and what was made anew since is another that nobody asked about.
    private func resolve(
        _ first: WriteAnswer, _ fate: (StoredObject?) -> WriteFate,
        _ request: () async throws(StoreFailure) -> WriteAnswer
    ) async throws(StoreFailure) -> Settled {
        var lost: StoreFailure?
        for attempt in 1...S3RecordStorage.mostSteps {
            switch attempt == 1 ? first : try await inDoubt(lost, request) {
            case .done(let tag): return .landed(tag)
            case .conflict: break
            case .ambiguous(let failure): lost = failure
            }
            // With an answer lost, as long as there is time, since only this can tell.
            let current = try await inDoubt(lost) { () async throws(StoreFailure) in
                try await storage.object(at: location, options: options, until: lost == nil ? nil : end)
            }
            switch fate(current) {
            case .landed: return .landed(nil)
            case .overtaken: return .overtaken
            case .gone:
                if lost != nil { return .landed(nil) }
                // A refused removal may be the session's own repetition of one that was carried out.
                guard current == nil else { throw unknown(nil) }
                return .overtaken
            case .unknown:
                // A refused condition is an answer: nothing was done. Only a lost answer leaves doubt.
                guard let lost else { return .overtaken }
                throw unknown(lost)
            case .open:
                guard let lost else { return .overtaken }
                guard storage.clock.now() < end else { throw unknown(lost) }
                try await inDoubt(lost) { () async throws(StoreFailure) in
                    try await storage.pause(afterAttempt: attempt)
                }
            }
        }
        throw unknown(lost)
    }

    /// Does a step of finding out. With an answer lost, whatever ends it leaves the outcome unknown, a refusal too: the first request
    /// may still be carried out.
    private func inDoubt<Result>(
        _ lost: StoreFailure?, _ step: () async throws(StoreFailure) -> Result
    ) async throws(StoreFailure) -> Result {
        do throws(StoreFailure) {
            return try await step()
        } catch {
            guard let lost else { throw error }
            throw unknown(lost)
        }
    }

    /// Takes the tombstone away, a few times if need be. The record is gone already; a tombstone that stays blocks the key for
    /// ``Tombstone/lease`` and is written over afterwards.
    private func clearTombstone(form: StoreTag.Form) async {
        for attempt in 1...client.configuration.maximumAttempts {
            do throws(StoreFailure) {
                switch try await client.delete(location, if: nil, form: form) {
                case .done, .conflict: return
                case .ambiguous: try await storage.pause(afterAttempt: attempt)
                }
            } catch {
                break
            }
        }
        options.diagnostics(
            Diagnostic(
                .tombstoneLeft, "the record is removed, but the mark that stands for it could not be taken away yet",
                path: RecordPath(bytes: location.bytes)))
    }

    private func capabilities() async throws(StoreFailure) -> StoreCapabilities {
        try await storage.retrying(options) { () async throws(StoreFailure) in
            try await storage.capabilities.capabilities(for: location, client: client)
        }
    }

    private func unknown(_ lost: StoreFailure?) -> StoreFailure {
        StoreFailure(
            code: .ambiguous,
            message: "it is not known whether the change was carried out; read the record again before repeating it; "
                + (lost?.message ?? "the object store gave no clear answer"),
            status: lost?.status)
    }
}
