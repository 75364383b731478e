import Foundation
public import Testing

/// Runs the tests of a suite on threads of their own, two at most, and those of two such suites at a time.
///
/// For those that compute or block for long, which would keep the few threads of Swift's pool from everybody else, and for
/// those that measure, which would wait for one.
public struct OwnThreads: SuiteTrait, TestScoping {
    private static let turns = Turns(2)

    /// For the suite as a whole.
    public func scopeProvider(for test: Test, testCase: Test.Case?) -> Self? { testCase == nil ? self : nil }

    /// Runs a suite with threads of its own.
    public func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        await Self.turns.begin()
        defer { Self.turns.end() }
        try await withTaskExecutorPreference(TwoThreads()) { try await function() }
    }
}

extension Trait where Self == OwnThreads {
    /// Runs the tests of a suite on threads of their own.
    public static var ownThreads: Self { OwnThreads() }
}

/// How many may be at something at a time; the others come in the order in which they asked.
private final class Turns: Sendable {
    private let state: LockIsolated<(free: Int, waiting: [CheckedContinuation<Void, Never>])>

    init(_ count: Int) { state = LockIsolated((count, [])) }

    func begin() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.free > 0 else {
                    state.waiting.append(continuation)
                    return false
                }
                state.free -= 1
                return true
            }
            if isFree { continuation.resume() }
        }
    }

    func end() {
        let next: CheckedContinuation<Void, Never>? = state.withLock { state in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.free += 1
            return nil
        }
        next?.resume()
    }
}

/// Runs jobs on at most two threads, which are there while there is something to do.
private final class TwoThreads: TaskExecutor {
    private let state = LockIsolated<(jobs: [UnownedJob], threads: Int)>(([], 0))

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let mayStart = state.withLock { state in
            state.jobs.append(job)
            guard state.threads < 2 else { return false }
            state.threads += 1
            return true
        }
        if mayStart { Thread.detachNewThread { self.work() } }
    }

    private func work() {
        while let job = next() { job.runSynchronously(on: asUnownedTaskExecutor()) }
    }

    private func next() -> UnownedJob? {
        state.withLock { state in
            guard state.jobs.isEmpty else { return state.jobs.removeFirst() }
            state.threads -= 1
            return nil
        }
    }
}
