/// Ends waits: whoever waits for a lock with this token leaves the queue when it is cancelled.
///
/// Cancelling is final, may happen from any thread, before, during or after the wait, and never interrupts a hold that
/// has begun.
package final class WaitToken: Sendable {
    private struct State {
        var isCancelled = false
        var wakers: [Int: @Sendable () -> Void] = [:]
        var nextKey = 0
    }

    private let state = Guarded(State())

    /// A token that nobody has cancelled.
    package init() {}

    /// Whether `cancel` was called.
    package var isCancelled: Bool { state.withLock { $0.isCancelled } }

    /// Whether somebody waits with this token just now.
    package var isAwaited: Bool { state.withLock { !$0.wakers.isEmpty } }

    /// Wakes whoever waits with this token.
    package func cancel() {
        let wakers = state.withLock { state in
            state.isCancelled = true
            defer { state.wakers = [:] }
            return Array(state.wakers.values)
        }
        for wake in wakers { wake() }
    }

    /// Has the closure called on cancellation; at once if that was before.
    func onCancel(_ wake: @escaping @Sendable () -> Void) -> Int? {
        let key: Int? = state.withLock { state in
            if state.isCancelled { return nil }
            state.nextKey += 1
            state.wakers[state.nextKey] = wake
            return state.nextKey
        }
        if key == nil { wake() }
        return key
    }

    /// Forgets a closure.
    func forget(_ key: Int?) {
        guard let key else { return }
        state.withLock { $0.wakers[key] = nil }
    }
}
