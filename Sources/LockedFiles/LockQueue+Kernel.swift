extension LockQueue {
    /// Asks the kernel for the lock, with the turn held. Answers the descriptor that holds it.
    ///
    /// If somebody else has it, one thread per sidecar and process blocks in the kernel, and the caller waits for
    /// that thread, since a blocked call knows neither deadline nor cancellation. If the caller has left when the
    /// lock is granted, it goes to the next in turn, or back.
    func acquire(
        _ file: SharedDescriptor, _ mode: LockMode, by means: LockMeans, _ patience: Patience
    ) throws(WaitFailure) -> SharedDescriptor {
        while true {
            let isOver = patience.isOver
            if try isFree(file, mode, by: means, isOver) { return file }
            if isOver { throw .deadline }
            if let granted = try waitInKernel(file, mode, by: means, patience) { return granted }
        }
    }

    /// Takes the lock if that needs no wait. Who has no time to wait does not let others go first.
    private func isFree(
        _ file: SharedDescriptor, _ mode: LockMode, by means: LockMeans, _ isOver: Bool
    ) throws(WaitFailure) -> Bool {
        if !isOver, means.letsWriterPass(file.raw, mode) { return false }
        do {
            try means.acquire(file.raw, mode, wait: false)
            return true
        } catch {
            if error.errno == .wouldBlock { return false }
            throw .call(error)
        }
    }

    /// Nil if the kernel must be asked once more.
    private func waitInKernel(
        _ file: SharedDescriptor, _ mode: LockMode, by means: LockMeans, _ patience: Patience
    ) throws(WaitFailure) -> SharedDescriptor? {
        let waiter = Waiter(mode: mode)
        let mustStart = state.withLock { state in
            state.attached.append(waiter)
            if state.kernelWait != nil { return false }
            state.kernelWait = mode
            return true
        }
        if mustStart { startKernelWait(file, mode, by: means) }
        let key = patience.token?.onCancel { waiter.mailbox.interrupt() }
        defer { patience.token?.forget(key) }
        var turnstile = Turnstile(file, isUsed: mode == .exclusive && means.isWholeFile)
        defer { turnstile.lower() }

        switch turnstile.wait(waiter.mailbox, until: patience.deadline) {
        case .message(let message): return try outcome(message)
        case .interrupted:
            leave(waiter, by: means)
            throw .cancelled
        case .deadline:
            // What was granted at the last moment is taken.
            if let late = detach(waiter), let granted = try outcome(late) { return granted }
            throw .deadline
        }
    }

    private func outcome(_ message: Message) throws(WaitFailure) -> SharedDescriptor? {
        switch message {
        case .granted(let file): return file
        case .failed(let failure): throw .call(failure)
        case .turn, .retry: return nil
        }
    }

    private func leave(_ waiter: Waiter, by means: LockMeans) {
        if case .granted(let file) = detach(waiter) { means.release(file.raw) }
    }

    /// Stops waiting for the kernel; answers the message that was sent before.
    private func detach(_ waiter: Waiter) -> Message? {
        state.withLock { state in
            guard let index = state.attached.firstIndex(where: { $0.mailbox === waiter.mailbox }) else {
                return waiter.mailbox.takeNow()
            }
            state.attached.remove(at: index)
            return nil
        }
    }

    /// Lets a thread of its own block in the kernel. It keeps the file open, whoever leaves.
    private func startKernelWait(_ file: SharedDescriptor, _ mode: LockMode, by means: LockMeans) {
        let queue = LockQueue.enter(identity)
        WorkerThreads.run {
            defer { queue.letGo() }
            do throws(KernelError) {
                try means.acquire(file.raw, mode, wait: true)
                queue.deliver(file, mode, by: means)
            } catch {
                queue.state.withLock { state in
                    for waiter in state.attached { waiter.mailbox.post(.failed(error)) }
                    state.attached = []
                    state.kernelWait = nil
                }
            }
        }
    }

    /// Hands a granted lock to whoever waits for it, or gives it back.
    private func deliver(_ file: SharedDescriptor, _ mode: LockMode, by means: LockMeans) {
        state.withLock { state in
            let heir = state.attached.firstIndex { $0.mode == mode }
            if heir == nil { means.release(file.raw) }
            for (index, waiter) in state.attached.enumerated() {
                waiter.mailbox.post(index == heir ? .granted(file) : .retry)
            }
            state.attached = []
            state.kernelWait = nil
        }
    }
}
