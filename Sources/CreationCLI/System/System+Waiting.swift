extension System {
    /// Runs `body` on a thread of its own and waits for it without blocking one of Swift's pool.
    static func offPool<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            detachThread { continuation.resume(returning: body()) }
        }
    }

    /// Blocks this thread until `operation` is done.
    static func wait<Value: Sendable>(for operation: @escaping @Sendable () async -> Value) -> Value {
        let gate = Gate<Value>()
        Task { gate.open(with: await operation()) }
        return gate.wait()
    }
}
