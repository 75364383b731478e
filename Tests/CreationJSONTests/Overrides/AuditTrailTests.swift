import CreationTestSupport
import LosslessJSON
import Testing

@testable import CreationJSON

/// Nothing in the audit trail is ever changed or taken out, whichever way a write comes (OVR-13, MIG-12).
@Suite struct AuditTrailTests {
    private let writer = SynchronousCreationWriter()

    private func folder(_ sample: String = "project-1.8-overrides") throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(Fixtures.contents("records/\(sample).json"))
        return folder
    }

    private func refused(
        _ sample: String = "project-1.8-overrides", at pointer: JSONPointer, _ body: (RecordPath) throws -> Void
    ) throws {
        let folder = try folder(sample)
        let before = try folder.read()
        let error = #expect(throws: RecordError.self) { try body(folder.record()) }
        #expect(error?.code == .policyViolation)
        #expect(error?.pointer == pointer)
        #expect(try folder.read() == before)
        #expect(try folder.names().filter { $0.hasSuffix(".tmp") }.isEmpty)
    }

    @Test func `A typed update may not remove, change, reorder or insert`() throws {
        let first: JSONPointer = "/validation_overrides/0"
        try refused(at: first) { path in try writer.update(at: path) { $0.validationOverrides = [] } }
        try refused(at: first) { path in try writer.update(at: path) { $0.validationOverrides.swapAt(0, 2) } }
        try refused(at: first) { path in
            try writer.update(at: path) { $0.validationOverrides.insert(.unknown(["x": 1]), at: 0) }
        }
        try refused(at: "/validation_overrides/2") { path in
            try writer.update(at: path) { $0.validationOverrides.removeLast() }
        }
        try refused(at: first) { path in
            try writer.update(at: path) { record in
                guard case .override(var entry) = record.validationOverrides[0] else { return }
                entry.expiresAt = nil
                record.validationOverrides[0] = .override(entry)
            }
        }
    }

    @Test func `A lossless update may not either`() throws {
        let last: JSONPointer = "/validation_overrides/2"
        try refused(at: last) { path in
            try writer.updateDocument(at: path) { try $0.set(true, at: "/validation_overrides/2/revoked") }
        }
        try refused(at: last) { path in
            try writer.updateDocument(at: path) { try $0.remove(at: "/validation_overrides/2") }
        }
        try refused(at: "/validation_overrides") { path in
            try writer.updateDocument(at: path) { try $0.remove(at: "/validation_overrides") }
        }
    }

    @Test func `A merge patch and a JSON patch may not either`() throws {
        try refused(at: "/validation_overrides") { path in
            try writer.updateDocument(at: path) { try $0.mergePatch(["validation_overrides": .null]) }
        }
        try refused(at: "/validation_overrides/0") { path in
            try writer.updateDocument(at: path) { try $0.mergePatch(["validation_overrides": []]) }
        }
        let patch = try JSONPatch([["op": "replace", "path": "/validation_overrides/1/reason", "value": "x"]])
        try refused(at: "/validation_overrides/1") { path in
            try writer.updateDocument(at: path) { try $0.apply(patch: patch) }
        }
    }

    @Test func `A record with a trail is not removed`() throws {
        try refused(at: "/validation_overrides") { path in try writer.remove(at: path) }
    }

    @Test(arguments: ["2.0", "1.9", "1.5", "1.0", "x"])
    func `The version belongs to the writer alone`(version: String) throws {
        try refused(at: "/schema_version") { path in
            try writer.updateDocument(at: path) { try $0.set(.string(version), at: "/schema_version") }
        }
    }

    @Test func `The version may not be removed`() throws {
        try refused(at: "/schema_version") { path in
            try writer.updateDocument(at: path) { try $0.remove(at: "/schema_version") }
        }
    }

    @Test func `An appended entry leaves every byte of the others alone`() throws {
        let folder = try folder()
        let before = String(decoding: try folder.read(), as: UTF8.self)
        try writer.update(at: folder.record()) { record in
            try record.revokeOverride(
                id: "0b7c4c1e-93f2-4a55-8a57-1f1f7c6f2d10", operator: "o", reason: "done", tombstoneID: "t",
                now: Timestamp(seconds: 1_780_000_000))
        }
        let after = String(decoding: try folder.read(), as: UTF8.self)
        let added = """
            ,
                {
                  "id": "t",
                  "revokes": "0b7c4c1e-93f2-4a55-8a57-1f1f7c6f2d10",
                  "operator": "o",
                  "recorded_at": "2026-05-28T20:26:40Z",
                  "reason": "done",
                  "revoked": true
                }
            """
        #expect(after.replacing(added, with: "") == before)
        #expect(after.contains(added))
    }

    @Test func `An entry of an old file is revoked by the identifier that a reader saw`() throws {
        let folder = try TemporaryFolder()
        try folder.write(Fixtures.contents("migrations/1.2/overrides-without-id.input.json"))
        let seen = try writer.snapshot(at: folder.record())
        guard case .override(let shown) = seen.record.validationOverrides[0] else {
            Issue.record("the first entry is an override")
            return
        }
        try writer.update(at: folder.record()) { $0.syncStatus = .failed }
        let result = try writer.update(at: folder.record()) { record in
            try record.revokeOverride(
                id: shown.id, operator: "o", reason: "r", tombstoneID: "t", now: Timestamp(seconds: 1_780_000_000))
        }
        #expect(result.record.overrideVerdicts(now: Timestamp(seconds: 1_780_000_000)).first == .revoked(by: "t"))
    }

    @Test func `Entries that cannot be read stay byte for byte, and what they are worth stays the same`() throws {
        let odd =
            #"[ { "revoked" : "no" }, 7, {"id":"a", "problem_class":"c","operator":"o","recorded_at":"2026-05-01T08:00:00Z","reason":"\u00e9","revoked":false, "x":1.10} ]"#
        let folder = try folder("run-1.8")
        var document = try JSONDocument(folder.read())
        try document.set(JSONDocument(odd).root, at: "/validation_overrides")
        try folder.write(document.bytes)
        let stored = try #require(document["/validation_overrides"]?.text)
        let result = try writer.update(at: folder.record()) { $0.syncStatus = .synced }
        #expect(
            result.record.overrideVerdicts(now: Timestamp(seconds: 0)).map(\.name) == [
                "malformed", "malformed", "active",
            ])
        #expect(try JSONDocument(folder.read())["/validation_overrides"]?.text == stored)
    }
}
