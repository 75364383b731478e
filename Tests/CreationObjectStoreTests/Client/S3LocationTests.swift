import CreationJSON
import Testing

@testable import CreationObjectStore

/// OBJ-1.
@Suite("Locations")
struct S3LocationTests {
    @Test("are a bucket and a key, whose bytes are taken as they are")
    func parts() throws {
        let location = try S3Location.parse(Array("s3://b.1/a b/ü?x#y%20".utf8)).get()
        #expect(location.bucket == "b.1")
        #expect(location.key == Array("a b/ü?x#y%20".utf8))
        #expect(location.encodedKey == "a%20b/%C3%BC%3Fx%23y%2520")
        #expect(location.description == "s3://b.1/a b/ü?x#y%20")
        #expect(
            try S3Location.parse([0x73, 0x33, 0x3a, 0x2f, 0x2f, 0x62, 0x2f, 0xff]).get().encodedKey
                == "%FF")
    }

    @Test(
        "say what is missing or wrong",
        arguments: [
            ("http://b/k", "it does not begin with s3://"), ("/b/k", "it does not begin with s3://"),
            ("s3:///k", "the bucket is missing after s3://"),
            ("s3://", "the bucket is missing after s3://"),
            ("s3://b", "the object's key is missing after the bucket"),
            ("s3://b/", "the object's key is missing after the bucket"),
            ("s3://b/dir/", "the object's key is missing after the bucket"),
            ("s3://b c/k", "the bucket's name has a byte that bucket names do not have"),
            ("s3://u:p@b/k", "the bucket's name has a byte that bucket names do not have"),
            ("s3://b/a/../k", "the key has a . or .. segment, which gateways rewrite"),
            ("s3://b/./k", "the key has a . or .. segment, which gateways rewrite"),
            (
                "s3://b/" + String(repeating: "k", count: 1025),
                "the key is longer than the 1024 bytes that S3 allows"
            ),
        ])
    func refused(text: String, problem: String) async throws {
        #expect(S3Location.parse(Array(text.utf8)) == .failure(LocationProblem(message: problem)))
        let store = FakeStore()
        let storage = try S3RecordStorage.fake(store)
        let error = await #expect(throws: RecordError.self) {
            try await storage.append("x", at: RecordPath(text))
        }
        #expect(error?.code == .invalidRecord)
        #expect(error?.message == "the path names no object of an object store: \(problem)")
        #expect(error?.expected == "s3://bucket/key")
        #expect(store.requests.isEmpty)
    }

    @Test("of a listing need no key")
    func prefixes() throws {
        #expect(try S3Location.parse(Array("s3://b".utf8), allowsPrefix: true).get().key.isEmpty)
        #expect(
            try S3Location.parse(Array("s3://b/a/".utf8), allowsPrefix: true).get().key
                == Array("a/".utf8))
    }

    @Test("stay under the root that they are confined to")
    func roots() throws {
        let root: RecordPath = "s3://b/lab"
        #expect(
            try S3RecordStorage.location(of: "run/c.json", root: root).description
                == "s3://b/lab/run/c.json")
        #expect(
            try S3RecordStorage.location(of: "c.json", root: "s3://b/lab/").description
                == "s3://b/lab/c.json")
        for path: RecordPath in ["s3://b/other", "/other", "../other", "run/../../other"] {
            let error = #expect(throws: RecordError.self) {
                try S3RecordStorage.location(of: path, root: root)
            }
            #expect(error?.code == .outsideRoot)
            #expect(error?.path == path)
        }
    }
}
