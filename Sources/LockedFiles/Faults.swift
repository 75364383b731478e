/// The mockable door: debug builds ask here before every call, so that a test can make any of them fail.
///
/// A plan belongs to a task (and to the plain code it calls), so tests that run side by side do not see each other's.
/// `WorkerThreads` carries it along. In release builds every question is answered "no" by the compiler.
package enum Faults {
    #if DEBUG
        @TaskLocal package static var plan: FaultPlan?

        /// Whether there is a plan.
        static var isPlanned: Bool { plan != nil }

        /// Minus one with `errno` set if this call must fail, zero if it counts as made, nil if it must be made.
        static func next<Result: SignedInteger>(_ call: KernelCall) -> Result? {
            guard let plan else { return nil }
            guard let errno = plan.failure(of: call) else { return call == .fsync ? 0 : nil }
            Kernel.setErrno(errno)
            return -1
        }

        /// How many bytes a write may write.
        static func shortened(_ count: Int) -> Int {
            guard let plan, count > 1 else { return count }
            return min(count, plan.longestWrite)
        }
    #else
        static var isPlanned: Bool { false }

        @inline(__always)
        static func next<Result: SignedInteger>(_ call: KernelCall) -> Result? { nil }

        @inline(__always)
        static func shortened(_ count: Int) -> Int { count }
    #endif
}

#if DEBUG
    /// Which calls fail, and how often; also a log of the calls that were made. Syncs are only counted, not made: a disk
    /// that is busy with them would be all that a test of thousands of faults measures.
    package final class FaultPlan: Sendable {
        private struct State {
            var seen: [KernelCall: Int] = [:]
            var calls: [KernelCall] = []
        }

        /// The kind of call that fails; nil to fail none and only keep the log.
        package let call: KernelCall?
        /// Which of them fails, counted from zero.
        package let index: Int
        /// How many in a row fail.
        package let times: Int
        /// What it answers.
        package let errno: Errno
        /// How many bytes one write may take.
        package let longestWrite: Int
        private let state = Guarded(State())

        /// Fails the calls of one kind from `index` on, `times` of them.
        package init(
            failing call: KernelCall? = nil, at index: Int = 0, times: Int = 1,
            with errno: Errno = .inputOutput, longestWrite: Int = .max
        ) {
            self.call = call
            self.index = index
            self.times = times
            self.errno = errno
            self.longestWrite = longestWrite
        }

        /// Every call so far, in order.
        package var calls: [KernelCall] { state.withLock { $0.calls } }

        fileprivate func failure(of call: KernelCall) -> Errno? {
            let count = state.withLock { state in
                state.calls.append(call)
                let count = state.seen[call, default: 0]
                state.seen[call] = count + 1
                return count
            }
            return call == self.call && count >= index && count < index + times ? errno : nil
        }
    }
#endif
