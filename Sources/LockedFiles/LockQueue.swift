/// The threads of this process that want one sidecar, first come first served.
///
/// Each open of a sidecar is a party of its own to the kernel, so threads of one process exclude each other like
/// strangers do. The queue adds what the kernel does not have: order, deadlines and cancellation. Whoever is at its head
/// asks the kernel; all others wait here.
final class LockQueue: Sendable {
    /// What a waiter is told.
    enum Message: Sendable {
        /// It is at the head: the kernel may be asked.
        case turn
        /// The kernel granted the lock, and the errand was done under it.
        case done
        /// The kernel must be asked once more.
        case retry
        case failed(KernelError)
    }

    struct Waiter: Sendable {
        let mailbox = Mailbox<Message>()
        let mode: LockMode
        /// What is to be done under the lock, of one that the kernel keeps waiting.
        var errand: Errand?
    }

    struct State {
        /// Threads between the grant of their turn and their leave.
        var sharedTurns = 0
        var hasExclusiveTurn = false
        /// In order of arrival.
        var waiting: [Waiter] = []
        /// What the one thread that waits in the kernel waits for; nil if there is none.
        var kernelWait: LockMode?
        /// Those with a turn that the kernel keeps waiting.
        var attached: [Waiter] = []

        mutating func admit(_ mode: LockMode) -> Bool {
            switch mode {
            case .exclusive:
                if hasExclusiveTurn || sharedTurns > 0 { return false }
                hasExclusiveTurn = true
            case .shared:
                if hasExclusiveTurn { return false }
                sharedTurns += 1
            }
            return true
        }

        mutating func retire(_ mode: LockMode) {
            switch mode {
            case .exclusive: hasExclusiveTurn = false
            case .shared: sharedTurns -= 1
            }
        }

        mutating func promote() {
            while let first = waiting.first, admit(first.mode) {
                waiting.removeFirst()
                first.mailbox.post(.turn)
            }
        }
    }

    private static let all = Guarded<[FileIdentity: (queue: LockQueue, users: Int)]>([:])

    let identity: FileIdentity
    let state = Guarded(State())

    private init(_ identity: FileIdentity) {
        self.identity = identity
    }

    /// The queue of a sidecar that the caller has open. Every call is answered by one of `letGo`.
    static func enter(_ identity: FileIdentity) -> LockQueue {
        all.withLock { all in
            let queue = all[identity]?.queue ?? LockQueue(identity)
            all[identity, default: (queue, 0)].users += 1
            return queue
        }
    }

    /// Forgets the queue with its last user, since the file's number may be given to another file then.
    func letGo() {
        Self.all.withLock { all in
            guard let entry = all[identity] else { return }
            all[identity] = entry.users > 1 ? (self, entry.users - 1) : nil
        }
    }

    /// Waits until this thread may ask the kernel.
    func takeTurn(_ mode: LockMode, _ patience: Patience) throws(WaitFailure) {
        let isOver = patience.isOver
        let waiter = state.withLock { state -> Waiter? in
            if state.waiting.isEmpty, state.admit(mode) { return nil }
            let waiter = Waiter(mode: mode)
            if !isOver { state.waiting.append(waiter) }
            return waiter
        }
        guard let waiter else { return }
        if isOver { throw .deadline }
        let key = patience.token?.onCancel { waiter.mailbox.interrupt() }
        defer { patience.token?.forget(key) }

        let failure: WaitFailure
        switch waiter.mailbox.take(until: patience.deadline) {
        case .message: return
        case .deadline: failure = .deadline
        case .interrupted: failure = .cancelled
        }
        state.withLock { state in
            if let index = state.waiting.firstIndex(where: { $0.mailbox === waiter.mailbox }) {
                state.waiting.remove(at: index)
            } else {
                state.retire(mode)  // the turn came at the last moment, and is passed on
            }
            state.promote()
        }
        throw failure
    }

    /// Passes the turn on.
    func endTurn(_ mode: LockMode) {
        state.withLock { state in
            state.retire(mode)
            state.promote()
        }
    }
}
