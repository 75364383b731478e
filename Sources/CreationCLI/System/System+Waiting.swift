internal import LockedFiles

extension System {
    /// Runs `body` on a thread of its own and waits for it without blocking one of Swift's pool.
    static func offPool<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            WorkerThreads.run { continuation.resume(returning: body()) }
        }
    }

    /// Blocks this thread until `operation` is done.
    static func wait<Value: Sendable>(for operation: @escaping @Sendable () async -> Value) -> Value {
        let mailbox = Mailbox<Value>()
        Task { mailbox.post(await operation()) }
        return mailbox.takeSurely()
    }

    /// Runs the command of this process and blocks this thread until it is done.
    ///
    /// The command begins on this thread; one that never has to wait for anybody ends without another.
    static func command<Value: Sendable>(
        for operation: @escaping @Sendable () async -> Value, started: (Task<Void, Never>) -> Void
    ) -> Value {
        let mailbox = Mailbox<Value>()
        beginWaiting()
        let task: Task<Void, Never>
        if #available(macOS 26, *) {
            task = Task.immediate { mailbox.post(await operation()) }
        } else {
            task = Task { mailbox.post(await operation()) }
        }
        started(task)
        return mailbox.takeSurely()
    }
}
