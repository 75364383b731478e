import Testing

@testable import CreationObjectStore

/// OBJ-4.
@Suite("Credentials")
struct S3CredentialsTests {
    @Test("never show the secret or the token, however they are printed")
    func secrets() {
        let credentials = S3Credentials(
            accessKeyID: "ID", secretAccessKey: "SECRET", sessionToken: "TOKEN")
        var dumped = ""
        dump(credentials, to: &dumped)
        let endpoint = S3Endpoint(url: "http://h")
        let texts = [
            "\(credentials)", String(reflecting: credentials), dumped, "\(Optional(credentials) as Any)",
            "\([credentials])",
            "\(endpoint.map { S3Configuration(endpoint: $0, credentials: credentials) } as Any)",
        ]
        for text in texts {
            #expect(text.contains("ID"))
            #expect(!text.contains("SECRET"))
            #expect(!text.contains("TOKEN"))
        }
    }
}
