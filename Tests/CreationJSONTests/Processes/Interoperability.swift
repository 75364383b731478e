import CreationTestSupport
import Foundation

/// Real peers that only the continuous integration installs.
enum Interoperability {
    /// A Python with `filelock` and `msgspec`, named by `CREATION_JSON_TEST_PYTHON`.
    static let python = ProcessInfo.processInfo.environment["CREATION_JSON_TEST_PYTHON"]

    /// The tests' own Python programs.
    static func script(_ name: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(name).path
    }

    /// The folder of the client that `spec/` carries as a pattern for other languages.
    static let client = Fixtures.directory + "/../spec/python"
}

/// Runs children together and answers with their endings, in order.
func endings(of children: [ChildProcess]) async -> [ChildProcess.Ending] {
    await withTaskGroup(of: (Int, ChildProcess.Ending).self) { group in
        for (index, child) in children.enumerated() { group.addTask { (index, await child.ending()) } }
        return await group.reduce(into: [Int: ChildProcess.Ending]()) { $0[$1.0] = $1.1 }
            .sorted { $0.key < $1.key }.map(\.value)
    }
}
