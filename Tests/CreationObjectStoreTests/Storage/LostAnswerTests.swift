import CreationJSON
import Testing

@testable import CreationObjectStore

/// OBJ-11, OBJ-12: no success that was not confirmed, no mutator twice upon its own effect.
@Suite("Lost answers", .timeLimit(.minutes(5)))
struct LostAnswerTests {
    private static let path: RecordPath = "s3://b/k"

    /// A store that already holds one entry and then fails requests number 2 (the read is 0, the first write 1) as told.
    private static func outcome(
        _ faults: [Int: FakeStore.Fault], body: String = "mine",
        meddle: (@Sendable (Int, FakeStore) -> Void)? = nil
    ) async throws -> (result: Result<Int, any Error>, store: FakeStore, runs: Int) {
        let first = Shared<Int?>(nil)
        let box = Shared<FakeStore?>(nil)
        let store = FakeStore { number, _ in
            guard let start = first.withLock({ $0 }) else { return .none }
            if let store = box.withLock({ $0 }) { meddle?(number - start, store) }
            return faults[number - start] ?? .none
        }
        let clock = TestClock()
        try await S3RecordStorage.fake(store, clock: clock).append("first", at: path)
        let storage = try S3RecordStorage.fake(store, clock: clock)
        first.withLock { $0 = store.requests.count }
        box.withLock { $0 = store }
        defer { box.withLock { $0 = nil } }
        let runs = Shared(0)
        let result: Result<Int, any Error>
        do {
            result = .success(
                try await storage.transaction(on: path, gates: [], options: TransactionOptions()) {
                    state, gates in
                    runs.withLock { $0 += 1 }
                    return try Counter.append(body)(state, gates)
                })
        } catch {
            result = .failure(error)
        }
        return (result, store, runs.withLock { $0 })
    }

    @Test(
        "are found by the stamp, and the body does not run again",
        arguments: [
            FakeStore.Fault.lostAfter, .carriedOutButAnswered(500), .carriedOutButAnswered(503),
        ])
    func landed(fault: FakeStore.Fault) async throws {
        let (result, store, runs) = try await Self.outcome([1: fault])
        #expect(try result.get() == 2)
        #expect(runs == 1)
        #expect(Counter.entries(store["/b/k"]?.body) == ["first", "mine"])
        #expect(store.requests.suffix(3).map(\.method) == [.get, .put, .get])
    }

    @Test(
        "of a write that did not land make the same write again, with the same stamp",
        arguments: [
            FakeStore.Fault.lostBefore, .refused(500, "InternalError"), .refused(503, "SlowDown"),
        ])
    func notLanded(fault: FakeStore.Fault) async throws {
        let (result, store, runs) = try await Self.outcome([1: fault, 3: fault])
        #expect(try result.get() == 2)
        #expect(runs == 1)
        #expect(Counter.entries(store["/b/k"]?.body) == ["first", "mine"])
        let writes = store.requests.filter { $0.method == .put }.dropFirst()
        #expect(writes.count == 3)
        #expect(Set(writes.map { $0.headers[WriteHistory.field] }).count == 1)
    }

    @Test(
        "are looked for although the task is cancelled meanwhile", arguments: [FakeStore.Fault.lostAfter, .lostBefore])
    func cancelled(fault: FakeStore.Fault) async throws {
        let task = Task {
            let outcome = try await Self.outcome([1: fault]) { number, _ in
                if number == 1 { withUnsafeCurrentTask { $0?.cancel() } }
            }
            #expect(Task.isCancelled)
            return outcome
        }
        let (result, store, runs) = try await task.value
        #expect(try result.get() == 2)
        #expect(runs == 1)
        #expect(Counter.entries(store["/b/k"]?.body) == ["first", "mine"])
    }

    @Test("are looked for although reading fails too")
    func readingFails() async throws {
        let (result, store, runs) = try await Self.outcome([
            1: .lostAfter, 2: .lostBefore, 3: .refused(503, "SlowDown"), 4: .lostAfter, 5: .lostAfter,
            6: .lostAfter,
            7: .lostAfter, 8: .lostAfter,
        ])
        #expect(try result.get() == 2)
        #expect(runs == 1)
        #expect(Counter.entries(store["/b/k"]?.body) == ["first", "mine"])
    }

    @Test("of a write that arrives late are settled once: by itself or by its repetition")
    func late() async throws {
        // Carried out just before the second read, or only when its own repetition arrives.
        for due in [2, 3] {
            let number = Shared(0)
            let (result, store, runs) = try await Self.outcome([1: .delayed(until: due + 2)])
            number.withLock { $0 = runs }
            #expect(try result.get() == 2)
            #expect(runs == 1)
            #expect(Counter.entries(store["/b/k"]?.body) == ["first", "mine"])
        }
    }

    @Test("of a write that was overtaken run the body again, upon what the other left")
    func overtaken() async throws {
        let other = Shared(false)
        let (result, store, runs) = try await Self.outcome([1: .lostBefore]) { number, store in
            guard number == 2,
                !other.withLock({
                    let was = $0
                    $0 = true
                    return was
                })
            else { return }
            Self.write("other", to: store)
        }
        #expect(try result.get() == 3)
        #expect(runs == 2)
        #expect(Counter.entries(store["/b/k"]?.body) == ["first", "other", "mine"])
    }

    @Test("are found beneath what others have written since")
    func buried() async throws {
        let (result, store, runs) = try await Self.outcome([1: .lostAfter]) { number, store in
            if number == 2 { for name in ["x", "y", "z"] { Self.write(name, to: store) } }
        }
        #expect(try result.get() == 2)
        #expect(runs == 1)
        #expect(Counter.entries(store["/b/k"]?.body) == ["first", "mine", "x", "y", "z"])
    }

    @Test("are an error where a program without histories has written since: nobody can tell")
    func unknown() async throws {
        for fault in [FakeStore.Fault.lostBefore, .lostAfter] {
            let (result, store, runs) = try await Self.outcome([1: fault]) { number, store in
                if number == 2 { store.overwrite("/b/k", "foreign\n") }
            }
            let error = #expect(throws: RecordError.self) { try result.get() }
            #expect(error?.code == .storageError)
            #expect(
                error?.message
                    == "it is not known whether the change was carried out; read the record again before "
                    + "repeating it; the object store at http://store.invalid:9000 failed: lost")
            #expect(runs == 1)
            #expect(Counter.entries(store["/b/k"]?.body) == ["foreign"])
        }
    }

    @Test("are an error too where the writer before wrote again upon what a program without histories had left")
    func unknownBeneathALaterWrite() async throws {
        let (result, store, runs) = try await Self.outcome([1: .lostAfter]) { number, store in
            guard number == 2, let mine = store["/b/k"] else { return }
            let before = mine.headers[WriteHistory.field]?.split(separator: " ").last?.prefix { $0 != ":" } ?? ""
            store.overwrite("/b/k", String(decoding: mine.body, as: UTF8.self))
            store["/b/k"]?.headers[WriteHistory.field] = "tag:f \(before):z"
        }
        let error = #expect(throws: RecordError.self) { try result.get() }
        #expect(error?.code == .storageError)
        #expect(runs == 1)
        #expect(Counter.entries(store["/b/k"]?.body) == ["first", "mine"])
    }

    @Test("are an error where making the same write again is refused: the first may still land")
    func refusedAgain() async throws {
        let (result, _, runs) = try await Self.outcome([
            1: .refused(500, "InternalError"), 3: .refused(403, "AccessDenied"),
        ])
        let error = #expect(throws: RecordError.self) { try result.get() }
        #expect(error?.code == .storageError)
        #expect(
            error?.message
                == "it is not known whether the change was carried out; read the record again before repeating it; "
                + "the object store at http://store.invalid:9000 answered 500 InternalError; try again later")
        #expect(runs == 1)
    }

    @Test("run the body again where the object is gone, since whatever the write did is gone with it")
    func gone() async throws {
        let (result, store, runs) = try await Self.outcome([1: .lostAfter]) { number, store in
            if number == 2 { store["/b/k"] = nil }
        }
        #expect(try result.get() == 1)
        #expect(runs == 2)
        #expect(Counter.entries(store["/b/k"]?.body) == ["mine"])
    }

    @Test("end with the time-out where the store stays away, and say that the outcome is not known")
    func storeStaysAway() async throws {
        let faults = Dictionary(
            uniqueKeysWithValues: (1..<2_000).map { ($0, FakeStore.Fault.lostBefore) })
        let (result, _, runs) = try await Self.outcome(faults)
        let error = #expect(throws: RecordError.self) { try result.get() }
        #expect(error?.code == .storageError)
        #expect(error?.message.hasPrefix("it is not known whether the change was carried out;") == true)
        #expect(runs == 1)
    }

    @Test("of a refused condition may hide that an earlier try of the HTTP client landed")
    func repeatedByTheClient() async throws {
        // The client's own repetition: carried out, then answered 412 because it had been carried out.
        let (result, store, runs) = try await Self.outcome([1: .carriedOutButAnswered(412)])
        #expect(try result.get() == 2)
        #expect(runs == 1)
        #expect(Counter.entries(store["/b/k"]?.body) == ["first", "mine"])
    }

    @Test("of creations are found as well, and exactly one creator wins")
    func creation() async throws {
        for fault in [FakeStore.Fault.lostAfter, .lostBefore, .carriedOutButAnswered(412)] {
            let store = FakeStore { number, _ in number == 1 ? fault : .none }
            let storage = try S3RecordStorage.fake(store)
            #expect(
                try await storage.transaction(
                    on: Self.path, gates: [], options: TransactionOptions(), body: Counter.create("mine")))
            let error = await #expect(throws: RecordError.self) {
                try await storage.transaction(
                    on: Self.path, gates: [], options: TransactionOptions(), body: Counter.create("second"))
            }
            #expect(error?.code == .alreadyExists)
            #expect(Counter.entries(store["/b/k"]?.body) == ["mine"])
        }
    }

    @Test(
        "with nobody's write in doubt, a store that fails to be read is an error after five attempts")
    func readingNeverWorks() async throws {
        let store = FakeStore { _, _ in .refused(503, "SlowDown") }
        let storage = try S3RecordStorage.fake(store)
        let error = await #expect(throws: RecordError.self) {
            try await storage.append("x", at: Self.path)
        }
        #expect(error?.code == .storageError)
        #expect(
            error?.message
                == "the object store at http://store.invalid:9000 answered 503 SlowDown; try again later")
        #expect(store.requests.count == 5)
    }

    /// Writes as another process of ours would.
    private static func write(_ entry: String, to store: FakeStore) {
        guard let there = store["/b/k"], let tag = StoreTag(headerField: there.tag) else { return }
        let base = StoredObject(
            bytes: there.body, tag: tag, kept: [:],
            history: there.headers[WriteHistory.field].flatMap(WriteHistory.init(field:)),
            isTombstone: false, age: nil)
        store.overwrite("/b/k", String(decoding: there.body, as: UTF8.self) + "\(entry)\n")
        let writer = String(repeating: entry.first.map(String.init) ?? "x", count: 16)
        var object = store["/b/k"]
        object?.headers[WriteHistory.field] =
            WriteHistory(of: WriteStamp(writer: writer, number: 1), upon: base).headerField
        store["/b/k"] = object
    }
}
