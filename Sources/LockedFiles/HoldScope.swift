import Synchronization

/// The locks that the running code already holds, as far as its task or thread can tell.
///
/// A task-local value: seen by the closure that runs under the lock, by what it calls, and by the tasks it starts. It
/// ends with the hold, not with the task, so that a task which outlives the hold may lock again.
final class HoldScope: Sendable {
    @TaskLocal static var current: HoldScope?

    private let identities: [FileIdentity]
    private let outer: HoldScope?
    private let isActive = Atomic(true)

    /// A scope inside the current one.
    init(_ identities: [FileIdentity]) {
        self.identities = identities
        outer = HoldScope.current
    }

    /// Says that the locks are given back.
    func end() {
        isActive.store(false, ordering: .releasing)
    }

    /// Whether waiting for this sidecar would be waiting for oneself.
    static func holds(_ identity: FileIdentity) -> Bool {
        var scope = current
        while let here = scope {
            if here.isActive.load(ordering: .acquiring), here.identities.contains(identity) { return true }
            scope = here.outer
        }
        return false
    }
}
