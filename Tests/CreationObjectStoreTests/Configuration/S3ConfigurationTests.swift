import CreationJSON
import CreationTestSupport
import Foundation
import Testing

@testable import CreationObjectStore

/// OBJ-3, OBJ-4.
@Suite("Configuration from the environment")
struct S3ConfigurationTests {
    private static let keys = [
        "AWS_ACCESS_KEY_ID": "ID", "AWS_SECRET_ACCESS_KEY": "SECRET", "HOME": "/nonexistent",
    ]

    private static func configuration(_ more: [String: String]) throws -> S3Configuration {
        try S3Configuration(environment: keys.merging(more) { $1 })
    }

    @Test("takes AWS's own address and virtual hosts where none is named")
    func defaults() throws {
        let configuration = try Self.configuration([:])
        #expect(configuration.endpoint == S3Endpoint(awsRegion: "us-east-1"))
        #expect(configuration.endpoint.addressing == .virtualHost)
        #expect(configuration.region == "us-east-1")
        #expect(configuration.maximumAttempts == 5)
        #expect(!configuration.acceptsStaleGates)
    }

    @Test("prefers the service's address, the plain region and the addressing that is asked for")
    func precedence() throws {
        let configuration = try Self.configuration([
            "AWS_ENDPOINT_URL": "http://other", "AWS_ENDPOINT_URL_S3": "http://store:9000",
            "AWS_REGION": "r1",
            "AWS_DEFAULT_REGION": "r2",
        ])
        #expect(configuration.endpoint == S3Endpoint(url: "http://store:9000", addressing: .path))
        #expect(configuration.region == "r1")
        let virtual = try Self.configuration([
            "AWS_ENDPOINT_URL": "http://other", "AWS_DEFAULT_REGION": "r2",
            "CREATION_JSON_S3_ADDRESSING": "virtual",
        ])
        #expect(virtual.endpoint == S3Endpoint(url: "http://other", addressing: .virtualHost))
        #expect(virtual.region == "r2")
    }

    @Test("reads the profile that is named, its nested blocks and comments passed over")
    func profile() throws {
        let folder = try TemporaryFolder()
        let credentials = folder.file("credentials")
        let config = folder.file("config")
        try Data(
            """
            # mine
            [default]
            aws_access_key_id = OTHER
            aws_secret_access_key = OTHER
            [ lab ]
            aws_access_key_id=FILEID
            aws_secret_access_key = FILE=SECRET
            aws_session_token = TOKEN
            """.utf8
        ).write(to: URL(fileURLWithPath: credentials))
        try Data(
            """
            [default]
            region = nowhere
            [profile lab]
            region = eu-west-3
            s3 =
                region = nested
            endpoint_url = http://lab:9000
            """.utf8
        ).write(to: URL(fileURLWithPath: config))
        let configuration = try S3Configuration(environment: [
            "AWS_PROFILE": "lab", "AWS_SHARED_CREDENTIALS_FILE": credentials, "AWS_CONFIG_FILE": config,
        ])
        #expect(
            configuration.credentials
                == S3Credentials(
                    accessKeyID: "FILEID", secretAccessKey: "FILE=SECRET", sessionToken: "TOKEN"))
        #expect(configuration.region == "eu-west-3")
        #expect(configuration.endpoint == S3Endpoint(url: "http://lab:9000"))
    }

    @Test("is refused without credentials, and says what to set")
    func noCredentials() {
        let error = #expect(throws: RecordError.self) {
            try S3Configuration(environment: ["HOME": "/nonexistent", "AWS_ACCESS_KEY_ID": "ID"])
        }
        #expect(error?.code == .permissionDenied)
        #expect(
            error?.message == "there are no credentials for the object store; set AWS_ACCESS_KEY_ID and "
                + "AWS_SECRET_ACCESS_KEY, or write them into profile \"default\" of ~/.aws/credentials")
    }

    @Test(
        "is refused with credentials that cannot stand in a header, which it does not show",
        arguments: ["S T", "S\n", "ß"])
    func brokenCredentials(secret: String) {
        let error = #expect(throws: RecordError.self) {
            try Self.configuration(["AWS_SECRET_ACCESS_KEY": secret])
        }
        #expect(error?.code == .permissionDenied)
        #expect(error?.message.contains(secret) == false)
    }

    @Test("is refused with an address or an addressing that makes no sense")
    func nonsense() {
        let address = #expect(throws: RecordError.self) {
            try Self.configuration(["AWS_ENDPOINT_URL_S3": "store:9000"])
        }
        #expect(address?.code == .storageError)
        #expect(
            address?.message
                == "the object store's address is no http:// or https:// address with a host; set AWS_ENDPOINT_URL_S3"
        )
        let addressing = #expect(throws: RecordError.self) {
            try Self.configuration(["CREATION_JSON_S3_ADDRESSING": "x"])
        }
        #expect(addressing?.message == "CREATION_JSON_S3_ADDRESSING must be path or virtual")
    }
}
