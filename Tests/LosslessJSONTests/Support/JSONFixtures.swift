import CreationTestSupport
import Foundation
import LosslessJSON
import Testing

/// A file below `Fixtures/json`.
struct JSONFixture: Sendable, CustomTestStringConvertible {
    let name: String
    let path: String

    var testDescription: String { name }

    /// The bytes of the file.
    func bytes() throws -> [UInt8] {
        // Foundation loses a buffer when it reads an empty file, which a leak checker holds against the test.
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        return size == 0 ? [] : Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    /// The sibling with the same name and another ending.
    func sibling(_ ending: String) -> JSONFixture {
        let stem = String(name.dropLast(".json".count))
        return JSONFixture(
            name: stem + ending, path: String(path.dropLast(name.count)) + stem + ending)
    }

    /// The documents of a folder, in order of name; a new file is a new test.
    static func all(in folder: String, under parent: String = "json/") -> [JSONFixture] {
        let directory = "\(Fixtures.directory)/\(parent)\(folder)"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.filter { $0.hasSuffix(".json") && !$0.hasSuffix(".error.json") }.sorted().map {
            JSONFixture(name: $0, path: "\(directory)/\($0)")
        }
    }

    /// Every file here that is a document of its own right: accepted, round-tripped, or a record.
    static let documents = all(in: "accept") + all(in: "roundtrip") + all(in: "records", under: "")
}
