import CreationJSON
import Testing

@testable import CreationObjectStore

/// OBJ-16.
@Suite("Listings")
struct ListingTests {
    @Test("go through all pages, whatever bytes the keys have")
    func pages() async throws {
        let store = FakeStore()
        let names = ["a b", "a+b", "aü", "a&b", "a/c.json", "b", "a%41"]
        for name in names {
            store.overwrite("/b/" + PercentEncoding.encode(name.utf8, keepsSlash: true), "x")
        }
        let storage = try S3RecordStorage.fake(store)
        var found: [RecordPath] = []
        var token: String?
        var pages = 0
        repeat {
            let page = try await storage.page(under: "s3://b/a", after: token)
            found += page.objects.map(\.path)
            token = page.nextToken
            pages += 1
        } while token != nil && pages < 10
        #expect(pages == 3)
        #expect(
            Set(found) == Set(names.filter { $0.hasPrefix("a") }.map { RecordPath("s3://b/\($0)") }))
        #expect(found.count == 6)
    }

    @Test("try again where the store is busy, and refuse an answer that is no listing")
    func failures() async throws {
        let store = FakeStore { number, _ in number < 3 ? .refused(503, "SlowDown") : .none }
        let storage = try S3RecordStorage.fake(store)
        #expect(try await storage.page(under: "s3://b").objects.isEmpty)
        #expect(store.requests.count == 4)
        let missing = try S3RecordStorage.fake(FakeStore { _, _ in .refused(404, "NoSuchBucket") })
        let error = await #expect(throws: RecordError.self) { try await missing.page(under: "s3://b/") }
        #expect(error?.code == .notFound)
        #expect(
            error?.message
                == "the bucket does not exist on the object store at http://store.invalid:9000; "
                + "look at its name, or create it first")
        let nonsense = try S3RecordStorage.fake(FakeStore { _, _ in .refused(200, "NotAListing") })
        let unclear = await #expect(throws: RecordError.self) {
            try await nonsense.page(under: "s3://b/")
        }
        #expect(unclear?.code == .storageError)
        #expect(unclear?.message == "the object store's listing cannot be understood")
    }
}
