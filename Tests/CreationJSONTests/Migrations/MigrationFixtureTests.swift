import CreationTestSupport
import LosslessJSON
import Testing

@testable import CreationJSON

/// Every case of `Fixtures/migrations/` (MIG-4 to MIG-11): the bytes of a file, and those that raising it makes, or the error.
@Suite struct MigrationFixtureTests {
    static let raised = cases(suffix: ".expected.json")
    static let refused = cases(suffix: ".error.json")

    private static func cases(suffix: String) -> [String] {
        Fixtures.names(in: "migrations").flatMap { folder in
            Fixtures.names(in: "migrations/\(folder)", suffix: suffix).map { "\(folder)/\($0)" }
        }
    }

    private func document(_ name: String) throws -> JSONDocument {
        try JSONDocument(Fixtures.contents("migrations/\(name).json"))
    }

    @Test func `There are cases for every minor, a newer one, and refusals`() {
        let folders = Fixtures.names(in: "migrations")
        let minors = (0...8).map { "1.\($0)" }
        #expect(Set(folders).isSuperset(of: minors + ["newer", "refused"]))
    }

    @Test(arguments: raised)
    func `Raising a file makes exactly the bytes that the case has`(name: String) throws {
        let input = try document("\(name).input")
        let result = try RecordSchema.creation.migrated(input)
        let expected = try document("\(name).expected")
        #expect(result.document.description == expected.description)
        #expect(try RecordSchema.creation.version(of: result.document) == result.version)
        #expect(result.version == max(result.found, RecordSchema.creation.currentVersion))
        #expect(result.raised == (result.found < result.version))
    }

    @Test(arguments: raised)
    func `Raising twice is raising once, and reading twice gives the same`(name: String) throws {
        let input = try document("\(name).input")
        let once = try RecordSchema.creation.migrated(input)
        #expect(try RecordSchema.creation.migrated(input).document == once.document)
        let twice = try RecordSchema.creation.migrated(once.document)
        #expect(!twice.raised)
        #expect(twice.document == once.document)
    }

    @Test(arguments: raised)
    func `A raised file is valid, and so was the file before`(name: String) throws {
        let schema = RecordSchema.creation
        let result = try schema.migrated(document("\(name).input"))
        let before = schema.validate(try document("\(name).input").root, version: result.found)
        let after = schema.validate(result.document.root, version: result.version)
        #expect(before.filter { $0.severity == .error } == [])
        #expect(after.filter { $0.severity == .error } == [])
    }

    @Test(arguments: refused)
    func `What is no record of this major is refused with what was expected and found`(name: String) throws {
        let input = try document("\(name).input")
        let expected = try document("\(name).error").root
        let error = #expect(throws: RecordError.self) { try RecordSchema.creation.migrated(input) }
        #expect(error?.code.rawValue == expected["code"]?.stringValue)
        #expect(error?.pointer?.description == expected["pointer"]?.stringValue)
        #expect(error?.expected == expected["expected"]?.stringValue)
        #expect(error?.found == expected["found"]?.stringValue)
    }

    @Test func `A file at the current version or a newer one is the same document, not a copy`() throws {
        for name in ["1.8/defaults-omitted", "newer/1.10", "newer/1.9-defaults-omitted"] {
            let input = try document("\(name).input")
            let result = try RecordSchema.creation.migrated(input)
            #expect(!result.raised)
            #expect(result.document.bytes.withUnsafeBytes(\.baseAddress) == input.bytes.withUnsafeBytes(\.baseAddress))
        }
    }
}
