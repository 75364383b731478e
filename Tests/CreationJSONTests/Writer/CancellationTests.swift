import CreationJSON
import CreationTestSupport
import Foundation
import LosslessJSON
import Testing

/// Every place where the library waits; what a bulk does is in its own suite (BULK-8).
@Suite("A task that is cancelled (LOCK-8)")
struct CancellationTests {
    let folder: TemporaryFolder
    let path: RecordPath

    init() throws {
        folder = try TemporaryFolder()
        let sample = try Data(contentsOf: URL(fileURLWithPath: Fixtures.directory + "/records/run-1.8.json"))
        path = try folder.write([UInt8](sample))
    }

    /// A call that has to wait for the record's lock.
    enum Call: CaseIterable {
        case snapshot, update, updateDocument, remove, ensure, optimistic, gate, addOverride

        func run(_ writer: CreationWriter, _ path: RecordPath, other: RecordPath) async throws {
            switch self {
            case .snapshot: _ = try await writer.snapshot(at: path)
            case .update: try await writer.update(at: path) { $0.syncStatus = .failed }
            case .updateDocument: try await writer.updateDocument(at: path) { try $0.set(1, at: "/counter") }
            case .remove: _ = try await writer.remove(at: path)
            case .ensure:
                let bytes = [UInt8](
                    try Data(contentsOf: URL(fileURLWithPath: Fixtures.directory + "/records/run-1.8.json")))
                let record = try DocumentDecoder().decode(CreationRecord.self, from: JSONDocument(bytes))
                try await writer.ensure(record, at: path)
            case .optimistic: try await writer.updateOptimistically(at: path) { $0.syncStatus = .failed }
            case .gate:
                let write = ConditionalWrite<CreationRecord>(
                    .update { $0.syncStatus = .failed }, at: other, gates: [.exists(path)])
                _ = try await writer.perform(write)
            case .addOverride:
                try await writer.addOverride(
                    problemClass: "x", operator: "somebody", reason: "none", at: path)
            }
        }
    }

    @Test(
        "stops waiting for a lock at once, changes nothing, and the lock is free for the next", arguments: Call.allCases
    )
    func waiting(_ call: Call) async throws {
        let other = try folder.write(folder.read(), to: "other.json")
        let before = try folder.read()
        let holder = try ChildProcess.product("creation-test-worker", ["hold", path.description, "3600"])
        #expect(await holder.firstOutput() == "held\n")
        let writer = CreationWriter(timeout: .patience)
        let path = self.path
        let task = Task { try await call.run(writer, path, other: other) }
        try await Task.sleep(for: .milliseconds(50))
        task.cancel()
        // This returns although the holder stays.
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try folder.read() == before)
        #expect(try folder.read("other.json") == before)
        holder.kill()
        _ = await holder.ending()
        for record in [path, other] {
            try await CreationWriter(timeout: .seconds(60)).updateDocument(at: record) { try $0.set(2, at: "/counter") }
        }
    }

    @Test("before its call does nothing", arguments: Call.allCases)
    func before(_ call: Call) async throws {
        let other = try folder.write(folder.read(), to: "other.json")
        let before = try folder.read()
        let path = self.path
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await call.run(CreationWriter(), path, other: other)
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try folder.read() == before)
        #expect(try folder.read("other.json") == before)
    }

    @Test("during the mutator that waits, or the pause before the next attempt, changes nothing")
    func optimistic() async throws {
        let path = self.path
        let before = try folder.read()
        let mutating = Task {
            try await CreationWriter().updateOptimistically(at: path) { record in
                withUnsafeCurrentTask { $0?.cancel() }
                record.syncStatus = .failed
            }
        }
        await #expect(throws: CancellationError.self) { try await mutating.value }
        #expect(try folder.read() == before)

        var environment = RecordEnvironment.system
        environment.sleep = { pause in
            withUnsafeCurrentTask { $0?.cancel() }
            try await Task.sleep(for: pause)
        }
        let writer = CreationWriter(environment: environment)
        let pausing = Task {
            try await writer.updateOptimistically(at: path) { record in
                try await CreationWriter().updateDocument(at: path) { try $0.set(1, at: "/counter") }
                record.syncStatus = .failed
            }
        }
        await #expect(throws: CancellationError.self) { try await pausing.value }
        let now = try JSONDocument(folder.read())
        #expect(now["/counter"] == 1)
        #expect(try now["/sync_status"] == JSONDocument(before)["/sync_status"])
    }

    @Test("at any moment has either changed the record and says so, or has not")
    func anyMoment() async throws {
        let path = self.path
        let writer = CreationWriter(timeout: .patience, durability: .none)
        var acknowledged: Int64 = 0
        var cancelled = 0
        for round in 0..<300 {
            let tasks = (0..<4).map { _ in
                Task {
                    try await writer.updateDocument(at: path) { document in
                        let count = document.root["counter"]?.numberValue?.int64 ?? 0
                        try document.set(.number(count + 1), at: "/counter")
                    }
                }
            }
            for _ in 0..<(round % 20) { await Task.yield() }
            for task in tasks.dropFirst() { task.cancel() }
            for task in tasks {
                do {
                    _ = try await task.value
                    acknowledged += 1
                } catch is CancellationError {
                    cancelled += 1
                }
            }
        }
        let counter = try await writer.snapshot(at: path).document["/counter"]?.numberValue?.int64
        #expect(counter == acknowledged)
        #expect(cancelled > 0 && acknowledged >= 300)
    }
}
