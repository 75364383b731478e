import Foundation

/// A value that tests share between threads.
///
/// `@unchecked Sendable`: the value is only reached under the lock.
public final class LockIsolated<Value>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value

    /// Puts a value under a lock.
    public init(_ value: Value) { self.value = value }

    /// Reads or changes the value.
    public func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        try lock.withLock { try body(&value) }
    }
}
