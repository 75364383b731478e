/// By which call a lock is taken.
enum LockMeans: Sendable {
    /// flock(2), as everybody does.
    case wholeFile
    /// One byte of the file, among processes that inherited the same flock.
    case byte(Int)

    var isWholeFile: Bool {
        if case .wholeFile = self { true } else { false }
    }

    /// Takes the lock; waits for it if asked to.
    func acquire(_ descriptor: Int32, _ mode: LockMode, wait: Bool) throws(KernelError) {
        switch self {
        case .wholeFile:
            if wait, mode == .shared { Turnstile.pass(descriptor) }
            try Kernel.lock(descriptor, mode, wait: wait)
        case .byte(let offset):
            try Kernel.lockByte(descriptor, at: offset, mode, wait: wait)
        }
    }

    func release(_ descriptor: Int32) {
        switch self {
        case .wholeFile: Kernel.unlock(descriptor)
        case .byte(let offset): Kernel.unlockByte(descriptor, at: offset)
        }
    }

    /// Whether a reader that could have the lock must let a waiting writer go first.
    func letsWriterPass(_ descriptor: Int32, _ mode: LockMode) -> Bool {
        isWholeFile && mode == .shared && Turnstile.isRaised(descriptor)
    }
}

/// What a waiting writer puts up so that readers stop streaming past it.
///
/// The kernel grants a shared lock to whoever asks while another is held, so readers that overlap keep a writer out for
/// as long as they come. A writer that has to wait therefore holds the sidecar's first byte, and readers who find it held
/// wait for the byte before they ask for the lock (LOCK-16). Held for a second and let go for a second, so that a
/// reader who holds the lock for long does not keep the others out for as long as the writer is patient. A courtesy:
/// where it fails, because the filesystem or the sidecar's permissions forbid it, locks are as good as before.
final class Turnstile: Sendable {
    private enum Position {
        case raised
        case lowered
        /// The lock was granted, or the wait has ended.
        case gone
    }

    private static let byte = 0
    private static let period = Duration.seconds(1)

    private let file: SharedDescriptor
    private let isUsed: Bool
    private let position = Guarded(Position.lowered)

    init(_ file: SharedDescriptor, isUsed: Bool) {
        self.file = file
        self.isUsed = isUsed
    }

    /// Whether somebody holds the byte.
    static func isRaised(_ descriptor: Int32) -> Bool {
        (try? Kernel.isByteTaken(descriptor, at: byte)) ?? false
    }

    /// Waits until nobody holds the byte.
    static func pass(_ descriptor: Int32) {
        guard isRaised(descriptor), (try? Kernel.lockByte(descriptor, at: byte, .shared, wait: true)) != nil else {
            return
        }
        Kernel.unlockByte(descriptor, at: byte)
    }

    /// Waits for a message, with the byte held and let go by turns.
    func wait<Message>(
        _ mailbox: Mailbox<Message>, until deadline: MonotonicTime
    ) -> Mailbox<Message>.Arrival {
        if !isUsed { return mailbox.take(until: deadline) }
        while true {
            turn()
            let next = MonotonicTime.now.advanced(by: Self.period)
            let arrival = mailbox.take(until: min(next, deadline))
            guard case .deadline = arrival, next < deadline else { return arrival }
        }
    }

    private func turn() {
        position.withLock { position in
            switch position {
            case .gone: break
            case .raised:
                Kernel.unlockByte(file.raw, at: Self.byte)
                position = .lowered
            case .lowered:
                let isHeld = (try? Kernel.lockByte(file.raw, at: Self.byte, .exclusive, wait: false)) != nil
                if isHeld { position = .raised }
            }
        }
    }

    /// Lets readers pass, for good. From any thread.
    func remove() {
        position.withLock { position in
            if case .raised = position { Kernel.unlockByte(file.raw, at: Self.byte) }
            position = .gone
        }
    }
}
