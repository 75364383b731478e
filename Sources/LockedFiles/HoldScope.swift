import Synchronization

/// The locks that the running code already holds, as far as its task or thread can tell.
///
/// A task-local value: seen by the closure that runs under the lock, by what it calls, and by the tasks it starts. It
/// ends with the hold, not with the task, so that a task which outlives the hold may lock again.
package final class HoldScope: Sendable {
    @TaskLocal static var current: HoldScope?

    private let identities: [FileIdentity]
    /// Those around it, without those that had ended when it began.
    private let outer: [HoldScope]
    private let isActive = Atomic(true)

    /// A scope inside the current one.
    convenience init(_ identities: [FileIdentity]) {
        self.init(identities, inside: HoldScope.current?.parts ?? [])
    }

    private init(_ identities: [FileIdentity], inside outer: [HoldScope]) {
        self.identities = identities
        self.outer = outer
    }

    /// The one that the running code is in, if any of its holds lasts.
    package static var lasting: HoldScope? { current.flatMap { $0.parts.isEmpty ? nil : $0 } }

    /// It and those around it, as far as they last.
    private var parts: [HoldScope] {
        ([self] + outer).filter { $0.isActive.load(ordering: .acquiring) }
    }

    /// Says that the locks are given back.
    func end() {
        isActive.store(false, ordering: .releasing)
    }

    /// Runs a body in this scope as well as in the current one: on behalf of code that is in this one.
    package func during<Result>(_ body: () throws -> Result) rethrows -> Result {
        let both = HoldScope([], inside: parts + (HoldScope.current?.parts ?? []))
        // Its own end: what a task of the body is in from here on is what those hold.
        defer { both.end() }
        return try HoldScope.$current.withValue(both, operation: body)
    }

    /// Runs a body in no scope: on behalf of whoever comes.
    package static func outside(_ body: () -> Void) {
        if current == nil { return body() }
        $current.withValue(nil, operation: body)
    }

    /// Whether waiting for this sidecar would be waiting for oneself.
    static func holds(_ identity: FileIdentity) -> Bool {
        current?.parts.contains { $0.identities.contains(identity) } ?? false
    }
}
