import CreationTestSupport
import Foundation
import LosslessJSON
import Testing

@testable import CreationJSON

/// The record types are `Codable` with anybody's coder, not only with the document's.
@Suite struct ForeignCoderTests {
    static let samples = Fixtures.names(in: "records", suffix: ".json")
    static let hooks = Fixtures.names(in: "hooks/valid", suffix: ".json")

    @Test(arguments: samples)
    func `Foundation reads and writes the same record`(name: String) throws {
        let bytes = try Fixtures.contents("records/\(name).json")
        let ours = try DocumentDecoder().decode(CreationRecord.self, from: JSONDocument(bytes).root)
        guard name != "run-1.0" else {
            // Its integer of 23 digits is more than Foundation can read.
            return
        }
        let theirs = try JSONDecoder().decode(CreationRecord.self, from: Data(bytes))
        #expect(theirs == ours)
        let encoded = try JSONEncoder().encode(ours)
        let back = try DocumentDecoder().decode(CreationRecord.self, from: JSONDocument([UInt8](encoded)).root)
        #expect(back == ours)
    }

    @Test(arguments: hooks)
    func `Foundation reads and writes the same hook`(name: String) throws {
        let bytes = try Fixtures.contents("hooks/valid/\(name).json")
        let ours = try DocumentDecoder().decode(HookDefinition.self, from: JSONDocument(bytes).root)
        #expect(try JSONDecoder().decode(HookDefinition.self, from: Data(bytes)) == ours)
        let encoded = try JSONEncoder().encode(ours)
        #expect(try DocumentDecoder().decode(HookDefinition.self, from: JSONDocument([UInt8](encoded)).root) == ours)
    }

    @Test func `Foundation keeps entries that cannot be read, and tells overrides from tombstones`() throws {
        for name in OverrideFixtureTests.names where !name.contains("surrogate") {
            let entries = try OverrideCase(name).entries
            let ours = try DocumentDecoder().decode([OverrideEntry].self, from: entries)
            #expect(try JSONDecoder().decode([OverrideEntry].self, from: Data(entries.bytes)) == ours, "\(name)")
            let encoded = try JSONEncoder().encode(ours)
            #expect(try JSONDecoder().decode([OverrideEntry].self, from: encoded) == ours, "\(name)")
        }
    }
}
