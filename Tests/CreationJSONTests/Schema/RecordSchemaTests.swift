import LosslessJSON
import Testing

@testable import CreationJSON

/// A kind of record of one's own, and what a version takes (MIG-2, MIG-5, MIG-15).
@Suite struct RecordSchemaTests {
    private struct Sample: Codable, Sendable {
        var barcode: String
        var state: String?
        var shelf: String?
    }

    private let schema = RecordSchema<Sample>(
        name: "sample", about: "A tube in the freezer.",
        members: [.required("barcode", .string, .writeOnce), .defaulted("state", .oneOf("full", "empty"), to: "full")],
        migrations: [
            Migration(
                SchemaVersion(major: 1, minor: 1), "Shelves.",
                adds: [.member(.defaulted("shelf", .string, to: "top")), .values("lost", of: "state")])
        ])

    @Test func `A dozen lines make a kind with its own versions`() throws {
        #expect(schema.currentVersion.description == "1.1")
        let raised = try schema.migrated(JSONDocument(#"{"schema_version":"1.0","barcode":"b"}"#))
        #expect(raised.document.description == #"{"schema_version":"1.1","barcode":"b","state":"full","shelf":"top"}"#)
        let slip = try JSONDocument(#"{"schema_version":"1.1","barcode":"b","state":"fulll"}"#)
        let error = #expect(throws: RecordError.self) {
            try schema.checkWrite(before: nil, after: slip, version: schema.currentVersion)
        }
        #expect(error?.expected == "one of “full”, “empty”, “lost”")
    }

    @Test func `Adopting 1.9 takes one row`() throws {
        let next = RecordSchema<CreationRecord>(
            name: "creation",
            members: [
                .defaulted("sync_status", .oneOf("pending"), to: "pending"), .optional("orchestrator", .object([])),
            ],
            migrations: [.creation1_9])
        #expect(next.currentVersion.description == "1.9")
        let raised = try next.migrated(JSONDocument(#"{"schema_version":"1.0"}"#))
        #expect(raised.document.description == #"{"schema_version":"1.9","sync_status":"pending"}"#)
        let written = try JSONDocument(#"{"schema_version":"1.9","sync_status":"cleaned"}"#)
        #expect(try next.checkWrite(before: nil, after: written, version: next.currentVersion) == [])
    }

    @Test func `The version history is in order, and only 1.4 is withdrawn`() {
        let schema = RecordSchema.creation
        #expect(schema.firstVersion.description == "1.0")
        #expect(schema.currentVersion.description == "1.8")
        #expect(schema.migrations.map(\.version.description) == (1...8).map { "1.\($0)" })
        #expect(schema.migrations.filter(\.isWithdrawn).map(\.version.description) == ["1.4"])
        #expect(schema.writtenVersion(for: SchemaVersion(major: 1, minor: 10)).description == "1.10")
        #expect(schema.writtenVersion(for: SchemaVersion(major: 1, minor: 4)).description == "1.8")
    }

    @Test func `New members come in schema order`() {
        #expect(
            RecordSchema.creation.memberOrder == [
                "schema_version", "created_at", "created_by", "level", "run_kind", "lims_project", "template",
                "variables",
                "plugins_applied", "paths", "orchestrator", "sync_status", "validation_overrides",
            ])
    }
}
