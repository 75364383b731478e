#if !SANITIZE_THREAD
    public import Synchronization
#endif

/// A value that is only ever touched under its own mutex.
///
/// ThreadSanitizer does not understand a contended `Synchronization.Mutex`, so sanitizer builds
/// (`-Xswiftc -DSANITIZE_THREAD`) use a `pthread_mutex_t`, which it does. Otherwise everything is inlined into the
/// modules that guard values of their own: an unspecialised call would ask the runtime for the types it touches.
@usableFromInline
package struct Guarded<Value: ~Copyable>: ~Copyable, Sendable {
    #if SANITIZE_THREAD
        private let box: PthreadGuarded<Value>

        /// Puts the value under guard.
        package init(_ value: consuming sending Value) {
            box = PthreadGuarded(value)
        }

        /// Runs the body with the mutex held. Not re-entrant.
        package borrowing func withLock<Result: ~Copyable, Failure: Error>(
            _ body: (inout sending Value) throws(Failure) -> sending Result
        ) throws(Failure) -> sending Result {
            try box.withLock(body)
        }
    #else
        @usableFromInline let mutex: Mutex<Value>

        /// Puts the value under guard.
        @inlinable
        package init(_ value: consuming sending Value) {
            mutex = Mutex(value)
        }

        /// Runs the body with the mutex held. Not re-entrant.
        @inlinable
        package borrowing func withLock<Result: ~Copyable, Failure: Error>(
            _ body: (inout sending Value) throws(Failure) -> sending Result
        ) throws(Failure) -> sending Result {
            try mutex.withLock(body)
        }
    #endif
}

#if SANITIZE_THREAD
    // Sendable because the value is only reached through `withLock`.
    private final class PthreadGuarded<Value: ~Copyable>: @unchecked Sendable {
        private let monitor = Monitor()
        private var value: Value

        init(_ value: consuming Value) {
            self.value = value
        }

        func withLock<Result: ~Copyable, Failure: Error>(
            _ body: (inout sending Value) throws(Failure) -> sending Result
        ) throws(Failure) -> sending Result {
            monitor.lock()
            defer { monitor.unlock() }
            return try body(&value)
        }
    }
#endif
