import CreationTestSupport
import LosslessJSON
import Testing

@testable import CreationJSON

/// The typed record (MIG-6, MIG-9, OVR-1).
@Suite struct CreationRecordTests {
    static let samples = Fixtures.names(in: "records", suffix: ".json")

    private func record(_ name: String) throws -> CreationRecord {
        let document = try JSONDocument(Fixtures.contents("records/\(name).json"))
        return try DocumentDecoder().decode(CreationRecord.self, from: document.root)
    }

    private func decode(_ text: String) throws -> CreationRecord {
        try DocumentDecoder().decode(CreationRecord.self, from: JSONDocument(text).root)
    }

    @Test(arguments: samples)
    func `A record comes back as the value that it was`(name: String) throws {
        let record = try record(name)
        let encoded = try DocumentEncoder().encode(record)
        #expect(try DocumentDecoder().decode(CreationRecord.self, from: encoded.root) == record)
    }

    @Test(arguments: samples)
    func `Every member that is encoded is in the file with the same value, or is a default`(name: String) throws {
        let file = try JSONDocument(Fixtures.contents("records/\(name).json")).root
        let encoded = try DocumentEncoder().encode(record(name)).root
        let defaults: JSONValue = [
            "run_kind": "experimental", "plugins_applied": [], "sync_status": "pending", "validation_overrides": [],
            "source": "live",
        ]
        func compare(_ value: JSONValue, _ other: JSONValue?, _ place: JSONPointer) {
            if let elements = value.arrayValue, let others = other?.arrayValue {
                #expect(elements.count == others.count, "\(place)")
                for (index, pair) in zip(elements, others).enumerated() {
                    compare(pair.0, pair.1, place.appending(index))
                }
                return
            }
            guard let object = value.objectValue, let original = other?.objectValue else {
                let name = place.last ?? ""
                #expect(value == (other ?? defaults[name]), "\(place)")
                return
            }
            for (key, member) in object {
                compare(member, original[key], place.appending(key.lossyString))
            }
        }
        compare(encoded, file, .root)
    }

    @Test(arguments: samples)
    func `Encoding follows the order of the schema`(name: String) throws {
        let keys = try #require(DocumentEncoder().encode(record(name)).root.objectValue).keys.map(\.lossyString)
        let order = RecordSchema.creation.memberOrder
        let places = try keys.map { try #require(order.firstIndex(of: $0)) }
        #expect(places == places.sorted())
    }

    @Test func `The full sample is read member by member`() throws {
        let record = try record("run-1.8")
        #expect(record.createdAt.timestamp == Timestamp(seconds: 1_776_436_320))
        #expect(record.createdBy == "asmith")
        #expect(record.level == .run)
        #expect(record.runKind == .experimental)
        #expect(record.limsProject?.shortID == "PROJ-0042")
        #expect(record.limsProject?.source == .live)
        #expect(record.limsProject?.cacheFreshnessAtUse == nil)
        #expect(record.template.runScope == .both)
        #expect(record.variables["project_name"] == "Cortex Q3 Pilot")
        #expect(record.pluginsApplied.first?.status == .success)
        #expect(record.pluginsApplied.first?.isolation?.durationMilliseconds == 412)
        #expect(record.paths.nas.hasPrefix("//nas01/"))
        #expect(record.orchestrator?.isEnabled == true)
        #expect(record.syncStatus == .pending)
        #expect(record.validationOverrides.isEmpty)
    }

    @Test func `What writers omit reads as its default`() throws {
        let record = try record("run-1.9-defaults-omitted")
        #expect(record.syncStatus == .pending)
        #expect(record.pluginsApplied.isEmpty)
        #expect(record.validationOverrides.isEmpty)
        #expect(record.limsProject?.source == .live)
        #expect(record.orchestrator?.equipmentLabel == "Confocal Microscope 1")
    }

    @Test func `An unknown value of a newer program survives`() throws {
        let record = try record("run-1.10-from-the-future")
        #expect(record.syncStatus == "archived")
        #expect(record.orchestrator?.completenessSignal == "sentinel_file")
        #expect(try DocumentEncoder().encode(record).root["sync_status"] == "archived")
    }

    @Test func `Numbers of variables keep their spelling`() throws {
        let encoded = try DocumentEncoder().encode(record("run-1.0"))
        for spelling in ["1.10", "1E-7", "12345678901234567890123"] { #expect(encoded.description.contains(spelling)) }
    }

    @Test func `A block that is nil is absent`() throws {
        var record = try record("run-1.8")
        record.orchestrator = nil
        record.limsProject = nil
        record.template.runScope = nil
        record.pluginsApplied[0].isolation = nil
        let encoded = try DocumentEncoder().encode(record).description
        for name in ["orchestrator", "lims_project", "run_scope", "isolation", "null"] {
            #expect(!encoded.contains("\"\(name)\""))
        }
    }

    @Test(arguments: [
        (#""created_by":7"#, "/created_by"), (#""level":null"#, "/level"), (#""variables":[]"#, "/variables"),
        (#""sync_status":null"#, "/sync_status"), (#""validation_overrides":{}"#, "/validation_overrides"),
        (#""plugins_applied":[{"plugin":"p","version":1}]"#, "/plugins_applied/0/version"),
        (#""paths":{"local":"l"}"#, "/paths/nas"),
        (#""lims_project":{"uid":"u","short_id":"s","name_at_creation":5}"#, "/lims_project/name_at_creation"),
    ])
    func `What cannot be read names its place`(member: String, pointer: JSONPointer) throws {
        var document = try JSONDocument(Fixtures.contents("records/run-1.8.json"))
        let patch = try JSONDocument("{\(member)}").root
        for (key, value) in try #require(patch.objectValue) {
            try document.set(value, at: .root.appending(key.lossyString))
        }
        let record = document.root
        #expect {
            try DocumentDecoder().decode(CreationRecord.self, from: record)
        } throws: { error in
            (error as? JSONError)?.pointer == pointer
        }
        let findings = RecordSchema.creation.validate(record, version: RecordSchema.creation.currentVersion)
        #expect(findings.first { $0.severity == .error }?.pointer == pointer)
    }

    @Test func `Members of 1.9 that mean something else in an older file do not make it unreadable`() throws {
        var document = try JSONDocument(Fixtures.contents("records/run-1.8.json"))
        try document.set(5, at: "/orchestrator/equipment_label")
        let record = try DocumentDecoder().decode(CreationRecord.self, from: document.root)
        #expect(record.orchestrator?.equipmentLabel == nil)
        #expect(RecordSchema.creation.validate(document.root, version: SchemaVersion(major: 1, minor: 8)).isEmpty)
        let newer = RecordSchema.creation.validate(document.root, version: SchemaVersion(major: 1, minor: 9))
        #expect(newer.map(\.pointer) == ["/orchestrator/equipment_label"])
    }

    @Test func `Entries keep what they cannot say, byte for byte`() throws {
        let text = #"{ "revoked" : "no", "x": 1.10, "é": "\u00e9" }"#
        var document = try JSONDocument(Fixtures.contents("records/run-1.8.json"))
        try document.set(JSONDocument("[\(text), 7]").root, at: "/validation_overrides")
        let record = try DocumentDecoder().decode(CreationRecord.self, from: document.root)
        #expect(record.validationOverrides.map { $0.unknownValue?.kind } == [.object, .number])
        let encoded = try DocumentEncoder().encode(record).root["validation_overrides"]
        let entry = try #require(encoded?[0])
        #expect(entry["x"]?.text == "1.10")
        #expect(entry["é"]?.text == #""\u00e9""#)
    }
}
