import CreationTestSupport
import LosslessJSON
import Testing

/// A folder below `Fixtures/merge/`: one JSON file for each part of a case.
struct MergeCase: CustomTestStringConvertible, Sendable {
    let kind: String
    let name: String

    var testDescription: String { name.replacing("-", with: " ") }

    static func all(_ kind: String) -> [MergeCase] {
        Fixtures.names(in: "merge/\(kind)").map { MergeCase(kind: kind, name: $0) }
    }

    /// The document in one file; the test fails if there is none.
    func document(_ part: String) throws -> JSONDocument {
        try JSONDocument(#require(Fixtures.bytes(path(part)), "\(path(part)) is missing"))
    }

    func has(_ part: String) -> Bool { Fixtures.bytes(path(part)) != nil }

    private func path(_ part: String) -> String { "merge/\(kind)/\(name)/\(part).json" }
}

/// What `error.json` of a case says.
struct ExpectedError: Equatable {
    var code: String
    var pointer: String

    init(_ value: JSONValue) throws {
        code = try #require(value["code"]?.stringValue)
        pointer = try #require(value["pointer"]?.stringValue)
    }

    init(_ error: JSONError) {
        code = error.code.rawValue
        pointer = error.pointer?.description ?? "(none)"
    }
}
