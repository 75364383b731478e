import LosslessJSON
import Testing

@testable import CreationJSON

/// Identifiers of entries that older files have without one (MIG-8).
@Suite struct DerivedIDTests {
    private let entry =
        #"{"problem_class": "c", "operator": "o", "recorded_at": "2025-02-04T00:00:00Z", "reason": "a \"b\"  \\", "revoked": false}"#

    private func ids(_ entries: String, sync: String = "pending") throws -> [String] {
        let text = """
            {"schema_version": "1.5", "created_at": "2025-01-01T00:00:00Z", "created_by": "a", "level": "run", "template":
            {"name": "n", "version": "1", "source_path": "p"}, "variables": {}, "paths": {"local": "l", "nas": "n"},
            "sync_status": "\(sync)", "validation_overrides": \(entries)}
            """
        let raised = try RecordSchema.creation.migrated(JSONDocument(text)).document
        return try #require(raised.root["validation_overrides"]?.arrayValue).map { try #require($0["id"]?.stringValue) }
    }

    @Test func `They have the form of a UUID of version 4`() throws {
        for id in try ids("[\(entry), \(entry)]") {
            #expect(id.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
        }
    }

    @Test func `Equal entries differ by their place`() throws {
        let ids = try ids("[\(entry), \(entry)]")
        #expect(ids[0] != ids[1])
    }

    @Test func `An edit elsewhere, an entry that is appended and another indentation do not change them`() throws {
        let first = try ids("[\(entry)]")
        #expect(try ids("[\(entry)]", sync: "synced") == first)
        #expect(try ids("[\(entry), \(entry)]").first == first.first)
        #expect(
            try ids("[\n\t\(entry.replacing(", \"", with: ",\n\t\t\"").replacing("\": ", with: "\" :\t"))\n]") == first)
    }

    @Test func `White space inside a text does change them`() throws {
        #expect(try ids("[\(entry)]") != ids("[\(entry.replacing("  ", with: " "))]"))
    }

    @Test func `An identifier that is there stays`() throws {
        let named = entry.replacing("{", with: "{\"id\": \"mine\", ")
        #expect(try ids("[\(named)]") == ["mine"])
    }

    @Test func `The override that an operator saw can be revoked by the identifier that was shown`() throws {
        let shown = try ids("[\(entry)]")[0]
        let raised = try ids("[\(entry)]", sync: "failed")[0]
        #expect(shown == raised)
    }
}
