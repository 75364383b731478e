import CreationJSON
import CreationTestSupport
import Foundation
import LosslessJSON
import Testing

@Suite("Creators race for one record", .serialized)
struct CreationRaceTests {
    let folder: TemporaryFolder
    let sample = Fixtures.directory + "/records/run-1.8.json"

    init() throws { folder = try TemporaryFolder() }

    @Test("and exactly one of 32 tasks wins, in each of 200 rounds")
    func tasks() async throws {
        let document = try JSONDocument([UInt8](Data(contentsOf: URL(fileURLWithPath: sample))))
        let writer = CreationWriter(timeout: .patience, durability: .none)
        for round in 0..<200 {
            let path = folder.record("\(round).json")
            let outcomes = await withTaskGroup(of: String.self) { group in
                for _ in 0..<32 {
                    group.addTask {
                        do {
                            return try await writer.createDocument(document, at: path).outcome.rawValue
                        } catch {
                            return (error as? RecordError)?.code.rawValue ?? "\(error)"
                        }
                    }
                }
                return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            }
            #expect(outcomes == ["written": 1, "already_exists": 31])
            #expect(try folder.read("\(round).json") == document.bytes)
        }
    }

    @Test("and exactly one of 32 processes wins")
    func processes() async throws {
        for round in 0..<5 {
            let path = folder.file("p\(round).json")
            let go = folder.file("go\(round)")
            let children = try (0..<32).map { _ in
                try ChildProcess.product("creation-test-worker", ["create", path, sample, go])
            }
            #expect(FileManager.default.createFile(atPath: go, contents: nil))
            let outcomes = await endings(of: children).reduce(into: [:]) { $0[$1.output, default: 0] += 1 }
            #expect(outcomes == ["written\n": 1, "already_exists\n": 31])
            #expect(try folder.read("p\(round).json") == [UInt8](Data(contentsOf: URL(fileURLWithPath: sample))))
        }
    }
}
