/// Keeps the end of the process and the replacement of a record apart.
///
/// A program that wants no temporary left behind by SIGINT or SIGTERM blocks the two signals before it starts a thread,
/// waits for them with `sigwait` on a thread of its own, and calls `stop` there before it lets the signal end the
/// process: a replacement in progress is completed, and no new one begins. No code runs inside a signal handler.
package enum Replacements {
    private struct State {
        var running = 0
        var isStopped = false
        var stopper: Mailbox<Void>?
    }

    private static let state = Guarded(State())

    /// Waits for running replacements to end, and holds up every later one for good.
    ///
    /// - Parameter timeout: how long to wait at most; a filesystem may hang.
    /// - Returns: whether none is running any more.
    package static func stop(timeout: Duration = .seconds(5)) -> Bool {
        let mailbox = Mailbox<Void>()
        let isIdle = state.withLock { state in
            state.isStopped = true
            state.stopper = mailbox
            return state.running == 0
        }
        if isIdle { return true }
        if case .message = mailbox.take(until: .now.advanced(by: timeout)) { return true }
        return false
    }

    /// Called before the temporary is made.
    static func begin() {
        let mayRun = state.withLock { state in
            if !state.isStopped { state.running += 1 }
            return !state.isStopped
        }
        // The process is about to end.
        while !mayRun { _ = Mailbox<Void>().take(until: nil) }
    }

    /// Called when the temporary is renamed or gone.
    static func end() {
        state.withLock { state in
            state.running -= 1
            if state.running == 0 { state.stopper?.post(()) }
        }
    }
}
