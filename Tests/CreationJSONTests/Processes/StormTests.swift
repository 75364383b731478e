import CreationJSON
import CreationTestSupport
import Foundation
import LosslessJSON
import Testing

/// What the kernel's lock alone does not promise: it grants shared locks while others share, whoever waits.
@Suite("Eight processes that never pause", .serialized, .ownThreads)
struct StormTests {
    let folder: TemporaryFolder
    let path: RecordPath

    init() throws {
        folder = try TemporaryFolder()
        let sample = try Data(contentsOf: URL(fileURLWithPath: Fixtures.directory + "/records/run-1.8.json"))
        path = try folder.write([UInt8](sample))
    }

    /// Runs a body while eight workers do the same over and over, and answers with how long each of its rounds took.
    private func longest(
        beside command: (Int) throws -> [String], rounds: Int, _ body: @Sendable (Int) async throws -> Void
    ) async throws -> Duration {
        let storm = try (0..<8).map { try ChildProcess.product("creation-test-worker", command($0)) }
        // Until it blows.
        try await Task.sleep(for: .milliseconds(500))
        var longest = Duration.zero
        for round in 0..<rounds {
            longest = max(longest, try await ContinuousClock().measure { try await body(round) })
        }
        for child in storm { child.kill() }
        // All of them were still at it.
        for ending in await endings(of: storm) { #expect(ending.status == 128 + SIGKILL, "\(ending.errors)") }
        return longest
    }

    @Test("and share the record, so that it is never free, do not keep a writer out (LOCK-16)")
    func sharers() async throws {
        let writer = CreationWriter(timeout: .seconds(30))
        let path = self.path
        let sample = try folder.read()
        let longest = try await longest(
            beside: { ["gate", path.description, try folder.write(sample, to: "other-\($0).json").description] },
            rounds: 3
        ) { round in
            try await writer.updateDocument(at: path) { try $0.set(.number(round), at: "/counter") }
        }
        #expect(longest < .seconds(10))
        #expect(try await writer.snapshot(at: path).document["/counter"] == 2)
    }

    @Test("and only write do not keep a reader out (LOCK-9)")
    func writers() async throws {
        let reader = CreationWriter(timeout: .seconds(120))
        let path = self.path
        let longest = try await longest(
            beside: { _ in ["increment", path.description, "100000000", "none"] }, rounds: 50
        ) { _ in
            _ = try await reader.snapshot(at: path)
        }
        #expect(longest < .seconds(10))
    }
}
