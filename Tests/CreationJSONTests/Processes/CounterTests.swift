import CreationJSON
import CreationTestSupport
import Foundation
import LosslessJSON
import Testing

@Suite("Many processes count in one record", .serialized)
struct CounterTests {
    let folder: TemporaryFolder
    let path: RecordPath

    init() throws {
        folder = try TemporaryFolder()
        let sample = try Data(contentsOf: URL(fileURLWithPath: Fixtures.directory + "/records/run-1.8.json"))
        path = try folder.write([UInt8](sample))
    }

    private func counter() async throws -> Int64? {
        try await CreationWriter().snapshot(at: path).document.root["counter"]?.numberValue?.int64
    }

    @Test("and none of eight loses a count, while readers that never lock see only whole records")
    func swiftOnly() async throws {
        let readers = try (0..<2).map { _ in
            try ChildProcess.product("creation-test-worker", ["read", path.description, "2"])
        }
        let writers = try (0..<8).map { _ in
            try ChildProcess.product("creation-test-worker", ["increment", path.description, "50"])
        }
        for ending in await endings(of: writers + readers) { #expect(ending.status == 0, "\(ending.errors)") }
        #expect(try await counter() == 400)
        #expect(try folder.names() == ["creation.json", "creation.json.lock"])
    }

    @Test(
        "and none of sixteen loses a count, half of them Python's filelock",
        .enabled(if: Interoperability.python != nil, "set CREATION_JSON_TEST_PYTHON to a Python with filelock"))
    func withFilelock() async throws {
        let python = try #require(Interoperability.python)
        let script = Interoperability.script("increment_filelock.py")
        let readers = try (0..<4).map { _ in
            try ChildProcess.product("creation-test-worker", ["read", path.description, "6"])
        }
        let lockingReader = try ChildProcess.product("creation-test-worker", ["snapshot", path.description, "6"])
        let writers = try (0..<16).map { index in
            index % 2 == 0
                ? try ChildProcess.product("creation-test-worker", ["increment", path.description, "250"])
                : try ChildProcess(python, [script, path.description, "250"])
        }
        let all = await endings(of: writers + readers + [lockingReader])
        for ending in all { #expect(ending.status == 0, "\(ending.errors)") }
        #expect(try await counter() == 4_000)
        // The longest wait of a reader that locks, against its timeout of 120 s.
        let longest = try #require(all.last?.output.split(separator: " ").last.flatMap { Int($0.dropLast()) })
        #expect(longest < 120_000)
    }

    @Test(
        "and the client of the specification takes part",
        .enabled(if: Interoperability.python != nil, "set CREATION_JSON_TEST_PYTHON to a Python with filelock"))
    func withSpecificationClient() async throws {
        let python = try #require(Interoperability.python)
        let script = Interoperability.script("increment_specification.py")
        let writers = try (0..<6).map { index in
            index % 2 == 0
                ? try ChildProcess.product("creation-test-worker", ["increment", path.description, "100"])
                : try ChildProcess(python, [script, Interoperability.client, path.description, "100"])
        }
        for ending in await endings(of: writers) { #expect(ending.status == 0, "\(ending.errors)") }
        #expect(try await counter() == 600)
    }
}
