import CreationJSON
import CreationTestSupport
import Foundation
import LosslessJSON
import Testing

@testable import CreationObjectStore

extension RealStoreSuite {
    /// OBJ-10 to OBJ-12 against a real gateway: every acknowledged change is there, none twice.
    @Suite("A real store under load")
    struct ChaosTests {
        @Test("is there, and what it does with conditions is found out")
        func isThere() async throws {
            let store = try RealStore.required()
            let bucket = try await store.bucket()
            let capabilities = try await store.storage().client.probe(bucket: bucket, beside: [])
            print("object store: ran against \(store.url), \(capabilities)")
            #expect(try await store.storage().page(under: RecordPath("s3://\(bucket)")).objects.isEmpty)
        }

        @Test("takes twenty updates and five bulks of one record at once")
        func updatesAndBulks() async throws {
            let store = try RealStore.required()
            let path = RecordPath("s3://\(try await store.bucket())/run/creation.json")
            let writer = CreationWriter(storage: store.storage())
            try await writer.createOperations(at: path)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<20 { group.addTask { try await writer.append("update-\(number)", at: path) } }
                for bulk in 0..<5 {
                    group.addTask {
                        let writes = (0..<10).map { number in
                            ConditionalWrite<CreationRecord>(
                                .updateDocument { try $0.append(.string("bulk-\(bulk)-\(number)"), to: "/operations") },
                                at: path)
                        }
                        let results = try await writer.bulk(writes)
                        #expect(results.map(\.outcome) == Array(repeating: .written, count: 10))
                    }
                }
                try await group.waitForAll()
            }
            let operations = try await writer.operations(at: path)
            #expect(operations.count == 70)
            #expect(Set(operations).count == 70)
            for bulk in 0..<5 {
                #expect(operations.filter { $0.hasPrefix("bulk-\(bulk)-") } == (0..<10).map { "bulk-\(bulk)-\($0)" })
            }
        }

        @Test("takes eight processes with a hundred increments each", .timeLimit(.minutes(5)))
        func processes() async throws {
            let store = try RealStore.required()
            let path = RecordPath("s3://\(try await store.bucket())/creation.json")
            let writer = CreationWriter(storage: store.storage())
            try await writer.createOperations(at: path)
            let children = try (0..<8).map { number in
                try ChildProcess.product(
                    "creation-store-worker", ["append", "\(path)", "worker\(number)", "100"],
                    environment: store.environment())
            }
            var acknowledged: [String] = []
            for child in children {
                let ending = await child.ending()
                #expect(ending.status == 0, "\(ending.errors)")
                acknowledged += ending.output.split(separator: "\n").compactMap { line in
                    line.split(separator: " ").dropFirst().first.map(String.init)
                }
            }
            let operations = try await writer.operations(at: path)
            #expect(acknowledged.count == 800)
            #expect(operations.count == 800)
            #expect(Set(operations) == Set(acknowledged))
            for number in 0..<8 {
                let own = operations.filter { $0.hasPrefix("worker\(number)-") }
                #expect(own == (0..<100).map { "worker\(number)-\($0)" })
            }
        }

        @Test("lets exactly one of 32 creators win, a hundred times", .timeLimit(.minutes(5)))
        func creationRace() async throws {
            let store = try RealStore.required()
            let bucket = try await store.bucket()
            // Each creator has a storage of its own, so that no queue of this process decides for the store.
            let transport = URLSessionTransport()
            let storages = (0..<32).map { number in
                S3RecordStorage(
                    store.configuration(number % 2 == 0 ? store.first : store.second), transport: transport,
                    clock: .system)
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (number, storage) in storages.enumerated() {
                    group.addTask {
                        _ = try await storage.append("warm", at: RecordPath("s3://\(bucket)/warm-\(number)"))
                    }
                }
                try await group.waitForAll()
            }
            for round in 0..<100 {
                let path = RecordPath("s3://\(bucket)/race-\(round)")
                let winners = try await withThrowingTaskGroup(of: String?.self) { group in
                    for (number, storage) in storages.enumerated() {
                        group.addTask {
                            do {
                                _ = try await storage.transaction(
                                    on: path, gates: [], options: TransactionOptions(),
                                    body: Counter.create("\(number)"))
                                return "\(number)"
                            } catch let error as RecordError where error.code == .alreadyExists {
                                return nil
                            }
                        }
                    }
                    return try await group.compactMap(\.self).reduce(into: []) { $0.append($1) }
                }
                #expect(winners.count == 1)
                #expect(try await storages[0].entries(at: path) == winners)
            }
        }

        @Test("removes a record only once, and loses no creation that follows", .timeLimit(.minutes(2)))
        func removalRace() async throws {
            let store = try RealStore.required()
            let bucket = try await store.bucket()
            let storages = (0..<4).map { _ in store.storage { $0.maximumAttempts = 100 } }
            for round in 0..<20 {
                let path = RecordPath("s3://\(bucket)/removed-\(round)")
                try await storages[0].append("first", at: path)
                let outcomes = try await withThrowingTaskGroup(of: String?.self) { group in
                    for (number, storage) in storages.enumerated() {
                        group.addTask {
                            do {
                                if number < 2 {
                                    _ = try await storage.transaction(
                                        on: path, gates: [], options: TransactionOptions(), body: Counter.remove)
                                    return "removed"
                                }
                                try await storage.append("\(number)", at: path)
                                return "appended"
                            } catch let error as RecordError where error.code == .notFound {
                                return nil
                            }
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                let removals = outcomes.count { $0 == "removed" }
                #expect(outcomes.count { $0 == "appended" } == 2)
                #expect(removals >= 1)
                // What was appended after the last removal is there, each once, and nothing else.
                let left = try await storages[3].entries(at: path)
                #expect(Set(left).count == left.count)
                #expect(Set(left).isSubset(of: ["2", "3"]))
            }
        }
    }
}
