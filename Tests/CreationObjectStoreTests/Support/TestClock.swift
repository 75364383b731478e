import CreationTestSupport

@testable import CreationObjectStore

/// Time and chance in a test's hand: sleeping moves the clock and takes no time.
final class TestClock: Sendable {
    private struct State: Sendable {
        var now = Duration.zero
        var pauses: [Duration] = []
        var nonces: UInt64 = 0
    }

    private let state = LockIsolated(State())

    /// The pauses that were taken.
    var pauses: [Duration] { state.withLock { $0.pauses } }

    /// The clock as a storage takes it. Its randomness is always at the upper end.
    var storeClock: StoreClock {
        StoreClock(
            now: { self.state.withLock { $0.now } },
            sleep: { pause in
                try Task.checkCancellation()
                self.state.withLock { state in
                    state.now += pause
                    state.pauses.append(pause)
                }
                await Task.yield()
            },
            secondsSince1970: { 1_800_000_000 },
            random: { 0.999_999 },
            nonce: {
                let number = self.state.withLock { state in
                    state.nonces += 1
                    return state.nonces
                }
                let digits = String(number, radix: 16)
                return String(repeating: "0", count: 16 - digits.count) + digits
            })
    }
}
