import LosslessJSON
import Testing

@testable import CreationJSON

/// Adding and revoking (OVR-9).
@Suite struct OverrideEditTests {
    let now = Timestamp(seconds: 1_780_000_000, nanoseconds: 5)

    private func record(_ entries: [OverrideEntry] = []) -> CreationRecord {
        CreationRecord(
            createdAt: "2026-04-17T14:32:00Z", createdBy: "asmith", level: .run,
            template: TemplateReference(name: "t", version: "1", sourcePath: "p"),
            paths: DataPaths(local: "/l", nas: "//n"), validationOverrides: entries)
    }

    private func refusal(_ body: () throws -> Void) -> RecordError? {
        do {
            try body()
            return nil
        } catch let error as RecordError {
            return error
        } catch {
            Issue.record(error)
            return nil
        }
    }

    @Test func `An added override covers its class at once, with the moment to the second`() throws {
        var record = record()
        let entry = try record.addOverride(
            problemClass: "c", operator: "asmith", reason: "because", expiresAt: now.advanced(by: .seconds(60)),
            id: "i",
            now: now)
        #expect(record.validationOverrides == [.override(entry)])
        #expect(entry.recordedAt.text == "2026-05-28T20:26:40Z")
        #expect(record.isOverridden(problemClass: "c", now: now))
        #expect(!record.isOverridden(problemClass: "c", now: now.advanced(by: .seconds(60))))
        #expect(record.nextExpiry(after: now) == now.advanced(by: .seconds(60)))
    }

    @Test(arguments: ["", " ", "\t\n", "\u{00A0}"])
    func `An empty class, operator or reason is refused and says which`(empty: String) throws {
        var record = record()
        for (problemClass, person, reason, word) in [
            (empty, "o", "r", "problem class"), ("c", empty, "r", "operator"), ("c", "o", empty, "reason"),
        ] {
            let error = refusal {
                try record.addOverride(problemClass: problemClass, operator: person, reason: reason, id: "i", now: now)
            }
            #expect(error?.code == .editFailed)
            #expect(error?.message.contains(word) == true)
        }
        #expect(record.validationOverrides.isEmpty)
    }

    @Test func `An expiry at or before now is refused`() throws {
        var record = record()
        for expiry in [now, now.advanced(by: .nanoseconds(-1)), now.advanced(by: .seconds(-3600))] {
            let error = refusal {
                try record.addOverride(
                    problemClass: "c", operator: "o", reason: "r", expiresAt: expiry, id: "i", now: now)
            }
            #expect(error?.code == .editFailed)
            #expect(error?.message.contains("past") == true)
        }
    }

    @Test func `An expiry that no record can hold is refused`() throws {
        var record = record()
        let error = refusal {
            try record.addOverride(
                problemClass: "c", operator: "o", reason: "r", expiresAt: Timestamp(seconds: 253_402_300_800), id: "i",
                now: now)
        }
        #expect(error?.code == .editFailed)
        #expect(error?.message.contains("cannot expire that late") == true)
        try record.addOverride(
            problemClass: "c", operator: "o", reason: "r", expiresAt: Timestamp(seconds: 253_402_300_799), id: "i",
            now: now)
        #expect(record.isOverridden(problemClass: "c", now: now))
    }

    @Test func `A fresh identifier that is in use is refused`() throws {
        var record = record()
        try record.addOverride(problemClass: "c", operator: "o", reason: "r", id: "i", now: now)
        let error = refusal {
            try record.addOverride(problemClass: "c", operator: "o", reason: "r", id: "i", now: now)
        }
        #expect(error?.code == .editFailed)
        #expect(error?.pointer == "/validation_overrides")
        #expect(record.validationOverrides.count == 1)
    }

    @Test func `A revoked override no longer covers, and revoking it again is refused`() throws {
        var record = record()
        try record.addOverride(problemClass: "c", operator: "o", reason: "r", id: "i", now: now)
        let tombstone = try record.revokeOverride(id: "i", operator: "p", reason: "fixed", tombstoneID: "t", now: now)
        #expect(tombstone.revokes == "i")
        #expect(!record.isOverridden(problemClass: "c", now: now))
        #expect(record.overrideVerdicts(now: now) == [.revoked(by: "t"), .tombstone(revokes: "i")])
        let again = refusal {
            try record.revokeOverride(id: "i", operator: "p", reason: "fixed", tombstoneID: "u", now: now)
        }
        #expect(again?.code == .editFailed)
        #expect(again?.message.contains("revoked already") == true)
        #expect(record.validationOverrides.count == 2)
    }

    @Test
    func `An unknown identifier, a tombstone and an unreadable entry cannot be revoked, and the error says which`()
        throws
    {
        var record = record([.unknown(["id": "m", "revoked": "no"])])
        try record.addOverride(problemClass: "c", operator: "o", reason: "r", id: "i", now: now)
        try record.revokeOverride(id: "i", operator: "p", reason: "fixed", tombstoneID: "t", now: now)
        for (id, words) in [("nobody", "no override"), ("t", "is a tombstone"), ("m", "cannot be read")] {
            let error = refusal {
                try record.revokeOverride(id: id, operator: "p", reason: "r", tombstoneID: "u", now: now)
            }
            #expect(error?.code == .editFailed)
            #expect(error?.message.contains(words) == true)
        }
        let empty = refusal {
            try record.revokeOverride(id: "i", operator: "p", reason: " ", tombstoneID: "u", now: now)
        }
        #expect(empty?.message.contains("reason") == true)
        #expect(record.validationOverrides.count == 3)
    }

    @Test func `An expired override may be revoked, since clocks jump`() throws {
        var record = record()
        try record.addOverride(
            problemClass: "c", operator: "o", reason: "r", expiresAt: now.advanced(by: .seconds(1)), id: "i", now: now)
        let later = now.advanced(by: .seconds(10))
        #expect(record.overrideVerdicts(now: later).map(\.name) == ["expired"])
        try record.revokeOverride(id: "i", operator: "p", reason: "r", tombstoneID: "t", now: later)
        #expect(record.overrideVerdicts(now: now).map(\.name) == ["revoked", "tombstone"])
    }

    @Test func `A random identifier has the form of a UUID of version 4`() {
        #expect(OverrideID.random([UInt8](repeating: 0xFF, count: 16)) == "ffffffff-ffff-4fff-bfff-ffffffffffff")
        #expect(OverrideID.random([UInt8](repeating: 0, count: 16)) == "00000000-0000-4000-8000-000000000000")
        #expect(OverrideID.random(Array(0..<16)) == "00010203-0405-4607-8809-0a0b0c0d0e0f")
    }
}
