import LosslessJSON
import Testing

/// JSON-11 and JSON-12.
@Suite struct StringTests {
    @Test(arguments: [
        (#""""#, ""), (#""abc""#, "abc"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
        (#""\u0041\u00e9\u20AC""#, "Aé€"),
        (#""\ud83d\ude00""#, "😀"), (#""x\uD834\uDD1Ey""#, "x𝄞y"), (#""é""#, "é"), (#""\u0000""#, "\0"),
        (#""\uFFFF""#, "\u{FFFF}"),
    ])
    func `escapes are undone on the way to a String`(_ json: String, _ text: String) throws {
        let value = try JSONDocument(json).root
        #expect(value.stringValue?.unicodeScalars.elementsEqual(text.unicodeScalars) == true)
        #expect(value == .string(text))
        #expect(value.text == json)
    }

    @Test(arguments: [
        #""\ud800""#, #""\udc00""#, #""a\ud800\ud800\udc00""#, #""\ud800x""#, #""\udc00\ud800""#, #""\ud800\u0041""#,
    ])
    func `a lone surrogate is kept; only the way to a String is closed`(_ json: String) throws {
        let document = try JSONDocument(#"{"k":\#(json)}"#)
        let value = try #require(document.root["k"])
        #expect(value.stringValue == nil)
        #expect(value.kind == .string)
        #expect(value.text == json)
        #expect(try JSONDocument(json).root == value)
        #expect(value.jsonStringValue?.lossyString.contains("\u{FFFD}") == true)
    }

    @Test func `a lone surrogate as a key tells members apart`() throws {
        let document = try JSONDocument(#"{"\ud800":1,"\ud801":2,"\uD800\udc00":3}"#)
        #expect(document.root["\u{10000}"] == 3)
        let key = try #require(try JSONDocument(#""\uD801""#).root.jsonStringValue)
        #expect(document.root.objectValue?[key] == 2)
    }

    @Test func `keys are compared as bytes, not as Swift strings`() throws {
        let document = try JSONDocument("{\"\u{E9}\":1,\"e\u{301}\":2}")
        #expect(document.root["\u{E9}"] == 1)
        #expect(document.root["e\u{301}"] == 2)
        #expect(JSONString("\u{E9}") != JSONString("e\u{301}"))
        #expect(JSONPointer(tokens: ["\u{E9}"]) != JSONPointer(tokens: ["e\u{301}"]))
        #expect(document["/e\u{301}"] == 2)
    }

    @Test func `a key is found whatever escapes it is written with`() throws {
        let document = try JSONDocument(#"{"\u0061\/b":1,"\"":2,"a":3,"":4}"#)
        #expect(document.root["a/b"] == 1)
        #expect(document.root["\""] == 2)
        #expect(document.root["a"] == 3)
        #expect(document.root[""] == 4)
        #expect(document.root["a/"] == nil)
        #expect(document.root["a/b1"] == nil)
        #expect(document.root["\\"] == nil)
    }

    @Test func `what we write is escaped no more than JSON demands`() {
        #expect(JSONValue.string("a\"b\\c/d").text == #""a\"b\\c/d""#)
        #expect(JSONValue.string("\u{8}\t\n\u{c}\r\0\u{1f}\u{7f}").text == #""\b\t\n\f\r\u0000\u001f\#u{7f}""#)
        #expect(JSONValue.string("é € 😀 \u{2028}").text == "\"é € 😀 \u{2028}\"")
    }

    @Test func `any text survives the way into JSON and back`() throws {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<3000 {
            var text = ""
            for _ in 0..<Int.random(in: 0..<30, using: &random) {
                let bits = Int.random(in: 1...21, using: &random)
                if let scalar = Unicode.Scalar(UInt32(truncatingIfNeeded: random.next()) & (1 << UInt32(bits) - 1)) {
                    text.unicodeScalars.append(scalar)
                }
            }
            let value = JSONValue.string(text)
            #expect(try JSONDocument(Array(value.bytes)).root.stringValue?.utf8.elementsEqual(text.utf8) == true)
            #expect(JSONString(text) == text)
            #expect(JSONDocument(value).isAsIfParsed)
        }
    }
}
