public import CreationJSON
import Foundation

/// A folder of its own for one test; it goes away with its last reference.
public final class TemporaryFolder: Sendable {
    /// The absolute path, without a trailing slash.
    public let path: String

    /// A fresh, empty folder, below `parent` or where temporary files belong.
    public init(below parent: String? = nil) throws {
        let parent = parent ?? NSTemporaryDirectory()
        path = (parent as NSString).appendingPathComponent("creation-json-\(UUID().uuidString)")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The name of a file in it.
    public func file(_ name: String = "creation.json") -> String { path + "/" + name }

    /// The name of a record in it.
    public func record(_ name: String = "creation.json") -> RecordPath { RecordPath(file(name)) }

    /// Puts bytes into a file in it, and answers with its record name.
    @discardableResult
    public func write(_ bytes: [UInt8], to name: String = "creation.json") throws -> RecordPath {
        try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
        return record(name)
    }

    /// The bytes of a file in it.
    public func read(_ name: String = "creation.json") throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: file(name))))
    }

    /// The names in it, sorted.
    public func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
}
