/// Threads of our own for work that blocks in the kernel, kept for reuse.
///
/// Swift's cooperative pool has about one thread per core and none to spare for waiting. A job gets an idle thread or a
/// new one at once, so jobs never wait for each other; a thread without work ends after a few seconds. The caller
/// bounds how many jobs there are.
package struct WorkerThreads: Sendable {
    private struct Job: Sendable {
        let body: @Sendable () -> Void
    }

    private static let idleTime = Duration.seconds(5)
    private static let idle = Guarded<[Mailbox<Job>]>([])

    /// Runs a job on a thread of its own, soon, and returns at once. If no thread is to be had, the caller's does the job.
    package static func run(_ job: @escaping @Sendable () -> Void) {
        if !tryToRun(job) { job() }
    }

    /// Runs a job on a thread of its own, soon; false, with nothing done, if no thread is to be had. For jobs whose end
    /// the caller's thread could not wait for.
    package static func tryToRun(_ job: @escaping @Sendable () -> Void) -> Bool {
        let surroundings = Surroundings()
        let job = Job { surroundings.run(job) }
        if let thread = idle.withLock({ $0.popLast() }) {
            thread.post(job)
            return true
        }
        return Kernel.startThread { work(from: job) }
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
        idle.withLock { $0.append(mailbox) }
        if case .message(let job) = mailbox.take(until: .now.advanced(by: idleTime)) { return job }
        let hasLeft = idle.withLock { idle in
            guard let index = idle.firstIndex(where: { $0 === mailbox }) else { return false }
            idle.remove(at: index)
            return true
        }
        // Not among the idle any more: a job is on its way.
        return hasLeft ? nil : mailbox.takeSurely()
    }
}
