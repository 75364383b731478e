import CreationJSON
import Foundation
import LosslessJSON

/// The verdicts on a long audit trail, and how their cost grows with it.
enum OverrideRows {
    static var scenarios: [Scenario] {
        [
            Scenario("overrides-typed", "verdicts on 100,000 typed entries, and their growth from 10,000", typed),
            Scenario("overrides-document", "the same, read from the document", document),
        ]
    }

    private static func typed(_ bench: Bench) throws -> [Row] {
        try rows("overrides-typed") { count in
            let record = try JSONDocument(SampleRecord.text(trail: count)).root
            let entries = try DocumentDecoder().decode(CreationRecord.self, from: record).validationOverrides
            return { keep(OverrideLedger(entries).verdicts(now: now)) }
        }
    }

    private static func document(_ bench: Bench) throws -> [Row] {
        try rows("overrides-document") { count in
            let record = try JSONDocument(SampleRecord.text(trail: count)).root
            return { keep(try OverrideLedger(record: record).verdicts(now: now)) }
        }
    }

    private static let now = Timestamp(seconds: 1_790_000_000)

    /// One trail of 100,000 entries beside ten different ones of 10,000, so that both find their entries as far from the
    /// processor: the same trail of 10,000 again and again would be judged out of its cache.
    private static func rows(_ name: String, _ judge: (Int) throws -> () throws -> Void) throws -> [Row] {
        let large = try judge(100_000)
        let small = try (0..<10).map { _ in try judge(10_000) }
        let (ours, reference) = try medians(
            rounds: 30, ours: { try secondsPerRepetition(1, large) },
            reference: { try secondsPerRepetition(1) { for judge in small { try judge() } } / 10 })
        return [
            Row(name, ours: ours, reference: 0.050, against: "50 ms", .milliseconds, .atMost(1)),
            Row(
                name + "-growth", ours: ours, reference: reference, against: "10,000 entries", .milliseconds,
                .atMost(12)),
        ]
    }
}
