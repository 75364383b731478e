import CreationTestSupport

/// A value that several tasks of a test look at and change.
final class Shared<Value: Sendable>: Sendable {
    private let state: LockIsolated<Value>

    init(_ value: Value) { state = LockIsolated(value) }

    /// Looks at the value and changes it, alone.
    func withLock<Result: Sendable>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        try state.withLock(body)
    }
}
