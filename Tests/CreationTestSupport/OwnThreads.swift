import Foundation
public import Testing

/// Runs tests on threads of their own.
///
/// For those that compute or block for long, which would keep the few threads of Swift's pool from everybody else, and for
/// those that measure, which would wait for one.
public struct OwnThreads: SuiteTrait, TestTrait, TestScoping {
    /// For a suite's tests, in nested suites too.
    public var isRecursive: Bool { true }

    /// For each test case by itself.
    public func scopeProvider(for test: Test, testCase: Test.Case?) -> Self? { testCase == nil ? nil : self }

    /// Runs a test case with threads of its own.
    public func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(NewThreads()) { try await function() }
    }
}

extension Trait where Self == OwnThreads {
    /// Runs tests on threads of their own.
    public static var ownThreads: Self { OwnThreads() }
}

/// Runs every job on a thread that begins and ends with it.
private final class NewThreads: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        Thread.detachNewThread { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
