import CreationJSON
import Foundation
import Testing

@testable import CreationObjectStore

extension RealStoreSuite {
    /// OBJ-11, OBJ-12 with a proxy that loses, delays and forges answers: exact counts.
    @Suite("A real store behind faults", .timeLimit(.minutes(5)))
    struct FaultProxyTests {
        private static func port(_ store: RealStore) throws -> UInt16 {
            try #require(store.first.authority.split(separator: ":").last.flatMap { UInt16($0) })
        }

        /// A storage behind a proxy, its capabilities already known, and a record that others have begun.
        private static func setUp(
            _ fault: @escaping @Sendable (WireMessage) -> FaultProxy.Fault
        ) async throws -> (proxy: FaultProxy, storage: S3RecordStorage, path: RecordPath, arm: Shared<Bool>) {
            let store = try RealStore.required()
            let bucket = try await store.bucket()
            let isArmed = Shared(false)
            let proxy = try FaultProxy(before: port(store)) { isArmed.withLock { $0 } ? fault($0) : .none }
            let endpoint = try #require(S3Endpoint(url: proxy.url))
            let storage = store.storage(endpoint)
            let path = RecordPath("s3://\(bucket)/counter")
            try await storage.append("first", at: path)
            isArmed.withLock { $0 = true }
            return (proxy, storage, path, isArmed)
        }

        @Test(
            "carries each change out exactly once, whatever happens to every other write",
            arguments: FaultProxy.Fault.allCases)
        func writes(fault: FaultProxy.Fault) async throws {
            let number = Shared(0)
            let (proxy, storage, path, arm) = try await Self.setUp { request in
                guard request.method == "PUT" else { return .none }
                return number.withLock {
                    $0 += 1; return $0 % 2 == 1 ? fault : .none
                }
            }
            let before = proxy.carriedOut("PUT")
            for entry in 0..<20 { #expect(try await storage.append("\(entry)", at: path) == entry + 2) }
            arm.withLock { $0 = false }
            #expect(try await storage.entries(at: path) == ["first"] + (0..<20).map(String.init))
            // The store accepted twenty writes: one for each change, the lost answers among them.
            #expect(proxy.carriedOut("PUT") - before == 20)
        }

        @Test("reads whole records or none, whatever happens to every other read", arguments: FaultProxy.Fault.allCases)
        func reads(fault: FaultProxy.Fault) async throws {
            let number = Shared(0)
            let (proxy, storage, path, _) = try await Self.setUp { request in
                guard request.method == "GET" else { return .none }
                return number.withLock {
                    $0 += 1; return $0 % 2 == 1 ? fault : .none
                }
            }
            for _ in 0..<20 { #expect(try await storage.entries(at: path) == ["first"]) }
            for entry in 0..<5 { #expect(try await storage.append("\(entry)", at: path) == entry + 2) }
            #expect(proxy.carriedOut("GET") >= 20)
        }

        @Test("keeps exact counts with faults at random among writers that race", arguments: [1, 2, 3] as [UInt64])
        func randomFaults(seed: UInt64) async throws {
            let generator = Shared(SeededGenerator(seed: seed))
            let (proxy, first, path, arm) = try await Self.setUp { _ in
                generator.withLock { random in
                    Int.random(in: 0..<3, using: &random) == 0
                        ? FaultProxy.Fault.allCases.randomElement(using: &random) ?? .none : .none
                }
            }
            let store = try RealStore.required()
            let endpoint = try #require(S3Endpoint(url: proxy.url))
            // Each writer knows the store from before; asking what it can takes a dozen requests that must all come through.
            let storages = (0..<4).map { _ in store.storage(endpoint) }
            arm.withLock { $0 = false }
            for storage in storages { try await storage.append("known", at: path) }
            arm.withLock { $0 = true }
            let outcomes = try await withThrowingTaskGroup(of: [(String, Outcome)].self) { group in
                for (writer, storage) in storages.enumerated() {
                    group.addTask {
                        var outcomes: [(String, Outcome)] = []
                        for number in 0..<15 {
                            let entry = "\(writer)-\(number)"
                            outcomes.append((entry, await Outcome { try await storage.append(entry, at: path) }))
                        }
                        return outcomes
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            arm.withLock { $0 = false }
            let entries = try await first.entries(at: path)
            Outcome.check(outcomes, against: entries.dropFirst(1 + storages.count))
            #expect(outcomes.count { $0.1 == .unknown } == 0)
        }
    }
}

/// How an operation ended for whoever asked for it.
enum Outcome: Sendable {
    /// Acknowledged: it must be there, once.
    case acknowledged
    /// Refused: it must not be there.
    case refused
    /// Unknown: it may be there, once.
    case unknown

    /// The outcome of `operation`.
    init(_ operation: () async throws -> Void) async {
        do {
            try await operation()
            self = .acknowledged
        } catch let error as RecordError {
            self = (error.cause as? StoreFailure)?.code == .ambiguous ? .unknown : .refused
        } catch {
            self = .unknown
        }
    }

    init<Result>(_ operation: () async throws -> Result) async {
        await self.init { () async throws -> Void in _ = try await operation() }
    }

    /// Acknowledged operations are there, refused ones are not, none is there twice.
    static func check(_ outcomes: [(String, Outcome)], against entries: some Collection<String>) {
        let there = Set(entries)
        #expect(there.count == entries.count)
        for (entry, outcome) in outcomes {
            switch outcome {
            case .acknowledged: #expect(there.contains(entry))
            case .refused: #expect(!there.contains(entry))
            case .unknown: break
            }
        }
        #expect(there.isSubset(of: outcomes.map(\.0)))
    }
}

/// Chance that comes out the same in each run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }
}
