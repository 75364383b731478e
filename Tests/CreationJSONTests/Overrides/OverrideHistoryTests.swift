import CreationTestSupport
import LosslessJSON
import Testing

@testable import CreationJSON

/// Random histories against a direct transcription of the definition (OVR-2, OVR-4, OVR-7).
@Suite(.ownThreads) struct OverrideHistoryTests {
    @Test func `Ten thousand random histories come out as the set definition says`() throws {
        var random = SeededRandom(seed: 20_260_417)
        let now = Timestamp(seconds: 1_780_000_000)
        for _ in 0..<10_000 {
            let history = History(count: Int.random(in: 0...12, using: &random), now: now, using: &random)
            let ledger = OverrideLedger(history.entries)
            let expected = history.definition(now: now)
            #expect(ledger.verdicts(now: now).map(\.name) == expected.map(\.name), "\(history.entries)")
            #expect(ledger.activeIndices(now: now) == expected.indices.filter { expected[$0] == .active })
            for problemClass in History.classes {
                let covered = history.entries.indices.contains {
                    expected[$0] == .active && history.entries[$0].problemClass == problemClass
                }
                #expect(ledger.isOverridden(problemClass: problemClass, now: now) == covered)
            }
        }
    }

    @Test func `Between now and the next expiry no verdict changes, and at it one does`() throws {
        var random = SeededRandom(seed: 42)
        let now = Timestamp(seconds: 1_780_000_000)
        for _ in 0..<2_000 {
            let ledger = OverrideLedger(History(count: 8, now: now, using: &random).entries)
            guard let next = ledger.nextExpiry(after: now) else {
                let far = now.advanced(by: .seconds(1 << 40))
                #expect(ledger.activeIndices(now: far) == ledger.activeIndices(now: now))
                continue
            }
            let just = next.advanced(by: .nanoseconds(-1))
            #expect(ledger.verdicts(now: just) == ledger.verdicts(now: now))
            #expect(ledger.activeIndices(now: next).count < ledger.activeIndices(now: now).count)
        }
    }
}

/// A list of entries out of few identifiers, classes and moments, so that they meet often.
private struct History {
    static let ids = ["a", "b", "c", "d", "e"]
    static let classes = ["x", "y"]

    var entries: [OverrideEntry] = []

    init(count: Int, now: Timestamp, using random: inout SeededRandom) {
        for _ in 0..<count {
            let id = Self.ids[Int.random(in: 0..<Self.ids.count, using: &random)]
            if Int.random(in: 0..<3, using: &random) == 0 {
                let target = Int.random(in: 0..<7, using: &random)
                let revokes = target < 5 ? Self.ids[target] : target == 5 ? "nobody" : nil
                entries.append(
                    .tombstone(
                        Tombstone(
                            id: id + "-t", revokes: revokes, operator: "o", recordedAt: RecordTime(now), reason: "r")))
                continue
            }
            let expiry: Expiry? =
                switch Int.random(in: 0..<6, using: &random) {
                case 0: .at(RecordTime(now))
                case 1: .at(RecordTime(now.advanced(by: .nanoseconds(1))))
                case 2: .at(RecordTime(now.advanced(by: .seconds(Int64.random(in: -9...9, using: &random)))))
                case 3: .at(RecordTime(text: "2030-01-01T00:00:00+02:00"))
                default: nil
                }
            entries.append(
                .override(
                    Override(
                        id: id, problemClass: Self.classes[Int.random(in: 0..<2, using: &random)], operator: "o",
                        recordedAt: RecordTime(now), reason: "r", expiresAt: expiry)))
        }
    }

    /// The three lines of the contract, word by word: revoked ids, then active or not, then revoked before expired.
    func definition(now: Timestamp) -> [OverrideVerdict] {
        let revoked = Set(entries.compactMap { if case .tombstone(let entry) = $0 { entry.revokes } else { nil } })
        return entries.map { entry in
            switch entry {
            case .unknown: return .malformed(.notAnObject)
            case .tombstone(let entry): return .tombstone(revokes: entry.revokes)
            case .override(let entry):
                if revoked.contains(entry.id) { return .revoked(by: nil) }
                guard let expiry = entry.expiresAt else { return .active }
                guard let end = expiry.timestamp else { return .expired(at: nil) }
                return end > now ? .active : .expired(at: end)
            }
        }
    }
}

extension OverrideEntry {
    fileprivate var problemClass: String? {
        if case .override(let entry) = self { entry.problemClass } else { nil }
    }
}

/// A small generator with a seed, so that a failure comes back.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
