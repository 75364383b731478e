import Foundation
import Testing

@testable import LockedFiles

/// A directory of its own for a test, removed with it.
final class Scratch: Sendable {
    /// Its path, without a trailing slash and without symbolic links.
    let path: String

    init() throws {
        let base = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
        path = base + "/locked-files-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of an entry.
    func file(_ name: String = "creation.json") -> FilePath { FilePath(path + "/" + name) }

    /// The names in it, sorted.
    var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }

    /// Writes a file plainly.
    func write(_ text: String, to name: String = "creation.json") throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
    }

    /// The text of a file; nil if there is none.
    func text(_ name: String = "creation.json") -> String? {
        FileManager.default.contents(atPath: path + "/" + name).map { String(decoding: $0, as: UTF8.self) }
    }
}

/// Replaces a record's text under its lock.
func update(
    _ path: FilePath, options: LockOptions = LockOptions(), durability: Durability = .none,
    _ change: (String?) throws -> String
) throws {
    try withExclusive(path, options: options) { records in
        let old = try records.read().map { String(decoding: $0.bytes, as: UTF8.self) }
        try records.replace(with: Array(change(old).utf8), durability: durability)
    }
}

/// Collects diagnostics.
final class Diagnostics: Sendable {
    private let state = Guarded<[FileDiagnostic]>([])

    var codes: [FileDiagnostic.Code] { state.withLock { $0.map(\.code) } }

    var options: LockOptions {
        LockOptions(diagnostics: { [self] diagnostic in state.withLock { $0.append(diagnostic) } })
    }
}

/// The error that a body must throw.
func failure<Result>(
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Result
) throws -> FileError {
    let error = #expect(throws: FileError.self, sourceLocation: sourceLocation) { _ = try body() }
    return try #require(error, sourceLocation: sourceLocation)
}
