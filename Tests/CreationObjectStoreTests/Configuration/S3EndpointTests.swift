import Testing

@testable import CreationObjectStore

/// OBJ-3.
@Suite("Endpoints")
struct S3EndpointTests {
    @Test(
        "are http or https addresses with a host, perhaps a port and a path",
        arguments: [
            ("http://127.0.0.1:7480", "http", "127.0.0.1:7480", ""),
            ("HTTPS://Store.Example:443/", "https", "store.example", ""),
            ("http://h:80", "http", "h", ""), ("https://h:80", "https", "h:80", ""),
            ("http://[::1]:9000/base/s3//", "http", "[::1]:9000", "/base/s3"),
        ])
    func accepted(url: String, scheme: String, authority: String, path: String) throws {
        let endpoint = try #require(S3Endpoint(url: url))
        #expect(endpoint.scheme == scheme)
        #expect(endpoint.authority == authority)
        #expect(endpoint.basePath == path)
    }

    @Test(
        "are nothing else",
        arguments: [
            "", "store", "ftp://h", "http://", "http:///x", "http://user:password@h", "http://h?x=1",
            "http://h#f",
            "http://h:0", "http://h:65536", "http://h:x", "http://h h", "http://h/a b", "http://[x]",
            "http://[::1",
        ])
    func refused(url: String) {
        #expect(S3Endpoint(url: url) == nil)
    }

    @Test("put the bucket into the path or before the host")
    func addressing() throws {
        let gateway = try #require(S3Endpoint(url: "http://h:9000/base"))
        #expect(gateway.address(bucket: "b", encodedKey: "a/k") == ("h:9000", "/base/b/a/k"))
        #expect(gateway.address(bucket: "b", encodedKey: "") == ("h:9000", "/base/b"))
        let aws = try #require(S3Endpoint(awsRegion: "eu-central-1"))
        #expect(
            aws.address(bucket: "b", encodedKey: "a/k") == ("b.s3.eu-central-1.amazonaws.com", "/a/k"))
        #expect(aws.address(bucket: "b", encodedKey: "") == ("b.s3.eu-central-1.amazonaws.com", "/"))
        #expect(
            aws.address(bucket: "b.c", encodedKey: "k") == ("s3.eu-central-1.amazonaws.com", "/b.c/k"))
    }

    @Test("of AWS need a region that can stand in a host name")
    func regions() {
        #expect(S3Endpoint(awsRegion: "a/b") == nil)
        #expect(S3Endpoint(awsRegion: "a b") == nil)
    }
}
