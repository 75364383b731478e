import LosslessJSON
import Testing

/// Decodes a text and gives the text that encoding the value makes.
func recoded<T: Codable>(_ type: T.Type, _ text: String) throws -> String {
    let value = try DocumentDecoder().decode(type, from: JSONDocument(text))
    return try DocumentEncoder().encode(value).description
}

/// The text of an encoded value.
func encoded<T: Encodable>(_ value: T) throws -> String {
    let document = try DocumentEncoder().encode(value)
    // The tape that the encoder wrote must be the one that the parser would have written.
    let parsed = try JSONDocument(document.bytes)
    #expect(parsed.root == document.root)
    #expect(Array(parsed.root.leaves()) == Array(document.root.leaves()))
    return document.description
}

extension JSONValue {
    /// Every scalar and empty container, in order, by its text: what walking the tape finds.
    func leaves() -> [String] {
        if let object = objectValue {
            return ["{"] + object.flatMap { [$0.key.lossyString] + $0.value.leaves() } + ["}"]
        }
        if let array = arrayValue { return ["["] + array.flatMap { $0.leaves() } + ["]"] }
        return [text]
    }
}

@Suite("Coding values of many shapes")
struct DocumentCoderTests {
    struct Everything: Codable, Equatable {
        var text: String
        var yes: Bool
        var small: Int8
        var large: UInt64
        var huge: Int128
        var double: Double
        var float: Float
        var list: [Int]
        var nested: [[String]]
        var table: [String: Double]
        var byNumber: [Int: String]
        var optional: String?
        var absent: Int?
        var any: JSONValue
    }

    @Test("Every kind of member comes through both ways")
    func everything() throws {
        let text = """
            {"text":"é\\n\\"","yes":true,"small":-128,"large":18446744073709551615,\
            "huge":-170141183460469231731687303715884105728,"double":1.5,"float":0.1,"list":[1,2],"nested":[["a"],[]],\
            "table":{"x":0.25},"byNumber":{"7":"seven"},"optional":"here","any":{"n":1.10,"deep":[1E400,"\\u0041"]}}
            """
        #expect(try recoded(Everything.self, text) == text)
    }

    @Test("Members may come in any order, with others between them")
    func anyOrder() throws {
        struct Three: Codable, Equatable { var a, b, c: Int }
        for text in [#"{"c":3,"b":2,"a":1}"#, #"{"x":[{"a":9}],"b":2,"y":{},"a":1,"c":3,"z":null}"#] {
            #expect(try DocumentDecoder().decode(Three.self, from: JSONDocument(text)) == Three(a: 1, b: 2, c: 3))
        }
    }

    @Test("Keys match by their unescaped bytes: é is not e and a combining accent")
    func keys() throws {
        struct Accents: Codable, Equatable {
            var composed: Int
            var decomposed: Int
            var quoted: Int
            var slashed: Int
            enum CodingKeys: String, CodingKey {
                case composed = "\u{E9}"
                case decomposed = "e\u{301}"
                case quoted = "\"\n"
                case slashed = "\\u0041"
            }
        }
        let value = Accents(composed: 1, decomposed: 2, quoted: 3, slashed: 4)
        let text = "{\"A\":9,\"e\u{301}\":2,\"\\u00e9\":1,\"\\u0022\\n\":3,\"\\\\u0041\":4}"
        #expect(try DocumentDecoder().decode(Accents.self, from: JSONDocument(text)) == value)
        #expect(try encoded(value) == "{\"\u{E9}\":1,\"e\u{301}\":2,\"\\\"\\n\":3,\"\\\\u0041\":4}")
    }

    @Test("Null and absence are nil; nil is left out")
    func optionals() throws {
        struct Maybe: Codable, Equatable { var a: Int?, b: [String]?, c: Bool? }
        #expect(try recoded(Maybe.self, #"{"a":null,"c":false}"#) == #"{"c":false}"#)
        #expect(try recoded([Int?].self, "[1,null,2]") == "[1,null,2]")
        #expect(try recoded(Int?.self, "null") == "null")
        #expect(try recoded([String: Int?].self, #"{"a":null}"#) == #"{"a":null}"#)
    }

    @Test("Enums, raw values and enums with payloads")
    func enums() throws {
        enum Level: String, Codable { case project, run }
        struct Open: RawRepresentable, Codable { var rawValue: String }
        enum Shape: Codable { case circle(radius: Double), point }
        #expect(try recoded([Level].self, #"["run","project"]"#) == #"["run","project"]"#)
        #expect(try recoded(Open.self, #""future""#) == #""future""#)
        #expect(
            try recoded([Shape].self, #"[{"circle":{"radius":2}},{"point":{}}]"#)
                == #"[{"circle":{"radius":2}},{"point":{}}]"#)
    }

    @Test("Numbers: without fraction where there is none, the shortest digits otherwise")
    func numbers() throws {
        #expect(
            try encoded([0, -0.0, 1, 1.5, 1e15, 9_007_199_254_740_992, 1e300, 0.1, 5e-300])
                == "[0,-0.0,1,1.5,1000000000000000,9007199254740992.0,1e+300,0.1,5e-300]")
        #expect(try encoded([Float(0.1), 16_777_216, 3.4e38]) == "[0.1,16777216,3.4e+38]")
        #expect(
            try encoded([Int64.min, Int64.max, 0, 9, 10, 99, 100])
                == "[-9223372036854775808,9223372036854775807,0,9,10,99,100]")
        #expect(try encoded([UInt64.max, 1]) == "[18446744073709551615,1]")
        #expect(
            try recoded([Double].self, "[1.10,123456789.125,1e2,0.30000000000000004]")
                == "[1.1,123456789.125,100,0.30000000000000004]")
    }

    @Test("A whole number may be spelled with a fraction or an exponent", arguments: ["1.0", "10e-1", "1"])
    func wholeNumbers(text: String) throws {
        #expect(try DocumentDecoder().decode(Int.self, from: JSONDocument(text)) == 1)
        #expect(try DocumentDecoder().decode(UInt8.self, from: JSONDocument(text)) == 1)
    }

    @Test(
        "Doubles are rounded correctly",
        arguments: [
            "0.1", "123456.789", "1.7976931348623157e308", "2.2250738585072011e-308", "-0.000001", "100000000000000.5",
        ])
    func doubles(text: String) throws {
        #expect(try DocumentDecoder().decode(Double.self, from: JSONDocument(text)) == Double(text))
        #expect(try DocumentDecoder().decode(Float.self, from: JSONDocument("[0.1]").root[0] ?? .null) == Float("0.1"))
    }

    @Test("A value inside a document decodes on its own, with the pointer of the document in errors")
    func inside() throws {
        let document = try JSONDocument(#"{"a":[{"x":"text"}]}"#)
        let inner = try #require(document["/a/0"])
        #expect(try DocumentDecoder().decode([String: String].self, from: inner) == ["x": "text"])
        let error = #expect(throws: JSONError.self) { try DocumentDecoder().decode([String: Int].self, from: inner) }
        #expect(error?.pointer == "/a/0/x")
    }

    @Test("Large dictionaries and arrays")
    func large() throws {
        let table = Dictionary(uniqueKeysWithValues: (0..<3_000).map { ("key \($0)", $0) })
        let document = try DocumentEncoder().encode(table)
        #expect(try DocumentDecoder().decode([String: Int].self, from: document) == table)
        let list = (0..<3_000).map { ["\($0)", "é\"\($0)"] }
        #expect(try DocumentDecoder().decode([[String]].self, from: DocumentEncoder().encode(list)) == list)
    }

    @Test("Strings with every kind of character are escaped no more than JSON demands")
    func strings() throws {
        let text =
            "plain text of more than sixteen bytes, then \" \\ / \u{8}\u{c}\n\r\t\u{1}\u{7f} é 😀 \u{2028} and a tail"
        #expect(
            try encoded(text)
                == "\"plain text of more than sixteen bytes, then \\\" \\\\ / \\b\\f\\n\\r\\t\\u0001\u{7f} é 😀 \u{2028} and a tail\""
        )
        for length in 0..<40 {
            for special in ["", "\"", "\n", "é", "😀"] {
                let text = String(repeating: "a", count: length) + special + String(repeating: "b", count: length % 11)
                #expect(try DocumentDecoder().decode(String.self, from: DocumentEncoder().encode(text)) == text)
            }
        }
    }

    @Test("JSONValue passes through as written, white space included")
    func verbatim() throws {
        struct Holder: Codable { var before: Int, value: JSONValue, after: [JSONValue] }
        let text = #"{"before":1,"value":{ "n" : 1.10,"s":"\u0041\ud800" },"after":[1E400,[ ],{}]}"#
        #expect(try recoded(Holder.self, text) == text)
        #expect(try recoded(JSONValue.self, #"{ "a" : 1 }"#) == #"{ "a" : 1 }"#)
        #expect(try recoded([String: JSONValue].self, #"{"k":[1.0, 2]}"#) == #"{"k":[1.0, 2]}"#)
    }
}
