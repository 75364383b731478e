import CreationTestSupport
import Foundation
import LosslessJSON
import Testing

@testable import CreationJSON

/// The JSON Schemas in `spec/` (MIG-18).
@Suite struct JSONSchemaTests {
    private func stored(_ name: String) throws -> String {
        let folder = URL(fileURLWithPath: Fixtures.directory).deletingLastPathComponent().appending(path: "spec")
        return try String(contentsOf: folder.appending(path: "\(name).schema.json"), encoding: .utf8)
    }

    @Test func `The schema of records in spec is the one that the code generates`() throws {
        #expect(try stored("creation") == RecordSchema.creation.jsonSchema.description)
    }

    @Test func `The schema of hooks in spec is the one that the code generates`() throws {
        #expect(try stored("hook") == RecordSchema.hook.jsonSchema.description)
    }

    private func pointer(_ pointer: JSONPointer) -> JSONPointer { pointer }

    @Test func `It lists what the current version writes, and not what is to come`() {
        let root = RecordSchema.creation.jsonSchema.root
        #expect(root["$schema"] == "https://json-schema.org/draft/2020-12/schema")
        #expect(
            root[pointer("/properties/sync_status/enum")] == ["pending", "synced", "failed", "blocked_by_validation"])
        #expect(root[pointer("/properties/orchestrator/properties/host")] != nil)
        #expect(root[pointer("/properties/orchestrator/properties/equipment_label")] == nil)
        #expect(
            root["required"] == [
                "schema_version", "created_at", "created_by", "level", "template", "variables", "paths",
            ])
    }
}
