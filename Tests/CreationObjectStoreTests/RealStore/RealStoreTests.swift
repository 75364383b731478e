import CreationJSON
import Testing

@testable import CreationObjectStore

/// What only a real store can show. `.ci/object-store/test` starts one and runs these; without one they say that they did not run.
///
/// One suite after the other: the last of them kills the gateways that the others talk to.
@Suite("A real store", .enabled(if: RealStore.current != nil, RealStore.hint), .serialized)
struct RealStoreTests {
    @Test("is there, and what it does with conditions is found out")
    func isThere() async throws {
        let store = try RealStore.required()
        let bucket = try await store.bucket()
        let capabilities = try await store.storage().client.probe(bucket: bucket, directory: [])
        print("object store: ran against \(store.url), \(capabilities)")
        #expect(try await store.storage().page(under: RecordPath("s3://\(bucket)")).objects.isEmpty)
    }
}
