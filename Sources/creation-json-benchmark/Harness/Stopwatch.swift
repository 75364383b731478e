import CKernel
import Foundation

/// The monotonic clock, in seconds; the same for all processes of the machine.
func monotonicSeconds() -> Double {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) * 1e-9
}

/// Seconds that one repetition of a body takes, on average.
func secondsPerRepetition(_ repetitions: Int, _ body: () throws -> Void) rethrows -> Double {
    let start = monotonicSeconds()
    for _ in 0..<repetitions { try body() }
    return (monotonicSeconds() - start) / Double(repetitions)
}

/// The median of each subject's figures over interleaved rounds.
///
/// Every round asks every subject once, each time beginning with another one, so that what the machine does meanwhile
/// befalls all of them alike. The first two rounds warm up and do not count.
func medians(rounds: Int, _ subjects: [() throws -> Double]) throws -> [Double] {
    var figures = [[Double]](repeating: [], count: subjects.count)
    for round in 0..<rounds + 2 {
        for turn in subjects.indices {
            let subject = (turn + round) % subjects.count
            let figure = try subjects[subject]()
            if round >= 2 { figures[subject].append(figure) }
        }
    }
    return figures.map(\.median)
}

/// The medians of ours and of one reference.
func medians(
    rounds: Int, ours: @escaping () throws -> Double, reference: @escaping () throws -> Double
) throws -> (ours: Double, reference: Double) {
    let both = try medians(rounds: rounds, [ours, reference])
    return (both[0], both[1])
}

extension [Double] {
    /// The middle figure; of an even number the lower of the two in the middle.
    var median: Double { quantile(0.5) }

    /// The figure that this part of all figures does not exceed.
    func quantile(_ part: Double) -> Double {
        let sorted = sorted()
        guard !sorted.isEmpty else { return .nan }
        return sorted[Swift.min(sorted.count - 1, Swift.max(0, Int((part * Double(sorted.count)).rounded(.up)) - 1))]
    }
}

/// Keeps the optimiser from leaving out what nobody looks at.
@inline(never)
func keep<Value>(_ value: Value) {
    withExtendedLifetime(value) {}
}
