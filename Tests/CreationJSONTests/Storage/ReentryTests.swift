import CreationJSON
import CreationTestSupport
import Foundation
import Testing

@Suite("Who reaches for a record from inside its own hold, and who does not (LOCK-10)")
struct ReentryTests {
    let folder: TemporaryFolder
    let first: RecordPath
    let second: RecordPath
    let writer = CreationWriter(timeout: .patience, durability: .none)
    /// For what must fail at once, well before this.
    let hasty = CreationWriter(timeout: .seconds(4), durability: .none)

    init() throws {
        folder = try TemporaryFolder()
        let sample = try Data(contentsOf: URL(fileURLWithPath: Fixtures.directory + "/records/run-1.8.json"))
        first = try folder.write([UInt8](sample))
        second = try folder.write([UInt8](sample), to: "second.json")
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("link.json"), withDestinationPath: "creation.json")
    }

    /// Two moments of a mutator that a test watches.
    private struct Stay: Sendable {
        private let begun = AsyncStream<Void>.makeStream()
        private let mayEnd = DispatchSemaphore(value: 0)

        /// In the mutator: says that it runs, and waits for `end`.
        func stay() {
            begun.continuation.yield()
            mayEnd.wait()
        }

        func begin() async {
            for await _ in begun.stream { break }
        }

        func end() {
            mayEnd.signal()
        }
    }

    private func refused(_ body: () async throws -> Void) async -> RecordError? {
        await #expect(throws: RecordError.self) { try await body() }
    }

    @Test("a stranger waits like anybody else, whoever leads the queue", arguments: [false, true])
    func stranger(synchronously: Bool) async throws {
        let (first, second, writer) = (first, second, writer)
        let (outer, inner) = (Stay(), Stay())
        let outerWrite = Task {
            try await writer.update(at: first) { _ in
                if synchronously {
                    try SynchronousCreationWriter(writer).update(at: second) { _ in inner.stay() }
                } else {
                    Task { try await writer.update(at: second) { _ in inner.stay() } }
                }
                outer.stay()
            }
        }
        await inner.begin()
        let stranger = Task {
            try await writer.perform(
                ConditionalWrite(.update { $0.syncStatus = .failed }, at: second, gates: [.exists(first)]))
        }
        try await waitUntil(1, waitFor: second)
        inner.end()
        try await Task.sleep(for: .milliseconds(300))
        outer.end()
        _ = try await outerWrite.value
        let result = try await stranger.value
        #expect(result?.record.syncStatus == .failed)
    }

    @Test(
        "fails at once behind another who waits or works",
        arguments: [("second.json", "creation.json"), ("second.json", "link.json"), ("link.json", nil)])
    func behindAnother(target: String, gate: String?) async throws {
        let (first, hasty, writer) = (first, hasty, writer)
        let (outer, other) = (Stay(), Stay())
        let target = folder.record(target)
        let gates = gate.map { [RecordGate.exists(folder.record($0))] } ?? []
        let outerWrite = Task {
            try await writer.update(at: first) { _ in
                outer.stay()
                try SynchronousCreationWriter(hasty).perform(
                    ConditionalWrite(.update { $0.syncStatus = .failed }, at: target, gates: gates))
            }
        }
        await outer.begin()
        let otherWrite = Task { try await writer.update(at: target) { _ in other.stay() } }
        if gate == nil { try await waitUntil(1, waitFor: target) } else { await other.begin() }
        outer.end()
        let error = await refused { _ = try await outerWrite.value }
        #expect(error?.code == .reentrantUpdate)
        other.end()
        _ = try await otherWrite.value
    }

    @Test("a mutator that waited for its turn is still inside the hold that it was asked from")
    func acrossQueues() async throws {
        let (first, second, hasty, writer) = (first, second, hasty, writer)
        let other = Stay()
        let otherWrite = Task { try await writer.update(at: second) { _ in other.stay() } }
        await other.begin()
        let outcome = AsyncStream<RecordError.Code?>.makeStream()
        let outer = Stay()
        let outerWrite = Task {
            try await writer.update(at: first) { _ in
                Task {
                    let error = await refused {
                        try await writer.update(at: second) { _ in
                            try SynchronousCreationWriter(hasty).update(at: first) { $0.syncStatus = .failed }
                        }
                    }
                    outcome.continuation.yield(error?.code)
                }
                outer.stay()
            }
        }
        await outer.begin()
        try await waitUntil(1, waitFor: second)
        other.end()
        for await code in outcome.stream {
            #expect(code == .reentrantUpdate)
            break
        }
        outer.end()
        _ = try await otherWrite.value
        _ = try await outerWrite.value
    }
}
