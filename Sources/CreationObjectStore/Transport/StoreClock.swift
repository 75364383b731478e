import FoundationEssentials

/// Time and chance, so that a test can hold both in its hand.
struct StoreClock: Sendable {
    /// A time that only goes forward, from any beginning.
    var now: @Sendable () -> Duration
    /// Waits, or throws `CancellationError` at once when the task is cancelled.
    var sleep: @Sendable (Duration) async throws -> Void
    /// Seconds since 1970 by the wall clock, which signatures carry.
    var secondsSince1970: @Sendable () -> Int64
    /// A number from 0 up to, but not including, 1.
    var random: @Sendable () -> Double
    /// Sixteen hexadecimal digits that nobody else draws.
    var nonce: @Sendable () -> String

    /// The system's clocks and randomness.
    static let system: StoreClock = {
        let start = ContinuousClock.now
        return StoreClock(
            now: { ContinuousClock.now - start },
            sleep: { try await Task.sleep(for: $0) },
            secondsSince1970: { Int64(Date.now.timeIntervalSince1970) },
            random: { Double.random(in: 0..<1) },
            nonce: {
                let digits = String(UInt64.random(in: .min ... .max), radix: 16)
                return String(repeating: "0", count: 16 - digits.count) + digits
            })
    }()

    /// How long to wait after failure number `attempt`, from 1: between half and the whole of 10 ms · 2ⁿ⁻¹, at most 1 s.
    func pause(afterAttempt attempt: Int) -> Duration {
        let whole = min(Duration.seconds(1), .milliseconds(10) * (1 << min(max(attempt, 1) - 1, 10)))
        return whole / 2 + (whole / 2) * random()
    }
}
