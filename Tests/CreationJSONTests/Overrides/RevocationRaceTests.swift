import CreationTestSupport
import Testing

@testable import CreationJSON

/// Of many who take the same override back at once, one does (OVR-9).
@Suite struct RevocationRaceTests {
    @Test func `Of 16 tasks that revoke one override, one succeeds and fifteen are told so`() async throws {
        let folder = try TemporaryFolder()
        let writer = CreationWriter(timeout: .patience, durability: .none)
        for round in 0..<20 {
            let path = try folder.write(
                Fixtures.contents("records/project-1.8-overrides.json"), to: "\(round).json")
            let outcomes = await withTaskGroup(of: String.self) { group in
                for _ in 0..<16 {
                    group.addTask {
                        do {
                            return try await writer.revokeOverride(
                                id: "0b7c4c1e-93f2-4a55-8a57-1f1f7c6f2d10", operator: "o", reason: "r", at: path
                            ).outcome.rawValue
                        } catch {
                            return (error as? RecordError)?.code.rawValue ?? "\(error)"
                        }
                    }
                }
                return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            }
            #expect(outcomes == ["written": 1, "edit_failed": 15])
            let record = try await writer.snapshot(at: path).record
            #expect(record.validationOverrides.count == 4)
            #expect(record.overrideVerdicts(now: .now).map(\.name) == ["revoked", "tombstone", "revoked", "tombstone"])
        }
    }
}
