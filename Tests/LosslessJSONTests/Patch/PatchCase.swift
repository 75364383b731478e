import CreationTestSupport
import LosslessJSON
import Testing

/// A file below `Fixtures/patch/`.
struct PatchCase: CustomTestStringConvertible, Sendable {
    let kind: String
    let name: String

    var testDescription: String { name.replacing("-", with: " ").replacing(".json", with: "") }

    static func all(_ kind: String) -> [PatchCase] {
        Fixtures.names(in: "patch/\(kind)").map { PatchCase(kind: kind, name: $0) }
    }

    /// One member of the case.
    func part(_ key: String) throws -> JSONValue {
        let value = try optionalPart(key)
        return try #require(value, "\(name) lacks ‘\(key)’")
    }

    func optionalPart(_ key: String) throws -> JSONValue? {
        try JSONDocument(#require(Fixtures.bytes("patch/\(kind)/\(name)"))).root[key]
    }
}
