import CreationJSON
import Foundation
import LosslessJSON
import Testing

@Suite("Foundation's scalars have their place in a document")
struct JSONScalarHookTests {
    struct Sample: Codable, Equatable {
        var taken = Date(Timestamp(seconds: 1_776_436_320, nanoseconds: 500_000_000))
        var id = UUID(uuidString: "8C7E9D2F-1A4B-4E6C-9B3D-7F2A1E5D8C4B")
        var source = URL(string: "https://example.org/a?b=c")
        var dose = Decimal(string: "0.10000000000000000001")
        var thumbnail = Data([0, 1, 254, 255])
    }

    @Test("both ways, as people write them")
    func bothWays() throws {
        let document = try DocumentEncoder(hook: .foundation).encode(Sample())
        #expect(
            String(decoding: document.bytes, as: UTF8.self)
                == #"{"taken":"2026-04-17T14:32:00.5Z","id":"8c7e9d2f-1a4b-4e6c-9b3d-7f2a1e5d8c4b","#
                + #""source":"https://example.org/a?b=c","dose":0.10000000000000000001,"thumbnail":"AAH+/w=="}"#)
        #expect(try DocumentDecoder(hook: .foundation).decode(Sample.self, from: document.root) == Sample())
    }

    @Test("and a text that is none of them is named with its pointer", arguments: ["taken", "id", "thumbnail"])
    func mismatch(_ member: String) throws {
        var document = try DocumentEncoder(hook: .foundation).encode(Sample())
        let pointer = JSONPointer.root.appending(member)
        try document.set("no such thing!", at: pointer)
        let error = #expect(throws: JSONError.self) {
            try DocumentDecoder(hook: .foundation).decode(Sample.self, from: document.root)
        }
        #expect(error?.code == .decoding)
        #expect(error?.pointer == pointer)
    }
}
