import CreationJSON
import Testing

@testable import CreationObjectStore

/// OBJ-9.
@Suite("Capabilities")
struct StoreCapabilitiesTests {
    private static func probe(_ dialect: FakeStore.Dialect) async throws -> StoreCapabilities {
        let store = FakeStore(dialect)
        let client = try S3RecordStorage.fake(store).client
        let capabilities = try await client.probe(bucket: "b", beside: Array("lab/k".utf8))
        #expect(store["/b/lab/.creation-json-probe-0000000000000002"] == nil)
        return capabilities
    }

    @Test("are found out by asking: the tag's form, conditional removal")
    func dialects() async throws {
        #expect(try await Self.probe(.aws) == StoreCapabilities(form: .quoted, removesConditionally: true))
        #expect(try await Self.probe(.ceph) == StoreCapabilities(form: .bare, removesConditionally: false))
        #expect(
            try await Self.probe(FakeStore.Dialect(takesBareTags: true))
                == StoreCapabilities(form: .quoted, removesConditionally: true))
    }

    @Test(
        "that would lose updates or creations make the store unusable for writing",
        arguments: [
            (
                FakeStore.Dialect(honoursIfMatch: false),
                "it ignores If-Match, so that an update could be lost"
            ),
            (
                FakeStore.Dialect(honoursIfNoneMatch: false),
                "it ignores If-None-Match, so that two creators could overwrite each other"
            ),
            (
                FakeStore.Dialect(takesQuotedTags: false),
                "it takes If-Match in no form, so that nothing can be updated"
            ),
        ])
    func refused(dialect: FakeStore.Dialect, reason: String) async throws {
        let store = FakeStore(dialect)
        let storage = try S3RecordStorage.fake(store)
        let error = await #expect(throws: RecordError.self) {
            try await storage.append("x", at: "s3://b/k")
        }
        #expect(error?.code == .storageError)
        #expect(
            error?.message
                == "the object store at http://store.invalid:9000 is not used for writing: \(reason)")
        #expect(error?.path == "s3://b/k")
        #expect(store["/b/k"] == nil)
    }

    @Test("are asked for further up where the scratch object's key would be too long")
    func longDirectory() async throws {
        let deep = "lab/" + String(repeating: "d", count: 1_000)
        for (key, place) in [
            ("\(deep)/k", "lab/"), ("\(deep)/\(deep)/k", "lab/"), (String(deep.dropFirst(4)) + "/k", ""),
        ] {
            let keys = Shared<Set<String>>([])
            let store = FakeStore(probeFaults: { request in
                keys.withLock { _ = $0.insert(request.path) }
                return .none
            })
            _ = try await S3RecordStorage.fake(store).client.probe(bucket: "b", beside: Array(key.utf8))
            #expect(keys.withLock { $0 } == ["/b/\(place).creation-json-probe-0000000000000002"])
        }
    }

    @Test(
        "are not judged by a refusal of something else",
        arguments: [
            ("ExpiredToken", RecordError.Code.permissionDenied), ("RequestTimeout", .storageError),
            ("KeyTooLongError", .storageError),
        ])
    func refusalOfSomethingElse(code: String, expected: RecordError.Code) async throws {
        let store = FakeStore(probeFaults: { $0.method == .put ? .refused(400, code) : .none })
        let error = await #expect(throws: RecordError.self) {
            try await S3RecordStorage.fake(store).append("x", at: "s3://b/k")
        }
        #expect(error?.code == expected)
        #expect(error?.message.contains("answered 400 \(code)") == true)
    }

    @Test("are asked for once, before the first write, and not for reading")
    func once() async throws {
        let store = FakeStore()
        let clock = TestClock()
        let storage = try S3RecordStorage.fake(store, clock: clock)
        #expect(try await storage.entries(at: "s3://b/k") == [])
        // The first is the name of this writer.
        #expect(clock.storeClock.nonce() == "0000000000000002")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask { try await storage.append("\(number)", at: RecordPath("s3://b/k\(number)")) }
            }
            try await group.waitForAll()
        }
        // One more for the probe's scratch key.
        #expect(clock.storeClock.nonce() == "0000000000000004")
    }
    @Test("need a removal: credentials without it are told which object stays and what they lack")
    func removalRefused() async throws {
        let store = FakeStore(probeFaults: { $0.method == .delete ? .refused(403, "AccessDenied") : .none })
        let error = await #expect(throws: RecordError.self) {
            try await S3RecordStorage.fake(store).append("x", at: "s3://b/a lab/k")
        }
        #expect(error?.code == .permissionDenied)
        #expect(
            error?.message
                == "the object store at http://store.invalid:9000 answered 403 AccessDenied: the credentials do not "
                + "permit this; the scratch object s3://b/a lab/.creation-json-probe-0000000000000002 could not be removed, "
                + "and writing needs s3:DeleteObject")
        #expect(store["/b/a%20lab/.creation-json-probe-0000000000000002"] != nil)
        #expect(store["/b/a%20lab/k"] == nil)
    }

    @Test("are asked for again where the store fails, as often as a read, and once with a time-out of zero")
    func again() async throws {
        for (timeout, expected) in [(Duration.seconds(30), 5), (.zero, 1)] {
            let probes = Shared(0)
            let store = FakeStore(probeFaults: { request in
                guard request.method == .put else { return .none }
                probes.withLock { $0 += 1 }
                return .refused(503, "SlowDown")
            })
            let error = await #expect(throws: RecordError.self) {
                try await S3RecordStorage.fake(store).append("x", at: "s3://b/k", timeout: timeout)
            }
            #expect(error?.code == .storageError)
            #expect(probes.withLock { $0 } == expected)
        }
    }
}
