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

    /// Runs the command of this process and blocks this thread until it is done.
    ///
    /// The command begins on this thread; one that never has to wait for anybody ends without another.
    static func command<Value: Sendable>(
        for operation: @escaping @Sendable () async -> Value, started: (Task<Void, Never>) -> Void
    ) -> Value {
        let gate = Gate<Value>()
        beginWaiting()
        let task: Task<Void, Never>
        if #available(macOS 26, *) {
            task = Task.immediate { gate.open(with: await operation()) }
        } else {
            task = Task { gate.open(with: await operation()) }
        }
        started(task)
        return gate.wait()
    }
}
