/// A moment in UTC, to the nanosecond.
///
/// The arithmetic is the proleptic Gregorian calendar without leap seconds, as ISO 8601 and POSIX time have it.
public struct Timestamp: Hashable, Sendable {
    /// Whole seconds since 1970-01-01T00:00:00Z, rounded towards the past.
    public let seconds: Int64
    /// What the whole seconds leave, from 0 to 999,999,999.
    public let nanoseconds: Int32

    /// The moment that many seconds and nanoseconds after 1970 began; nanoseconds beyond a second carry over.
    public init(seconds: Int64, nanoseconds: Int64 = 0) {
        let billion: Int64 = 1_000_000_000
        let carry = nanoseconds >= 0 ? nanoseconds / billion : -((billion - 1 - nanoseconds) / billion)
        self.seconds = seconds &+ carry
        self.nanoseconds = Int32(truncatingIfNeeded: nanoseconds - carry * billion)
    }

    /// The moment a duration later, or earlier if it is negative; less than a nanosecond is dropped.
    public func advanced(by duration: Duration) -> Timestamp {
        let (whole, atto) = duration.components
        return Timestamp(seconds: seconds &+ whole, nanoseconds: Int64(nanoseconds) + atto / 1_000_000_000)
    }

    /// How much time passes from this moment until another; negative if the other is earlier.
    public func duration(to other: Timestamp) -> Duration {
        .seconds(other.seconds - seconds) + .nanoseconds(Int64(other.nanoseconds) - Int64(nanoseconds))
    }
}

extension Timestamp: Comparable {
    /// Whether the left moment is the earlier one.
    public static func < (left: Self, right: Self) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }
}
