import CreationJSON
import CreationTestSupport
import LosslessJSON
import Testing

@testable import CreationObjectStore

/// OBJ-14, BULK-5: a gate that an object store cannot hold fails the write that has it, and no other.
@Suite("A bulk with a gate on another object")
struct BulkGateTests {
    @Test("fails the gated writes alone, and carries out the others of the same record in their order")
    func foreignGate() async throws {
        let store = FakeStore()
        let writer = CreationWriter(storage: try S3RecordStorage.fake(store))
        let path: RecordPath = "s3://b/run"
        try await writer.createOperations(at: path)
        let before = store.requests.count
        func write(_ name: String, _ gates: [RecordGate] = []) -> ConditionalWrite<CreationRecord> {
            ConditionalWrite(
                .updateDocument { try $0.append(.string(name), to: "/operations") }, at: path, gates: gates)
        }
        let results = try await writer.bulk([
            write("first"), write("second", [.exists("s3://b/project")]), write("third"),
            write("fourth", [.exists("s3://b/project"), .absent("s3://b/other")]), write("fifth", [.exists(path)]),
        ])
        #expect(results.map(\.outcome) == [.written, nil, .written, nil, .written])
        for index in [1, 3] {
            let error = #expect(throws: RecordError.self) { try results[index].result.get() }
            #expect(error?.code == .storageError)
            #expect(error?.path == "s3://b/project")
        }
        #expect(try await writer.operations(at: path) == ["first", "third", "fifth"])
        // One read at most, since the writer has just written, and one write for all that landed.
        #expect(store.requests.dropFirst(before).filter { $0.method == .put }.count == 1)
    }
}
