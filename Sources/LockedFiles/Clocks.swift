/// The time of day, as files and people know it; it may jump.
package struct WallTime: Hashable, Comparable, Sendable {
    /// Whole seconds since 1970-01-01T00:00:00Z.
    package var seconds: Int64
    /// The rest, 0 ..< 1,000,000,000.
    package var nanoseconds: Int32

    /// A moment from its parts.
    package init(seconds: Int64, nanoseconds: Int32) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// What the system's clock says.
    package static var now: WallTime { Kernel.clock(monotonic: false) }

    package static func < (a: WallTime, b: WallTime) -> Bool {
        (a.seconds, a.nanoseconds) < (b.seconds, b.nanoseconds)
    }
}

/// A moment on the clock that never jumps; deadlines are counted on it.
package struct MonotonicTime: Hashable, Comparable, Sendable {
    /// Nanoseconds since some start.
    package var nanoseconds: Int64

    /// What the clock says.
    package static var now: MonotonicTime {
        let time = Kernel.clock(monotonic: true)
        return MonotonicTime(nanoseconds: time.seconds * 1_000_000_000 + Int64(time.nanoseconds))
    }

    /// A later moment; one too late to be counted is the last that can be.
    package func advanced(by duration: Duration) -> MonotonicTime {
        let parts = duration.components
        let (scaled, tooLong) = parts.seconds.multipliedReportingOverflow(by: 1_000_000_000)
        if tooLong { return MonotonicTime(nanoseconds: parts.seconds < 0 ? nanoseconds : .max) }
        let (length, lengthOverflow) = scaled.addingReportingOverflow(parts.attoseconds / 1_000_000_000)
        let (sum, overflow) = nanoseconds.addingReportingOverflow(length)
        return MonotonicTime(nanoseconds: lengthOverflow || overflow ? .max : sum)
    }

    /// How long it is from another moment to this one.
    package func since(_ earlier: MonotonicTime) -> Duration {
        .nanoseconds(nanoseconds - earlier.nanoseconds)
    }

    package static func < (a: MonotonicTime, b: MonotonicTime) -> Bool {
        a.nanoseconds < b.nanoseconds
    }
}

/// Bytes nobody can predict, from the system's generator.
package func randomBytes(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
}

/// The calling process.
package var processIdentifier: Int32 { Kernel.processIdentifier }
