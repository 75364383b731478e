import LosslessJSON
import Testing

/// JSON-17: RFC 6901.
@Suite struct PointerTests {
    static let example = #"{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8}"#

    @Test(arguments: [
        ("/foo", #"["bar","baz"]"#), ("/foo/0", #""bar""#), ("/", "0"), ("/a~1b", "1"), ("/c%d", "2"), ("/e^f", "3"),
        ("/g|h", "4"), ("/i\\j", "5"), ("/k\"l", "6"), ("/ ", "7"), ("/m~0n", "8"), ("", example),
    ])
    func `the examples of the standard`(_ pointer: String, _ value: String) throws {
        let parsed = try JSONPointer(pointer)
        #expect(try JSONDocument(Self.example)[parsed]?.text == value)
        #expect(parsed.description == pointer)
    }

    @Test(arguments: [
        "/foo/2", "/foo/-", "/foo/00", "/foo/01", "/foo/+1", "/foo/1e0", "/foo/", "/bar", "/foo/0/0",
        "/foo/18446744073709551616",
    ])
    func `what leads nowhere gives nothing`(_ pointer: String) throws {
        #expect(try JSONDocument(Self.example)[JSONPointer(pointer)] == nil)
    }

    @Test(arguments: ["a", "a/b", "/~", "/~2", "/a~"])
    func `what is no pointer is refused`(_ text: String) {
        let error = failure { () throws(JSONError) in _ = try JSONPointer(text) }
        #expect(error?.code == .invalidPointer)
        #expect(error?.found == text)
    }

    @Test func `escapes are undone in one pass`() throws {
        let text = "/~01/~10"
        #expect(try JSONPointer(text).tokens == ["~1", "/0"])
        #expect(JSONPointer(tokens: ["~1", "/0"]).description == "/~01/~10")
    }

    @Test func `pointers are taken apart and put together`() throws {
        let pointer: JSONPointer = "/a/0"
        #expect(pointer.parent == "/a")
        #expect(pointer.last == "0")
        #expect(JSONPointer.root.parent == nil)
        #expect(JSONPointer.root.last == nil)
        #expect(JSONPointer.root.appending("a").appending(0) == pointer)
        #expect(pointer.starts(with: "/a"))
        #expect(!pointer.starts(with: "/a/0/1"))
        #expect(!JSONPointer("/ab").starts(with: "/a"))
    }
}
