import CreationJSON
import CreationTestSupport
import Testing

@testable import CreationObjectStore

/// OBJ-10.
@Suite("Turns within a process")
struct KeyQueueTests {
    private static let location = S3Location(bucket: "b", key: [0x6b])

    @Test("come one at a time for one object, and at the same time for different ones")
    func exclusion() async throws {
        let queue = KeyQueue()
        let inside = Shared<[Int: Int]>([:])
        let most = Shared(0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                let location = S3Location(bucket: "b", key: [UInt8(number % 2)])
                group.addTask {
                    try await queue.withTurn(at: location, timeout: .patience, clock: .system) { _ in
                        let count = inside.withLock {
                            $0[number % 2, default: 0] += 1
                            return $0[number % 2] ?? 0
                        }
                        most.withLock { $0 = max($0, count) }
                        await Task.yield()
                        inside.withLock { $0[number % 2, default: 0] -= 1 }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(most.withLock { $0 } == 1)
        #expect(inside.withLock { $0 } == [0: 0, 1: 0])
    }

    @Test("are not waited for longer than the time-out, and not at all with none")
    func timeOuts() async throws {
        let queue = KeyQueue()
        try await queue.withTurn(at: Self.location, timeout: .zero, clock: .system) { _ in
            for timeout in [Duration.zero, .milliseconds(20)] {
                let error = await #expect(throws: RecordError.self) {
                    try await queue.withTurn(at: Self.location, timeout: timeout, clock: .system) { _ in }
                }
                #expect(error?.code == .lockTimeout)
                #expect(error?.waited == timeout)
            }
        }
        try await queue.withTurn(at: Self.location, timeout: .zero, clock: .system) { _ in }
    }

    @Test("are given up by a cancelled task, and the next in line still gets its own")
    func cancellation() async throws {
        let queue = KeyQueue()
        let (held, release) = AsyncStream<Void>.makeStream()
        let holder = Task {
            try await queue.withTurn(at: Self.location, timeout: .patience, clock: .system) { _ in
                for await _ in held { break }
            }
        }
        try await Task.sleep(for: .milliseconds(20))
        let cancelled = Task {
            try await queue.withTurn(at: Self.location, timeout: .patience, clock: .system) { _ in }
        }
        let next = Task {
            try await queue.withTurn(at: Self.location, timeout: .patience, clock: .system) { _ in true }
        }
        try await Task.sleep(for: .milliseconds(20))
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        release.yield()
        try await holder.value
        #expect(try await next.value)
    }
}
