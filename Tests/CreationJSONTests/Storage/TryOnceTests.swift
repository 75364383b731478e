import CreationJSON
import CreationTestSupport
import Foundation
import Testing

@Suite("A time-out of zero")
struct TryOnceTests {
    let folder: TemporaryFolder
    let path: RecordPath
    let writer = CreationWriter(timeout: .zero, durability: .none)

    init() throws {
        folder = try TemporaryFolder()
        let sample = try Data(contentsOf: URL(fileURLWithPath: Fixtures.directory + "/records/run-1.8.json"))
        path = try folder.write([UInt8](sample))
        try SynchronousCreationWriter().update(at: path) { $0.syncStatus = .pending }
    }

    /// Keeps the record in a mutator while `body` runs.
    private func whileHeld(_ body: () async throws -> Void) async throws {
        let begun = AsyncStream<Void>.makeStream()
        let mayEnd = DispatchSemaphore(value: 0)
        async let holding = CreationWriter(timeout: .patience, durability: .none).updateDocument(at: path) { _ in
            begun.continuation.yield()
            mayEnd.wait()
        }
        for await _ in begun.stream { break }
        do {
            try await body()
            mayEnd.signal()
        } catch {
            mayEnd.signal()
            throw error
        }
        _ = try await holding
    }

    @Test("never fails where one request follows the other (LOCK-7)")
    func oneAfterTheOther() async throws {
        for round in 0..<300 {
            try await writer.update(at: path) { $0.syncStatus = round % 2 == 0 ? .synced : .failed }
        }
        for _ in 0..<300 { _ = try await writer.snapshot(at: path) }
        for round in 0..<100 {
            try await writer.update(at: path) { $0.syncStatus = round % 2 == 0 ? .synced : .failed }
            _ = try await writer.snapshot(at: path)
            try SynchronousCreationWriter(writer).update(at: path) { $0.syncStatus = .pending }
        }
    }

    @Test("never fails a read because of other reads")
    func readers() async throws {
        let patient = CreationWriter(timeout: .patience, durability: .none)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<8 {
                let reader = index == 0 ? patient : writer
                group.addTask {
                    for _ in 0..<200 { _ = try await reader.snapshot(at: path) }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("fails at once while a mutator has the record, beside others who wait too")
    func held() async throws {
        try await whileHeld {
            let path = self.path
            let patient = CreationWriter(timeout: .patience, durability: .none)
            let waiting = [
                Task { _ = try? await patient.update(at: path) { $0.syncStatus = .synced } },
                Task { _ = try? await patient.snapshot(at: path) },
            ]
            for round in 0..<6 {
                // By then those above wait, at the head of either queue.
                if round == 2 {
                    try await waitUntil(1, waitFor: path)
                    try await Task.sleep(for: .milliseconds(200))
                }
                let write = await #expect(throws: RecordError.self) {
                    try await writer.update(at: path) { $0.syncStatus = .failed }
                }
                #expect(write?.code == .lockTimeout)
                #expect(write?.waited.map { $0 < .seconds(5) } == true)
                let read = await #expect(throws: RecordError.self) { try await writer.snapshot(at: path) }
                #expect(read?.code == .lockTimeout)
                #expect(read?.path == path)
                #expect(read?.waited.map { $0 < .seconds(5) } == true)
            }
            for task in waiting {
                task.cancel()
                await task.value
            }
        }
    }
}
