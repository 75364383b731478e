extension LockQueue {
    /// How long to wait before the kernel is asked again, where nobody can wait in it.
    private static let pauseWithoutThread = Duration.milliseconds(10)

    /// Asks the kernel for the lock, with the turn held, and does an errand under it. The errand gives the lock back.
    ///
    /// If somebody else has it, one thread per sidecar and process blocks in the kernel, and the caller waits for
    /// that thread, since a blocked call knows neither deadline nor cancellation. The errand is done by whichever of
    /// the two is granted the lock. If the caller has left by then, the lock goes to the next in turn, or back.
    func acquire(
        _ file: SharedDescriptor, _ mode: LockMode, by means: LockMeans, _ patience: Patience,
        for errand: (SharedDescriptor) -> Void
    ) throws(WaitFailure) {
        while true {
            let isOver = patience.isOver
            if try isFree(file, mode, by: means, isOver) { return errand(file) }
            if isOver { throw .deadline }
            if try waitInKernel(file, mode, by: means, patience, for: errand) { return }
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

    /// False if the kernel must be asked once more.
    private func waitInKernel(
        _ file: SharedDescriptor, _ mode: LockMode, by means: LockMeans, _ patience: Patience,
        for errand: (SharedDescriptor) -> Void
    ) throws(WaitFailure) -> Bool {
        let turnstile = Turnstile(file, isUsed: mode == .exclusive && means.isWholeFile)
        defer { turnstile.remove() }
        let outcome = withoutActuallyEscaping(errand) { escapable -> Result<Bool, WaitFailure> in
            let errand = Errand { file in
                turnstile.remove()
                escapable(file)
            }
            defer { errand.forget() }
            let waiter = Waiter(mode: mode, errand: errand)
            let mustStart = state.withLock { state in
                state.attached.append(waiter)
                if state.kernelWait != nil { return false }
                state.kernelWait = mode
                return true
            }
            if mustStart { startKernelWait(file, mode, by: means) }
            do throws(WaitFailure) {
                return .success(try awaitEnd(of: waiter, turnstile, patience))
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    private func awaitEnd(
        of waiter: Waiter, _ turnstile: Turnstile, _ patience: Patience
    ) throws(WaitFailure) -> Bool {
        let key = patience.token?.onCancel { waiter.mailbox.interrupt() }
        defer { patience.token?.forget(key) }
        switch turnstile.wait(waiter.mailbox, until: patience.deadline) {
        case .message(let message): return try outcome(message)
        case .interrupted:
            // A hold that has begun is not interrupted.
            if !detach(waiter), case .done = waiter.mailbox.takeSurely() { return true }
            throw .cancelled
        case .deadline:
            if !detach(waiter), try outcome(waiter.mailbox.takeSurely()) { return true }
            throw .deadline
        }
    }

    private func outcome(_ message: Message) throws(WaitFailure) -> Bool {
        switch message {
        case .done: return true
        case .failed(let failure): throw .call(failure)
        case .turn, .retry: return false
        }
    }

    /// Stops waiting for the kernel; false if a message was sent before, or will be when the errand is done.
    private func detach(_ waiter: Waiter) -> Bool {
        state.withLock { state in
            guard let index = state.attached.firstIndex(where: { $0.mailbox === waiter.mailbox }) else {
                return false
            }
            state.attached.remove(at: index)
            return true
        }
    }

    /// Lets a thread of its own block in the kernel. It keeps the file open, whoever leaves. Where no thread is to be had,
    /// the kernel is asked again a little later.
    private func startKernelWait(_ file: SharedDescriptor, _ mode: LockMode, by means: LockMeans) {
        let queue = LockQueue.enter(identity)
        let isStarted = WorkerThreads.tryToRun {
            defer { queue.letGo() }
            do throws(KernelError) {
                try means.acquire(file.raw, mode, wait: true)
                queue.deliver(file, mode, by: means)
            } catch {
                queue.endKernelWait(.failed(error))
            }
        }
        if isStarted { return }
        defer { queue.letGo() }
        _ = Mailbox<Void>().take(until: .now.advanced(by: Self.pauseWithoutThread))
        endKernelWait(.retry)
    }

    private func endKernelWait(_ message: Message) {
        state.withLock { state in
            for waiter in state.attached { waiter.mailbox.post(message) }
            state.attached = []
            state.kernelWait = nil
        }
    }

    /// Does the errand of whoever waits for a granted lock, or gives it back.
    private func deliver(_ file: SharedDescriptor, _ mode: LockMode, by means: LockMeans) {
        let heir = state.withLock { state -> Waiter? in
            let heir = state.attached.firstIndex { $0.mode == mode }
            if heir == nil { means.release(file.raw) }
            for (index, waiter) in state.attached.enumerated() where index != heir { waiter.mailbox.post(.retry) }
            defer { state.attached = [] }
            state.kernelWait = nil
            return heir.map { state.attached[$0] }
        }
        guard let heir else { return }
        heir.errand?.run(file)
        let late = LateClose.take()
        heir.mailbox.post(.done)
        LateClose.close(late)
    }
}
