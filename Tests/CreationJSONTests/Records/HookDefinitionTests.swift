import CreationTestSupport
import LosslessJSON
import Testing

@testable import CreationJSON

/// The second kind of record and its unions (UNI-1 to UNI-7).
@Suite struct HookDefinitionTests {
    static let valid = Fixtures.names(in: "hooks/valid", suffix: ".json")
    static let invalid = Fixtures.names(in: "hooks/invalid", suffix: ".json")
    let schema = RecordSchema.hook

    @Test(arguments: valid)
    func `A valid definition is read and written back with the same values`(name: String) throws {
        let document = try JSONDocument(Fixtures.contents("hooks/valid/\(name).json"))
        let hook = try DocumentDecoder().decode(HookDefinition.self, from: document.root)
        let encoded = try DocumentEncoder().encode(hook)
        #expect(try DocumentDecoder().decode(HookDefinition.self, from: encoded.root) == hook)
        try schema.checkWrite(before: nil, after: document, version: schema.version(of: document))
        for name in ["runtime", "feature"]
        where (document.root[name]?["type"] ?? document.root[name]?["kind"])?.stringValue?.hasPrefix("x-") == true {
            #expect(encoded.root[name] == document.root[name])
        }
    }

    @Test(arguments: invalid)
    func `An invalid definition is refused at the place that the case names`(name: String) throws {
        let root = try JSONDocument(Fixtures.contents("hooks/invalid/\(name).json")).root
        let document = JSONDocument(try #require(root["record"]))
        let pointer = try JSONPointer(#require(root["pointer"]?.stringValue))
        let error = #expect(throws: RecordError.self) {
            try schema.checkWrite(before: nil, after: document, version: schema.version(of: document))
        }
        #expect(error?.code.rawValue == root["code"]?.stringValue)
        #expect(error?.pointer == pointer)
    }

    @Test func `A variant that nobody knows is kept whole and written byte for byte`() throws {
        let runtime = #"{ "type" : "wasm", "module": "a.wasm", "fuel": 1.10, "list": [1,  2] }"#
        let feature = #"{"kind":"graph","nodes":{"a":1e2}}"#
        let text = #"{"schema_version":"1.0","name":"h","runtime":\#(runtime),"feature":\#(feature)}"#
        let hook = try DocumentDecoder().decode(HookDefinition.self, from: JSONDocument(text).root)
        #expect(hook.runtime.unknownValue?.text == runtime)
        #expect(hook.feature.unknownValue?.text == feature)
        let findings = try schema.checkWrite(before: nil, after: JSONDocument(text), version: schema.currentVersion)
        #expect(findings.map(\.kind) == [.unknownVariant, .unknownVariant])
        #expect(findings.map(\.pointer) == ["/runtime/type", "/feature/kind"])
    }

    @Test func `A known variant is one case, with its payload`() throws {
        let document = try JSONDocument(Fixtures.contents("hooks/valid/table.json"))
        let hook = try DocumentDecoder().decode(HookDefinition.self, from: document.root)
        guard case .oci(let image) = hook.runtime, case .table(let table) = hook.feature else {
            Issue.record("not the variants that the tags name")
            return
        }
        #expect(image.limits.timeoutSeconds == 120)
        #expect(image.limits.memory == "512Mi")
        #expect(table.cardinality == .many)
        #expect(table.columns.map(\.name) == ["x", "y", "when"])
        #expect(table.columns[2].format == "date-time")
        let keys = try #require(DocumentEncoder().encode(hook).root["runtime"]?.objectValue).keys.map(\.lossyString)
        #expect(keys == ["type", "image", "digest", "config", "limits"])
    }

    @Test func `The tag of an override goes behind its members`() throws {
        let entry = OverrideEntry.tombstone(
            Tombstone(id: "t", revokes: "i", operator: "o", recordedAt: "2026-01-01T00:00:00Z", reason: "r"))
        let expected =
            #"{"id":"t","revokes":"i","operator":"o","recorded_at":"2026-01-01T00:00:00Z","reason":"r","revoked":true}"#
        #expect(try DocumentEncoder().encode(entry).description == expected)
    }

    @Test func `A definition that lacks its version, or has another major, is refused`() throws {
        for (text, found) in [("{}", "no version"), (#"{"schema_version":"2.0"}"#, "version 2.0")] {
            let error = #expect(throws: RecordError.self) { try schema.version(of: JSONDocument(text)) }
            #expect(error?.code == .schemaMajorMismatch)
            #expect(error?.found == found)
            #expect(error?.message.contains("hook") == true)
        }
    }
}
