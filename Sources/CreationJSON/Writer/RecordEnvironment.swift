internal import LockedFiles

/// The clock, the identifiers and the chance that a writer uses; tests pass their own.
public struct RecordEnvironment: Sendable {
    /// The time of day.
    public var now: @Sendable () -> Timestamp
    /// A fresh identifier: a random UUID, lower case.
    public var newID: @Sendable () -> String
    /// A number from 0 up to, not including, 1; spreads the retries of colliding writers.
    public var random: @Sendable () -> Double
    /// Waits; throws `CancellationError` when the task is cancelled.
    public var sleep: @Sendable (Duration) async throws -> Void

    /// An environment.
    public init(
        now: @escaping @Sendable () -> Timestamp, newID: @escaping @Sendable () -> String,
        random: @escaping @Sendable () -> Double, sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.now = now
        self.newID = newID
        self.random = random
        self.sleep = sleep
    }

    /// The system's.
    public static let system = RecordEnvironment(
        now: { .now },
        newID: {
            var generator = SystemRandomNumberGenerator()
            return OverrideID.random((0..<16).map { _ in generator.next() })
        },
        random: { Double.random(in: 0..<1) },
        sleep: { try await Task.sleep(for: $0) })
}

extension Timestamp {
    /// The system's time of day; it may jump.
    public static var now: Timestamp {
        let time = WallTime.now
        return Timestamp(seconds: time.seconds, nanoseconds: Int64(time.nanoseconds))
    }
}
