/// What one thread wants done under a lock, by the thread that the kernel grants the lock to.
///
/// Waking the thread that wants it would cost everybody who waits for the lock the time of that wake-up. It does
/// nothing meanwhile but wait for the end, so it is as if it did the errand itself.
// Sendable because the body is touched by one thread at a time: by the one that took the waiter out of the queue, then,
// told so by a message or having taken it out itself, by the one that made the errand.
final class Errand: @unchecked Sendable {
    private var body: ((SharedDescriptor) -> Void)?
    private let surroundings = Surroundings()

    /// An errand; the body runs at most once.
    init(_ body: @escaping (SharedDescriptor) -> Void) {
        self.body = body
    }

    /// Does it. On return nothing of the body is kept.
    func run(_ file: SharedDescriptor) {
        surroundings.run {
            body.take()?(file)
        }
    }

    /// Leaves it undone.
    func forget() {
        body = nil
    }
}

/// What code knows of the task it belongs to, carried to another thread.
struct Surroundings: Sendable {
    private let scope = HoldScope.current
    #if DEBUG
        private let plan = Faults.plan
    #endif

    /// Runs a body as if it were called where this was made.
    func run(_ body: () -> Void) {
        #if DEBUG
            Faults.$plan.withValue(plan) { HoldScope.$current.withValue(scope, operation: body) }
        #else
            if scope == nil, HoldScope.current == nil { return body() }
            HoldScope.$current.withValue(scope, operation: body)
        #endif
    }
}
