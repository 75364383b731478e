import CreationTestSupport
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
    _ path: FilePath, options: LockOptions = LockOptions(timeout: .patience), durability: Durability = .none,
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
        LockOptions(timeout: .patience, diagnostics: { [self] diagnostic in state.withLock { $0.append(diagnostic) } })
    }
}

/// The error that a body must throw.
func failure<Result>(
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Result
) throws -> FileError {
    let error = #expect(throws: FileError.self, sourceLocation: sourceLocation) { _ = try body() }
    return try #require(error, sourceLocation: sourceLocation)
}

extension Scratch {
    /// Gives the record an extended attribute.
    func setAttribute(_ name: String, of file: String = "creation.json", to value: [UInt8]) throws {
        let descriptor = try Kernel.open(self.file(file), in: Kernel.workingDirectory, .readOnly)
        try Kernel.setAttribute(FilePath(name), of: descriptor.raw, to: value)
    }

    /// Gives the record an extended attribute.
    func setAttribute(_ name: String, of file: String = "creation.json", to value: String) throws {
        try setAttribute(name, of: file, to: Array(value.utf8))
    }

    /// An extended attribute of the record; nil if it has none of the name.
    func attribute(_ name: String, of file: String = "creation.json") throws -> [UInt8]? {
        let descriptor = try Kernel.open(self.file(file), in: Kernel.workingDirectory, .readOnly)
        return try? Kernel.attribute(FilePath(name), of: descriptor.raw)
    }

    /// What this process has open in the directory, and the directory itself.
    var openDescriptors: [String] {
        let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return numbers.compactMap { number in
            guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + number)
            else { return nil }
            return target.hasPrefix(path) ? target : nil
        }
    }
}
