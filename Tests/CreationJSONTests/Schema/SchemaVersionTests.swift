import Testing

@testable import CreationJSON

/// What a version is (MIG-1).
@Suite struct SchemaVersionTests {
    @Test(arguments: [
        ("1.0", 1, 0), ("1.10", 1, 10), ("0.9", 0, 9), ("10.0", 10, 0), ("1.9223372036854775807", 1, Int.max),
    ])
    func `Two numbers and a point are a version`(text: String, major: Int, minor: Int) throws {
        let version = try #require(SchemaVersion(text))
        #expect(version == SchemaVersion(major: major, minor: minor))
        #expect(version.description == text)
    }

    @Test(arguments: [
        "", ".", "1", "1.", ".1", "01.8", "1.08", "1.00", "00.1", "1.8.0", " 1.8", "1.8 ", "1.8\n", "+1.8", "-1.8",
        "1.-8",
        "v1.8", "1,8", "1.8e0", "0x1.8", "1.9223372036854775808", "1.99999999999999999999", "١.٨", "1.８", "1..8",
    ])
    func `Everything else is none`(text: String) {
        #expect(SchemaVersion(text) == nil)
    }

    @Test func `Versions are compared as numbers`() throws {
        let texts = ["0.9", "1.0", "1.1", "1.9", "1.10", "1.11", "1.100", "2.0", "10.0"]
        let versions = try texts.map { try #require(SchemaVersion($0)) }
        #expect(versions.shuffled().sorted().map(\.description) == texts)
    }
}
