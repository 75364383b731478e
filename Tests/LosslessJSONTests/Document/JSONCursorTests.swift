import LosslessJSON
import Testing

/// Raw walks give what the values give (JSON-11).
@Suite struct JSONCursorTests {
    private let names = JSONNames(["id", "revoked", "a_name_of_more_than_eight", "eight_by"])

    @Test(
        arguments: [
            (#"{"id":1}"#, 0), (#"{"i\u0064":1}"#, 0), (#"{"revoked":1}"#, 1), (#"{"a_name_of_more_than_eight":1}"#, 2),
            (#"{"a_name_of_more_than_eigh\u0074":1}"#, 2), (#"{"eight_by":1}"#, 3), (#"{"eight_by\u0000":1}"#, nil),
            (#"{"eight_b":1}"#, nil), (#"{"ID":1}"#, nil), (#"{"":1}"#, nil), (#"{"i":1}"#, nil), (#"{"idd":1}"#, nil),
            (#"{"\ud800":1}"#, nil), (#"{"a_name_of_more_than_eight_bytes":1}"#, nil),
        ] as [(String, Int?)])
    func `A key is known by its unescaped bytes, wherever the search begins`(text: String, expected: Int?) throws {
        let root = try JSONDocument(text).root
        root.withCursor { cursor in
            var members = cursor.children
            guard let (key, _) = members?.next() else {
                Issue.record("no member")
                return
            }
            for hint in 0...4 { #expect(names.index(of: key, hint: hint) == expected) }
        }
    }

    @Test func `A key at the very end of a document does not read past it`() throws {
        for name in names.names {
            let text = "\"\(name)\""
            let value = try JSONDocument(text).root
            value.withCursor { #expect(names.index(of: $0, hint: 0) == names.names.firstIndex(of: name)) }
            let short = try JSONDocument("\"\(name.dropLast())\"").root
            short.withCursor { #expect(names.index(of: $0, hint: 0) == nil) }
        }
    }

    @Test func `Children, kinds, texts and positions are those of the values`() throws {
        let root = try JSONDocument(
            #" {"a": [1, "x\n", true, null, {"b": {}}], "é": -1.5e3, "n": [9223372036854775807, 9223372036854775808, -9223372036854775808], "c": "\ud800"} "#
        ).root
        func walk(_ cursor: JSONCursor) {
            let value = root.value(at: cursor)
            #expect(cursor.kind == value.kind)
            #expect(cursor.string == value.stringValue)
            #expect(cursor.isText == (value.stringValue != nil))
            #expect(cursor.bool == value.boolValue)
            #expect(cursor.isNull == value.isNull)
            #expect(cursor.isInteger == (value.numberValue?.int64 != nil))
            #expect(cursor.node(at: cursor.position).hasSameBytes(as: cursor))
            guard var children = cursor.children else { return }
            while let (_, child) = children.next() { walk(child) }
        }
        root.withCursor { walk($0) }
    }

    @Test(arguments: [
        ("1", true), ("-9223372036854775808", true), ("9223372036854775807", true), ("9223372036854775808", false),
        ("-9223372036854775809", false), ("1.5", false), ("1e2", true), ("\"1\"", false), ("10.0", true),
    ])
    func `An integer is a number without a fraction that fits 64 bits with a sign`(text: String, expected: Bool) throws
    {
        try JSONDocument(text).root.withCursor { #expect($0.isInteger == expected) }
    }

    @Test(arguments: [
        ("1", true), ("-1.5e308", true), ("1E400", false), ("-1e309", false), ("1e-400", true), ("\"1\"", false),
        (String(repeating: "9", count: 300), true), (String(repeating: "9", count: 400), false),
    ])
    func `A number that would be infinite is none that a double holds`(text: String, expected: Bool) throws {
        try JSONDocument(text).root.withCursor { #expect($0.isDouble == expected) }
    }

    @Test func `Same bytes are the same spelling, not the same value`() throws {
        let values = try JSONDocument(#"["a", "\u0061", "a", 1.0, 1.00, [1, 2], [1,2], [1, 2]]"#).root
        for (i, left) in try #require(values.arrayValue).enumerated() {
            for (j, right) in try #require(values.arrayValue).enumerated() {
                let isSame = left.withCursor { left in right.withCursor { left.hasSameBytes(as: $0) } }
                #expect(isSame == (left.text == right.text), "\(i) \(j)")
            }
        }
    }
}
