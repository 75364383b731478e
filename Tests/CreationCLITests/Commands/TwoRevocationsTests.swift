import CreationTestSupport
import LosslessJSON
import Testing

/// Two processes take the same override back at once (OVR-9).
@Suite struct TwoRevocationsTests {
    @Test func `One succeeds, the other is told so, and one tombstone is in the file`() async throws {
        let folder = try TemporaryFolder()
        for round in 0..<10 {
            try folder.write(Fixtures.contents("records/project-1.8-overrides.json"), to: "\(round).json")
            let arguments = [
                "overrides", "revoke", folder.file("\(round).json"), "0b7c4c1e-93f2-4a55-8a57-1f1f7c6f2d10",
                "--operator", "o", "--reason", "r", "--output", "json",
            ]
            let children = try (0..<2).map { _ in try ChildProcess.product("creation-json", arguments) }
            var endings: [ChildProcess.Ending] = []
            for child in children { endings.append(await child.ending()) }
            #expect(endings.map(\.status).sorted() == [0, 9])
            #expect(endings.contains { $0.errors.contains("edit_failed") && $0.errors.contains("revoked already") })
            let entries = try JSONDocument(folder.read("\(round).json"))["/validation_overrides"]?.arrayValue
            #expect(entries?.filter { $0["revoked"] == true }.count == 2)
            #expect(entries?.count == 4)
        }
    }
}
