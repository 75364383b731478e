import CreationJSON
import CreationTestSupport
import Foundation
import LosslessJSON
import Testing

@Suite("Those who wait for one record in one process")
struct LocalRecordStorageTests {
    let folder: TemporaryFolder
    let path: RecordPath

    init() throws {
        folder = try TemporaryFolder()
        let sample = try Data(contentsOf: URL(fileURLWithPath: Fixtures.directory + "/records/run-1.8.json"))
        path = try folder.write([UInt8](sample))
    }

    private static let increment: @Sendable (inout JSONDocument) throws -> Void = { document in
        let count = document.root["counter"]?.numberValue?.int64 ?? 0
        try document.set(.number(count + 1), at: "/counter")
    }

    private func counter() async throws -> Int64? {
        try await CreationWriter(timeout: .patience).snapshot(at: path).document.root["counter"]?.numberValue?.int64
    }

    @Test("write nothing that is larger than what may be read back")
    func maximumSize() async throws {
        let options = TransactionOptions(maximumSize: 1 << 20)
        func write(_ count: Int) async throws {
            let bytes = Array(repeating: UInt8(ascii: " "), count: count)
            try await LocalRecordStorage().transaction(on: path, gates: [], options: options) { _, _ in
                TransactionAnswer(.replace(bytes)) { _ in }
            }
        }
        try await write(1 << 20)
        let error = await #expect(throws: RecordError.self) { try await write((1 << 20) + 1) }
        #expect(error?.code == .limitExceeded)
        #expect(error?.path == path)
        #expect(try folder.read().count == 1 << 20)
    }

    @Test("share a hold, and every one of them is in what each is told")
    func groupCommit() async throws {
        let writer = CreationWriter(timeout: .patience)
        let results = try await withThrowingTaskGroup(of: RecordChecksum.self) { group in
            for _ in 0..<500 {
                group.addTask { try await writer.updateDocument(at: path, Self.increment).checksum }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(try await counter() == 500)
        // Callers that shared a hold were told the same checksum.
        #expect(results.count < 250)
        #expect(results.contains(RecordChecksum(of: try folder.read())))
    }

    @Test("do not pay for one among them that throws")
    func savepoints() async throws {
        struct Refusal: Error {}
        let writer = CreationWriter(timeout: .patience)
        let failed = await withTaskGroup(of: Bool.self) { group in
            for index in 0..<200 {
                group.addTask {
                    do {
                        try await writer.updateDocument(at: path) { document in
                            try Self.increment(&document)
                            if index % 4 == 0 { throw Refusal() }
                        }
                        return false
                    } catch {
                        return error is Refusal
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(failed == 50)
        #expect(try await counter() == 150)
    }

    @Test("compare a checksum with what the one before them left")
    func preconditions() async throws {
        let writer = CreationWriter(timeout: .patience)
        let checksum = try await writer.snapshot(at: path).checksum
        let outcomes = await withTaskGroup(of: RecordError.Code?.self) { group in
            for _ in 0..<64 {
                group.addTask {
                    do {
                        try await writer.updateDocument(at: path, ifMatch: checksum, Self.increment)
                        return nil
                    } catch {
                        return (error as? RecordError)?.code
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0 == nil } == 1)
        #expect(outcomes.count { $0 == .concurrencyConflict } == 63)
        #expect(try await counter() == 1)
    }

    @Test("look at what the one before them left, also where their gates name the record otherwise (CYC-10)")
    func aliasedGates() async throws {
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("link.json"), withDestinationPath: "creation.json")
        let gate = RecordGate.value("/sync_status", equals: "pending", at: folder.record("link.json"))
        let writer = CreationWriter(timeout: .patience)
        let codes = await withTaskGroup(of: RecordError.Code?.self) { group in
            for _ in 0..<64 {
                group.addTask {
                    do {
                        try await writer.perform(
                            ConditionalWrite(.update { $0.syncStatus = .synced }, at: path, gates: [gate]))
                        return nil
                    } catch {
                        return (error as? RecordError)?.code
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(codes.count { $0 == nil } == 1)
        #expect(codes.count { $0 == .gateRejected } == 63)
    }

    /// Another process that keeps the record until it is killed.
    private func holder(of path: RecordPath? = nil) async throws -> ChildProcess {
        let name = (path ?? self.path).description
        let holder = try ChildProcess.product("creation-test-worker", ["hold", name, "3600"])
        #expect(await holder.firstOutput() == "held\n")
        return holder
    }

    private func end(_ holder: ChildProcess) async {
        holder.kill()
        _ = await holder.ending()
    }

    @Test("are told on time when one before them waits for a gate that another process keeps")
    func timeoutBehindGate() async throws {
        let other = folder.record("other.json")
        try folder.write(folder.read(), to: "other.json")
        let holder = try await holder(of: other)
        let patient = CreationWriter(timeout: .patience)
        let hasty = CreationWriter(timeout: .seconds(3))
        // Both wait behind a hold, so that the one that leads knows whose time is up first.
        let begun = AsyncStream<Void>.makeStream()
        let mayEnd = DispatchSemaphore(value: 0)
        async let blocking = patient.updateDocument(at: path) { _ in
            begun.continuation.yield()
            mayEnd.wait()
        }
        for await _ in begun.stream { break }
        async let first = patient.bulk([
            ConditionalWrite(.updateDocument(Self.increment), at: path, gates: [.exists(other)])
        ])
        try await waitUntil(1, waitFor: path)
        async let second = hasty.bulk([ConditionalWrite(.updateDocument(Self.increment), at: path)])
        try await waitUntil(2, waitFor: path)
        mayEnd.signal()
        _ = try await blocking
        for result in try await second {
            let error = #expect(throws: RecordError.self) { try result.result.get() }
            #expect(error?.code == .lockTimeout)
            #expect(error?.waited.map { $0 < .patience / 2 } == true)
        }
        await end(holder)
        for result in try await first { _ = try result.result.get() }
        #expect(try await counter() == 1)
    }

    @Test("are told on time when another process keeps the record, and who does")
    func timeout() async throws {
        let holder = try await holder()
        // Each is told how long it waited itself, whoever asked for the lock when.
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<8 {
                let timeout = Duration.milliseconds(500 + 100 * index)
                group.addTask {
                    let error = await #expect(throws: RecordError.self) {
                        try await CreationWriter(timeout: timeout).update(at: path) { $0.syncStatus = .synced }
                    }
                    #expect(error?.code == .lockTimeout)
                    #expect(error?.path == path)
                    #expect(error?.waited.map { $0 >= timeout && $0 <= timeout + .seconds(10) } == true)
                }
            }
        }
        let error = await #expect(throws: RecordError.self) {
            try await CreationWriter(timeout: .milliseconds(500)).update(at: path) { $0.syncStatus = .synced }
        }
        #expect(error?.holder?.pid == holder.pid)
        await end(holder)
    }

    @Test("are told on time while everything else computes")
    func timeoutBesideWork() async throws {
        let holder = try await holder()
        let path = self.path
        let leading = Task { try? await CreationWriter(timeout: .patience).updateDocument(at: path, Self.increment) }
        try await Task.sleep(for: .milliseconds(200))
        let waiting = Task {
            await #expect(throws: RecordError.self) {
                try await CreationWriter(timeout: .milliseconds(500)).updateDocument(at: path, Self.increment)
            }
        }
        try await Task.sleep(for: .milliseconds(200))
        let rest = ContinuousClock.now + .seconds(3)
        for _ in 0..<16 { DispatchQueue.global().async { while ContinuousClock.now < rest {} } }
        let error = await waiting.value
        #expect(error?.code == .lockTimeout)
        #expect(error?.waited.map { $0 < .milliseconds(2800) } == true)
        leading.cancel()
        _ = await leading.value
        await end(holder)
    }

    @Test("may leave at once, and the next one gets the lock")
    func cancellation() async throws {
        let holder = try await holder()
        let writer = CreationWriter(timeout: .patience)
        let path = self.path
        let leaving = Task { try await writer.updateDocument(at: path, Self.increment) }
        let staying = Task { try await writer.updateDocument(at: path, Self.increment) }
        try await Task.sleep(for: .milliseconds(200))
        leaving.cancel()
        // This returns although the holder stays.
        await #expect(throws: CancellationError.self) { try await leaving.value }
        await end(holder)
        _ = try await staying.value
        #expect(try await counter() == 1)
    }

    @Test("do not keep tasks that have nothing to do with them from running")
    func poolStaysFree() async throws {
        let holder = try await holder()
        let writer = CreationWriter(timeout: .patience)
        let path = self.path
        let waiting = (0..<(4 * ProcessInfo.processInfo.activeProcessorCount)).map { index in
            Task {
                if index % 2 == 0 {
                    try await writer.updateDocument(at: path, Self.increment)
                } else {
                    _ = try await writer.snapshot(at: path)
                }
            }
        }
        // This ends although all of them wait for a holder that stays.
        let sum = await Task { (0..<1000).reduce(0, +) }.value
        #expect(sum == 499_500)
        await end(holder)
        for task in waiting { try await task.value }
    }

    @Test("try once where the timeout is zero")
    func tryOnce() async throws {
        let holder = try await holder()
        let error = await #expect(throws: RecordError.self) {
            try await CreationWriter(timeout: .zero).update(at: path) { $0.syncStatus = .synced }
        }
        #expect(error?.code == .lockTimeout)
        await end(holder)
        try await CreationWriter(timeout: .zero).update(at: path) { $0.syncStatus = .synced }
    }
}
