import Testing

@testable import CreationObjectStore

/// OBJ-5. The requests, canonical forms and signatures are AWS's own examples: "Signature Calculations for the Authorization
/// Header" in the S3 API reference, and `get-vanilla` of the published test suite.
@Suite("Signature Version 4")
struct RequestSignerTests {
    private static let signer = RequestSigner(
        credentials: S3Credentials(
            accessKeyID: "AKIAIOSFODNN7EXAMPLE",
            secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
        region: "us-east-1")
    private static let host = "examplebucket.s3.amazonaws.com"
    /// 24 May 2013, midnight.
    private static let time = SigningTime(secondsSince1970: 1_369_353_600)

    private static func signature(of request: StoreRequest) -> String {
        var request = request
        signer.sign(&request, host: host, at: time)
        return request.headers["authorization"]?.split(separator: "=").last.map(String.init) ?? ""
    }

    @Test("signs AWS's GET of an object with a range")
    func getObject() {
        let request = StoreRequest(method: .get, path: "/test.txt", headers: ["range": "bytes=0-9"])
        #expect(
            Self.signature(of: request)
                == "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")
    }

    @Test("signs AWS's PUT of an object whose key has a dollar sign")
    func putObject() {
        let request = StoreRequest(
            method: .put, path: "/" + PercentEncoding.encode("test$file.text".utf8, keepsSlash: true),
            headers: [
                "date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY",
            ],
            body: Array("Welcome to Amazon S3.".utf8))
        #expect(
            Self.signature(of: request)
                == "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")
    }

    @Test("signs AWS's query without a value and its listing")
    func queries() {
        #expect(
            Self.signature(of: StoreRequest(method: .get, path: "/", query: [("lifecycle", "")]))
                == "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")
        #expect(
            Self.signature(
                of: StoreRequest(method: .get, path: "/", query: [("prefix", "J"), ("max-keys", "2")]))
                == "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")
    }

    @Test("signs the test suite's plainest request as published")
    func vanilla() {
        let signer = RequestSigner(
            credentials: S3Credentials(
                accessKeyID: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
            region: "us-east-1", service: "service")
        let time = SigningTime(secondsSince1970: 1_440_938_160)
        let request = StoreRequest(
            method: .get, path: "/", headers: ["host": "example.amazonaws.com", "x-amz-date": time.stamp])
        #expect(time.stamp == "20150830T123600Z")
        #expect(
            signer.authorization(for: request, at: time)
                == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                + "SignedHeaders=host;x-amz-date, "
                + "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")
    }

    @Test("takes another key when the day changes, and the first one again")
    func days() {
        let request = StoreRequest(method: .get, path: "/", headers: ["host": Self.host])
        let credentials = S3Credentials(accessKeyID: "ID", secretAccessKey: "SECRET")
        let kept = RequestSigner(credentials: credentials, region: "us-east-1")
        for seconds: Int64 in [86_399, 86_400, 0] {
            let time = SigningTime(secondsSince1970: seconds)
            let fresh = RequestSigner(credentials: credentials, region: "us-east-1")
            #expect(kept.authorization(for: request, at: time) == fresh.authorization(for: request, at: time))
        }
    }

    @Test("carries a session token in a signed field")
    func sessionToken() {
        var request = StoreRequest(method: .get, path: "/")
        let signer = RequestSigner(
            credentials: S3Credentials(accessKeyID: "ID", secretAccessKey: "SECRET", sessionToken: "TOKEN"),
            region: "us-east-1")
        signer.sign(&request, host: Self.host, at: Self.time)
        #expect(request.headers["x-amz-security-token"] == "TOKEN")
        #expect(request.headers["authorization"]?.contains("x-amz-date;x-amz-security-token, ") == true)
    }

    @Test(
        "spells moments as the calendar does",
        arguments: [
            (0, "19700101T000000Z"), (951_782_399, "20000228T235959Z"), (951_782_400, "20000229T000000Z"),
            (951_868_800, "20000301T000000Z"), (4_107_542_399, "21000228T235959Z"),
            (4_107_542_400, "21000301T000000Z"),
            (1_798_761_599, "20261231T235959Z"),
        ])
    func moments(seconds: Int64, stamp: String) {
        #expect(SigningTime(secondsSince1970: seconds).stamp == stamp)
    }

    @Test("encodes each byte but the unreserved ones, and decodes what it encoded")
    func percentEncoding() {
        let bytes = Array(UInt8.min...UInt8.max)
        let text = PercentEncoding.encode(bytes)
        #expect(text.hasPrefix("%00%01"))
        #expect(text.contains("-.%2F0123456789%3A"))
        #expect(text.contains("%5E_%60"))
        #expect(text.contains("z%7B%7C%7D~%7F%80"))
        #expect(PercentEncoding.decode(text.utf8) == bytes)
        #expect(PercentEncoding.encode("a/ü".utf8, keepsSlash: true) == "a/%C3%BC")
        #expect(PercentEncoding.decode("%".utf8) == Array("%".utf8))
        #expect(PercentEncoding.decode("%2".utf8) == Array("%2".utf8))
        #expect(PercentEncoding.decode("%zz".utf8) == Array("%zz".utf8))
    }
}
