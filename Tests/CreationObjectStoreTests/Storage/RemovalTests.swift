import CreationJSON
import Testing

@testable import CreationObjectStore

/// OBJ-13.
@Suite("Removal", .timeLimit(.minutes(5)))
struct RemovalTests {
    private static let path: RecordPath = "s3://b/k"

    private static func remove(
        _ storage: S3RecordStorage, diagnostics: @escaping DiagnosticHandler = { _ in }
    ) async throws -> Bool {
        try await storage.transaction(
            on: path, gates: [], options: TransactionOptions(diagnostics: diagnostics),
            body: Counter.remove)
    }

    @Test(
        "takes the object away, on condition where the store can, behind a tombstone where it cannot")
    func removes() async throws {
        for (dialect, methods) in [
            (FakeStore.Dialect.aws, [StoreRequest.Method.delete]), (.ceph, [.put, .delete]),
        ] {
            let store = FakeStore(dialect)
            let storage = try S3RecordStorage.fake(store)
            try await storage.append("a", at: Self.path)
            #expect(try await Self.remove(storage))
            #expect(store["/b/k"] == nil)
            let requests = store.requests.dropFirst(2)
            #expect(requests.map(\.method) == methods)
            #expect((requests.last?.headers["if-match"] != nil) == dialect.removesConditionally)
            let error = await #expect(throws: RecordError.self) { try await Self.remove(storage) }
            #expect(error?.code == .notFound)
        }
    }

    @Test(
        "does not take away what somebody else has just written",
        arguments: [FakeStore.Dialect.aws, .ceph])
    func overtaken(dialect: FakeStore.Dialect) async throws {
        let box = Shared<FakeStore?>(nil)
        let store = FakeStore(dialect) { _, request in
            let isRemoval = request.method == .delete || request.headers[Tombstone.field] != nil
            if isRemoval,
                let store = box.withLock({
                    let store = $0
                    $0 = nil
                    return store
                })
            {
                store.overwrite("/b/k", "theirs\n")
            }
            return .none
        }
        let storage = try S3RecordStorage.fake(store)
        try await storage.append("a", at: Self.path)
        box.withLock { $0 = store }
        let seen = Shared<[[String]]>([])
        _ = try await storage.transaction(on: Self.path, gates: [], options: TransactionOptions()) {
            state, _ in
            seen.withLock { $0.append(Counter.entries(state.bytes)) }
            return TransactionAnswer(.remove) { _ in true }
        }
        #expect(seen.withLock { $0 } == [["a"], ["theirs"]])
        #expect(store["/b/k"] == nil)
    }

    @Test(
        "with a lost answer is looked for like a write",
        arguments: [FakeStore.Fault.lostAfter, .lostBefore, .carriedOutButAnswered(500)],
        [FakeStore.Dialect.aws, .ceph])
    func lostAnswers(fault: FakeStore.Fault, dialect: FakeStore.Dialect) async throws {
        let isArmed = Shared(false)
        let store = FakeStore(dialect) { _, request in
            guard request.method != .get,
                isArmed.withLock({
                    let was = $0
                    $0 = false
                    return was
                })
            else { return .none }
            return fault
        }
        let storage = try S3RecordStorage.fake(store)
        try await storage.append("a", at: Self.path)
        isArmed.withLock { $0 = true }
        #expect(try await Self.remove(storage))
        #expect(store["/b/k"] == nil)
    }

    /// Removes a record whose DELETE is carried out, then answered with `fault`; before the object is read again, Bob creates it anew.
    private static func removeWhereBobCreates(
        _ fault: FakeStore.Fault
    ) async throws -> (result: Result<Bool, any Error>, store: FakeStore, runs: Int) {
        let box = Shared<FakeStore?>(nil)
        let hasRemoved = Shared(false)
        let store = FakeStore { _, request in
            if request.method == .delete {
                hasRemoved.withLock { $0 = true }
                return fault
            }
            if hasRemoved.withLock({ $0 }), let store = box.withLock({ $0 }), store["/b/k"] == nil {
                store.overwrite("/b/k", "bob\n")
                store["/b/k"]?.headers[WriteHistory.field] = "new bbbbbbbbbbbbbbbb:1"
            }
            return .none
        }
        box.withLock { $0 = store }
        defer { box.withLock { $0 = nil } }
        let storage = try S3RecordStorage.fake(store)
        try await storage.append("a", at: path)
        let runs = Shared(0)
        let result: Result<Bool, any Error>
        do {
            result = .success(
                try await storage.transaction(on: path, gates: [], options: TransactionOptions()) { state, gates in
                    runs.withLock { $0 += 1 }
                    return try Counter.remove(state, gates)
                })
        } catch {
            result = .failure(error)
        }
        return (result, store, runs.withLock { $0 })
    }

    @Test("with a lost answer leaves alone what somebody else has created since: the record asked about is gone")
    func createdSince() async throws {
        let (result, store, runs) = try await Self.removeWhereBobCreates(.lostAfter)
        #expect(try result.get())
        #expect(runs == 1)
        #expect(Counter.entries(store["/b/k"]?.body) == ["bob"])
    }

    @Test("that was refused leaves it alone as well, and is not known: the HTTP client may have repeated it")
    func refusedAndCreatedSince() async throws {
        let (result, store, runs) = try await Self.removeWhereBobCreates(.carriedOutButAnswered(412))
        let error = #expect(throws: RecordError.self) { try result.get() }
        #expect(error?.code == .storageError)
        #expect(
            error?.message
                == "it is not known whether the change was carried out; read the record again before "
                + "repeating it; the object store gave no clear answer")
        #expect(runs == 1)
        #expect(Counter.entries(store["/b/k"]?.body) == ["bob"])
    }

    @Test(
        "leaves a tombstone where the store fails to take it away; readers see nothing, creators wait")
    func leftTombstone() async throws {
        let store = FakeStore(.ceph) { _, request in
            request.method == .delete ? .refused(503, "SlowDown") : .none
        }
        let storage = try S3RecordStorage.fake(store)
        try await storage.append("a", at: Self.path)
        let diagnostics = Shared<[Diagnostic]>([])
        #expect(try await Self.remove(storage) { remark in diagnostics.withLock { $0.append(remark) } })
        #expect(diagnostics.withLock { $0.map(\.code) } == [.tombstoneLeft])
        #expect(diagnostics.withLock { $0.map(\.path) } == [Self.path])
        #expect(store["/b/k"]?.headers[Tombstone.field] != nil)
        #expect(try await storage.read(Self.path, options: TransactionOptions()).bytes == nil)
        #expect(
            (await #expect(throws: RecordError.self) { try await Self.remove(storage) })?.code
                == .notFound)
        let error = await #expect(throws: RecordError.self) {
            try await storage.append("b", at: Self.path)
        }
        #expect(error?.code == .concurrencyConflict)
        #expect(error?.message == "the object is being removed by somebody else; try again later")
        // The store's clock decides when a late removal can no longer be carried out.
        store.advance(seconds: 16 * 60)
        try await storage.append("b", at: Self.path)
        #expect(try await storage.entries(at: Self.path) == ["b"])
        #expect(store["/b/k"]?.headers[Tombstone.field] == nil)
    }
}
