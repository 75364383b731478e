import CreationJSON
import Testing

@testable import CreationObjectStore

/// OBJ-10 to OBJ-15, on a store in memory.
@Suite("Transactions", .timeLimit(.minutes(5)))
struct TransactionTests {
    private static let path: RecordPath = "s3://b/k"

    @Test("create with If-None-Match and update with If-Match; one upon another needs no read between")
    func requests() async throws {
        let store = FakeStore()
        let storage = try S3RecordStorage.fake(store)
        try await storage.append("a", at: Self.path)
        #expect(try await storage.append("b", at: Self.path) == 2)
        let requests = store.requests
        #expect(requests.map(\.method) == [.get, .put, .put])
        #expect(requests[1].headers["if-none-match"] == "*")
        #expect(requests[1].headers["content-type"] == "application/json")
        #expect(
            requests[2].headers["if-match"] == "\"\(SHA256.hexadecimal(Array("a\n".utf8)).prefix(32))\"")
        #expect(requests[2].headers["if-none-match"] == nil)
        #expect(store["/b/k"]?.body == Array("a\nb\n".utf8))
    }

    @Test("give the tag bare to a store that wants it so")
    func bareTags() async throws {
        let store = FakeStore(.ceph)
        let storage = try S3RecordStorage.fake(store)
        try await storage.append("a", at: Self.path)
        try await storage.append("b", at: Self.path)
        #expect(store.requests.last?.headers["if-match"]?.contains("\"") == false)
        #expect(try await storage.entries(at: Self.path) == ["a", "b"])
    }

    @Test("that keep what is there write nothing, and what a body throws comes back as it is")
    func withoutWrite() async throws {
        let store = FakeStore()
        let storage = try S3RecordStorage.fake(store)
        let size = try await storage.transaction(
            on: Self.path, gates: [], options: TransactionOptions()
        ) { state, _ in
            TransactionAnswer(.keep) { _ in state.bytes?.count ?? -1 }
        }
        #expect(size == -1)
        struct Mine: Error, Equatable { let number: Int }
        await #expect(throws: Mine(number: 7)) {
            try await storage.transaction(on: Self.path, gates: [], options: TransactionOptions()) {
                _, _ in
                throw Mine(number: 7)
            } as Int
        }
        #expect(store.requests.map(\.method) == [.get, .get])
    }

    @Test("start from what this process left for a second, and never answer from it alone")
    func remembered() async throws {
        let store = FakeStore()
        let clock = TestClock()
        let storage = try S3RecordStorage.fake(store, clock: clock)
        try await storage.append("a", at: Self.path)
        store.overwrite("/b/k", "theirs\n")
        // The condition fails, and what is there is read.
        #expect(try await storage.append("b", at: Self.path) == 2)
        #expect(try await storage.entries(at: Self.path) == ["theirs", "b"])
        // A body that would refuse what is remembered is asked again with what is there.
        store["/b/k"] = nil
        let created = try await storage.transaction(
            on: Self.path, gates: [], options: TransactionOptions(), body: Counter.create("new"))
        #expect(created)
        // One that keeps what is remembered, too.
        store.overwrite("/b/k", "theirs\n")
        let seen = try await storage.transaction(on: Self.path, gates: [], options: TransactionOptions()) { state, _ in
            TransactionAnswer(.keep) { _ in Counter.entries(state.bytes) }
        }
        #expect(seen == ["theirs"])
        // After a second nothing is remembered.
        try await storage.append("c", at: Self.path)
        try await clock.storeClock.sleep(.seconds(1))
        let before = store.requests.count
        try await storage.append("d", at: Self.path)
        #expect(store.requests.dropFirst(before).map(\.method) == [.get, .put])
        #expect(try await storage.entries(at: Self.path) == ["theirs", "c", "d"])
    }

    @Test("keep the object's type and metadata that others gave it")
    func keptFields() async throws {
        let store = FakeStore()
        let storage = try S3RecordStorage.fake(store)
        try await storage.append("a", at: Self.path)
        var object = try #require(store["/b/k"])
        object.headers["content-type"] = "application/x-lab"
        object.headers["x-amz-meta-owner"] = "meyer"
        store["/b/k"] = object
        try await S3RecordStorage.fake(store).append("b", at: Self.path)
        #expect(store["/b/k"]?.headers["content-type"] == "application/x-lab")
        #expect(store["/b/k"]?.headers["x-amz-meta-owner"] == "meyer")
    }

    @Test("start again upon what a faster writer left")
    func lostRace() async throws {
        let other = Shared(0)
        let holder = Shared<FakeStore?>(nil)
        let store = FakeStore { _, request in
            if request.method == .put,
                other.withLock({
                    $0 += 1
                    return $0
                }) <= 2
            {
                holder.withLock { $0 }?.overwrite("/b/k", "foreign\(other.withLock { $0 })\n")
            }
            return .none
        }
        holder.withLock { $0 = store }
        let clock = TestClock()
        let storage = try S3RecordStorage.fake(store, clock: clock)
        try await storage.append("mine", at: Self.path)
        #expect(Counter.entries(store["/b/k"]?.body) == ["foreign2", "mine"])
        #expect(store.requests.filter { $0.method == .put }.count == 3)
        holder.withLock { $0 = nil }
        #expect(clock.pauses.count == 2)
        #expect(clock.pauses[0] > .milliseconds(9) && clock.pauses[0] <= .milliseconds(10))
        #expect(clock.pauses[1] > .milliseconds(19) && clock.pauses[1] <= .milliseconds(20))
    }

    @Test("give up after five lost races, or after the first if they may try only once")
    func attempts() async throws {
        for (timeout, expected) in [(Duration.seconds(30), 5), (.zero, 1)] {
            let store = FakeStore { _, request in
                request.method == .put ? .refused(412, "PreconditionFailed") : .none
            }
            let storage = try S3RecordStorage.fake(store)
            let error = await #expect(throws: RecordError.self) {
                try await storage.append("x", at: Self.path, timeout: timeout)
            }
            #expect(error?.code == .concurrencyConflict)
            #expect(error?.attempts == expected)
            #expect(error?.path == Self.path)
            #expect(store.requests.filter { $0.method == .put }.count == expected)
            #expect(store["/b/k"] == nil)
        }
    }

    @Test(
        "treat AWS's conflict and a key that went missing as lost races",
        arguments: [(409, "x"), (404, "NoSuchKey")])
    func otherConflicts(status: Int, code: String) async throws {
        let store = FakeStore { number, _ in number == 1 ? .refused(status, code) : .none }
        let storage = try S3RecordStorage.fake(store)
        try await storage.append("a", at: Self.path)
        #expect(store.requests.map(\.method) == [.get, .put, .get, .get, .put])
    }

    @Test(
        "refuse a gate on another object, unless stale gates are accepted, and take one on the same")
    func gates() async throws {
        let store = FakeStore()
        let strict = try S3RecordStorage.fake(store)
        let body: @Sendable (RecordState, [RecordState]) throws -> TransactionAnswer<[Int]> = {
            _, gates in
            TransactionAnswer(.replace([0x31])) { _ in gates.map { $0.bytes?.count ?? -1 } }
        }
        let error = await #expect(throws: RecordError.self) {
            try await strict.transaction(
                on: Self.path, gates: [Self.path, "s3://b/gate"], options: TransactionOptions(), body: body)
        }
        #expect(error?.code == .storageError)
        #expect(error?.path == "s3://b/gate")
        #expect(store.requests.isEmpty)
        #expect(
            try await strict.transaction(
                on: Self.path, gates: [Self.path], options: TransactionOptions(), body: body) == [-1])
        store.overwrite("/b/gate", "xyz")
        let lenient = try S3RecordStorage.fake(store) { $0.acceptsStaleGates = true }
        let seen = try await lenient.transaction(
            on: "s3://b/other", gates: [Self.path, "s3://b/gate"], options: TransactionOptions(),
            body: body)
        #expect(seen == [1, 3])
    }

    @Test("of one process on one object do not race each other")
    func ownQueue() async throws {
        let store = FakeStore()
        let storage = try S3RecordStorage.fake(store, clock: nil)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<30 {
                group.addTask { try await storage.append("\(number)", at: Self.path) }
            }
            try await group.waitForAll()
        }
        #expect(Set(try await storage.entries(at: Self.path)).count == 30)
        #expect(store.requests.filter { $0.method == .put }.count == 30)
    }

    @Test("neither read nor write more than the limit")
    func limits() async throws {
        let store = FakeStore()
        let storage = try S3RecordStorage.fake(store)
        let error = await #expect(throws: RecordError.self) {
            try await storage.transaction(
                on: Self.path, gates: [], options: TransactionOptions(maximumSize: 3),
                body: Counter.append("long"))
        }
        #expect(error?.code == .limitExceeded)
        #expect(error?.message == "the record would have 5 bytes; at most 3 are allowed")
        store.overwrite("/b/k", "long")
        let reading = await #expect(throws: RecordError.self) {
            try await storage.read(Self.path, options: TransactionOptions(maximumSize: 3))
        }
        #expect(reading?.code == .limitExceeded)
        #expect(reading?.message == "the object has 4 bytes; at most 3 are allowed")
        #expect(reading?.path == Self.path)
    }
}
