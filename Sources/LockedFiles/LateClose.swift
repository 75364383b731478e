/// Closes descriptors on a thread of our own, where the close does work that nobody has to wait for.
///
/// The last close of a replaced record frees its blocks. On ext4 that takes about a quarter of what a durable replacement
/// takes, and the caller's change is durable and visible before it.
enum LateClose {
    private struct State {
        var waiting: [Int32] = []
        var isRunning = false
    }

    /// How many descriptors may wait; beyond that the caller closes.
    private static let most = 64
    private static let state = Guarded(State())

    /// Closes soon.
    static func close(_ descriptor: consuming Descriptor) {
        // A test that counts calls wants them all, in order.
        if Faults.isPlanned { return }
        let raw = descriptor.raw
        let mustStart: Bool? = state.withLock { state in
            if state.waiting.count >= most { return nil }
            state.waiting.append(raw)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        guard let mustStart else { return }
        descriptor.forget()
        if mustStart { WorkerThreads.run(closeAll) }
    }

    private static func closeAll() {
        while true {
            let waiting = state.withLock { state in
                defer { state.waiting = [] }
                state.isRunning = !state.waiting.isEmpty
                return state.waiting
            }
            if waiting.isEmpty { return }
            // Nothing was written through these, so there is nothing to complain about.
            for raw in waiting { try? Kernel.closeOnce(raw) }
        }
    }
}
