import LosslessJSON
import Testing

@testable import CreationJSON

/// The gate (OVR-12).
@Suite struct PreSyncGateTests {
    let now = Timestamp(seconds: 1_780_000_000)

    private func override(_ problemClass: String, id: String) -> OverrideEntry {
        .override(
            Override(id: id, problemClass: problemClass, operator: "o", recordedAt: RecordTime(now), reason: "r"))
    }

    @Test func `No findings, no obstacle`() {
        #expect(PreSyncGate([]).verdict(for: OverrideLedger([]), now: now).isEligible)
    }

    @Test func `A hard finding blocks, a soft one does not, and an unknown tier counts as hard`() {
        let hard = ValidationFinding(rule: "a", tier: .hard)
        let odd = ValidationFinding(rule: "c", tier: "severe")
        let gate = PreSyncGate([hard, ValidationFinding(rule: "b", tier: .soft), odd])
        let verdict = gate.verdict(for: OverrideLedger([]), now: now)
        #expect(!verdict.isEligible)
        #expect(verdict.blocking == [hard, odd])
        #expect(verdict.covered.isEmpty)
    }

    @Test func `Every hard finding that passes names the first override of its class`() throws {
        let findings = [ValidationFinding(rule: "a", tier: .hard), ValidationFinding(rule: "b", tier: .hard)]
        let ledger = OverrideLedger([override("b", id: "1"), override("a", id: "2"), override("a", id: "3")])
        let verdict = PreSyncGate(findings).verdict(for: ledger, now: now)
        #expect(verdict.isEligible)
        #expect(verdict.covered.map(\.finding) == findings)
        #expect(verdict.covered.map(\.override.id) == ["2", "1"])
    }

    @Test func `A class that only looks the same is not covered`() {
        let gate = PreSyncGate([ValidationFinding(rule: "cafe\u{301}", tier: .hard)])
        #expect(!gate.verdict(for: OverrideLedger([override("caf\u{E9}", id: "1")]), now: now).isEligible)
    }

    @Test(arguments: [5, "x", [:], true] as [JSONValue])
    func `Entries that cannot be had at all are an error, not an open gate`(entries: JSONValue) {
        let error = #expect(throws: RecordError.self) {
            try OverrideLedger(record: ["validation_overrides": entries])
        }
        #expect(error?.code == .invalidRecord)
        #expect(error?.pointer == "/validation_overrides")
    }
}
