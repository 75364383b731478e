/// How long a caller still waits, and what ends the wait early.
struct Patience {
    /// When the wait began.
    let started = MonotonicTime.now
    /// When it ends.
    let deadline: MonotonicTime
    /// What ends it early.
    let token: WaitToken?

    init(_ options: LockOptions) {
        deadline = started.advanced(by: options.timeout)
        token = options.cancellation
    }

    /// Whether there is nothing left to wait.
    var isOver: Bool { MonotonicTime.now >= deadline }
}

/// Why a lock was not granted.
enum WaitFailure: Error {
    case deadline
    case cancelled
    case call(KernelError)
}
