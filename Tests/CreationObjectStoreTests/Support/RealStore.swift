import CreationJSON
import CreationTestSupport
import Foundation
import LosslessJSON
import Testing

@testable import CreationObjectStore

/// The object store that the environment names, as `.ci/object-store/up` prints it.
struct RealStore: Sendable {
    /// The store, or nil where no one has started one.
    static let current: RealStore? = {
        let environment = ProcessInfo.processInfo.environment
        guard let first = environment["CREATION_JSON_TEST_S3"].flatMap({ S3Endpoint(url: $0) }) else { return nil }
        return RealStore(
            url: environment["CREATION_JSON_TEST_S3"] ?? "", first: first,
            second: environment["CREATION_JSON_TEST_S3_SECOND"].flatMap { S3Endpoint(url: $0) } ?? first,
            credentials: S3Credentials(
                accessKeyID: environment["CREATION_JSON_TEST_S3_KEY"] ?? "",
                secretAccessKey: environment["CREATION_JSON_TEST_S3_SECRET"] ?? ""))
    }()

    /// What is said where there is none.
    static let hint: Comment = "object store: did not run, CREATION_JSON_TEST_S3 is not set; call .ci/object-store/test"

    /// The first gateway's address.
    let url: String
    /// The two gateways.
    let first: S3Endpoint
    let second: S3Endpoint
    /// A user of the store.
    let credentials: S3Credentials

    /// The store, in a test that runs only where there is one.
    static func required() throws -> RealStore { try #require(current) }

    /// A configuration for a gateway.
    func configuration(_ endpoint: S3Endpoint? = nil) -> S3Configuration {
        S3Configuration(endpoint: endpoint ?? first, credentials: credentials)
    }

    /// A storage of its own, which knows nothing of the others in this process.
    func storage(
        _ endpoint: S3Endpoint? = nil, _ change: (inout S3Configuration) -> Void = { _ in }
    ) -> S3RecordStorage {
        var configuration = configuration(endpoint)
        change(&configuration)
        return S3RecordStorage(configuration)
    }

    /// A fresh bucket.
    func bucket() async throws -> String {
        let name = "test-\(UUID().uuidString.lowercased())"
        // Gateways tell each other of a new bucket; one that has just died keeps the others waiting.
        let response = try await storage { $0.requestTimeout = .seconds(60) }.client.send(
            .put, bucket: name, encodedKey: "")
        #expect(response.status == 200)
        return name
    }

    /// The environment in which another program finds the store.
    func environment(_ url: String? = nil) -> [String: String] {
        [
            "AWS_ENDPOINT_URL_S3": url ?? self.url, "AWS_ACCESS_KEY_ID": credentials.accessKeyID,
            "AWS_SECRET_ACCESS_KEY": credentials.secretAccessKey, "AWS_REGION": "us-east-1",
        ]
    }

    /// Kills or starts a gateway, and waits until it is gone or answers.
    static func gateway(_ action: String, _ number: Int) async throws {
        let environment = ProcessInfo.processInfo.environment
        let script = try #require(environment["CREATION_JSON_TEST_S3_GATEWAY"])
        let directory = try #require(environment["CREATION_JSON_TEST_S3_DIRECTORY"])
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            let process = Process()
            process.executableURL = URL(fileURLWithPath: script)
            process.arguments = [action, directory, "\(number)"]
            process.terminationHandler = { process in
                if process.terminationStatus == 0 {
                    continuation.resume()
                } else {
                    continuation.resume(throwing: CocoaError(.executableLoad))
                }
            }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
    }
}

extension CreationWriter {
    /// Creates a record with an empty list of operations.
    func createOperations(at path: RecordPath) async throws {
        var document = try JSONDocument(Fixtures.contents("records/run-1.8.json"))
        try document.set([], at: "/operations")
        try await createDocument(document, at: path)
    }

    /// Appends an operation to the record's list.
    func append(_ operation: String, at path: RecordPath) async throws {
        try await updateDocument(at: path) { try $0.append(.string(operation), to: "/operations") }
    }

    /// The operations in the record.
    func operations(at path: RecordPath) async throws -> [String] {
        let list = try await snapshot(at: path).document.root["operations"]?.arrayValue
        return try #require(list).compactMap(\.stringValue)
    }
}
