import LosslessJSON
import Testing

/// JSON-7.
@Suite struct DuplicateKeyTests {
    @Test func `the error names the pointer and both places`() throws {
        let text = "{\n  \"a\": {\n    \"b\": 1,\n    \"c\": 2,\n    \"b\": 3\n  }\n}"
        let error = try #require(failure { () throws(JSONError) in _ = try JSONDocument(text) })
        #expect(error.code == .duplicateKey)
        #expect(error.pointer == "/a/b")
        #expect(error.line == 5)
        #expect(error.column == 5)
        #expect(error.otherOffset == 15)
        #expect(error.message == "the key ‘b’ stands twice in one object, first at line 3, column 5")
    }

    @Test func `a key is found among any number of others, wherever it stood first`() throws {
        for count in [1, 2, 7, 8, 23, 24, 25, 26, 64, 1000, 5000] {
            for first in Set([0, count / 2, count - 1]) {
                var keys = (0..<count).map { "\"key-\($0)\":0" }
                keys.append("\"key-\(first)\":1")
                let text = "{" + keys.joined(separator: ",") + "}"
                let error = try #require(failure { () throws(JSONError) in _ = try JSONDocument(text) })
                #expect(error.code == .duplicateKey)
                #expect(error.offset == text.utf8.count - "\"key-\(first)\":1}".utf8.count)
                #expect(error.otherOffset == 1 + keys[..<first].reduce(0) { $0 + $1.utf8.count + 1 })
                #expect(error.pointer == JSONPointer(tokens: ["key-\(first)"]))
            }
        }
    }

    @Test func `keys that differ in any one byte are all different`() throws {
        for length in 1...40 {
            var keys = Set<String>()
            for place in 0..<length {
                var key = Array(repeating: UInt8(ascii: "a"), count: length)
                key[place] = UInt8(ascii: "b")
                keys.insert(String(decoding: key, as: UTF8.self))
            }
            keys.insert(String(repeating: "a", count: length))
            keys.insert(String(repeating: "a", count: length + 1))
            let text = "{" + keys.map { "\"\($0)\":0" }.joined(separator: ",") + "}"
            #expect(try JSONDocument(text).root.objectValue?.count == keys.count)
        }
    }

    @Test func `of many keys that stand twice, the one whose second place comes first is named`() throws {
        let once = (0..<3000).map { "\"\($0)\":0" }
        let text = "{" + (once + ["\"1\\u0032\":0", "\"7\":0", "\"2999\":0"]).joined(separator: ",") + "}"
        let error = try #require(failure { () throws(JSONError) in _ = try JSONDocument(text) })
        #expect(error.code == .duplicateKey)
        #expect(error.pointer == "/12")
        #expect(error.offset == 1 + once.reduce(0) { $0 + $1.utf8.count + 1 })
    }

    @Test func `duplicates may be allowed, and the last one is found`() throws {
        let document = try JSONDocument(#"{"a":1,"b":2,"\u0061":3}"#, duplicateKeys: .allow)
        #expect(document.root["a"] == 3)
        #expect(document.root.objectValue?[JSONString("a")] == 3)
        #expect(document.root.objectValue?.count == 3)
    }
}
