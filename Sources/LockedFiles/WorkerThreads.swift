/// Threads of our own for work that blocks in the kernel, kept for reuse.
///
/// Swift's cooperative pool has about one thread per core and none to spare for waiting. A job gets an idle thread or a
/// new one at once, so jobs never wait for each other; a thread without work ends after a few seconds. The caller
/// bounds how many jobs there are.
package struct WorkerThreads: Sendable {
    private struct Job: Sendable {
        let body: @Sendable () -> Void
    }

    private struct State {
        var idle: [Mailbox<Job>] = []
        var running = 0
        /// Jobs that no thread could be started for; the next thread that is done takes them.
        var backlog: [Job] = []
    }

    private static let idleTime = Duration.seconds(5)
    private static let state = Guarded(State())

    /// Runs a job on a thread of its own, soon. Returns at once.
    package static func run(_ job: @escaping @Sendable () -> Void) {
        let surroundings = Surroundings()
        start(Job { surroundings.run(job) })
    }

    private static func start(_ job: Job) {
        let idle = state.withLock { state -> Mailbox<Job>? in
            if state.idle.isEmpty { state.running += 1 }
            return state.idle.popLast()
        }
        if let idle { return idle.post(job) }
        if Kernel.startThread({ work(from: job) }) { return }
        // No thread to be had. Another one will take the job; if there is none, this one must.
        let isAlone = state.withLock { state in
            state.running -= 1
            if state.running > 0 { state.backlog.append(job) }
            return state.running == 0
        }
        if isAlone { job.body() }
    }

    private static func work(from first: Job) {
        let mailbox = Mailbox<Job>()
        var next: Job? = first
        while next != nil {
            next.take()?.body()  // what the job holds is let go before the wait for another
            next = nextJob(for: mailbox)
        }
    }

    private static func nextJob(for mailbox: Mailbox<Job>) -> Job? {
        let waiting = state.withLock { state -> Job? in
            if !state.backlog.isEmpty { return state.backlog.removeFirst() }
            state.idle.append(mailbox)
            return nil
        }
        if let waiting { return waiting }
        if case .message(let job) = mailbox.take(until: .now.advanced(by: idleTime)) { return job }
        let hasLeft = state.withLock { state in
            guard let index = state.idle.firstIndex(where: { $0 === mailbox }) else { return false }
            state.idle.remove(at: index)
            state.running -= 1
            return true
        }
        // Not among the idle any more: a job is on its way.
        if hasLeft { return nil }
        if case .message(let job) = mailbox.take(until: nil) { return job }
        return nil
    }
}
