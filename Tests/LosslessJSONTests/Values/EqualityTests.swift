import LosslessJSON
import Testing

/// JSON-10.
@Suite struct EqualityTests {
    static let groups: [[String]] = [
        ["null", " null "], ["true"], ["false"], ["[]", "[ ]"], ["{}", "{ \n }"], [#""""#], ["0"],
        [#"{"a":1,"b":2}"#, #"{"b":2.0,"a":1}"#, #"{"\u0061": 10e-1, "b": 2}"#], [#"{"a":2,"b":1}"#], [#"{"a":1}"#],
        [#"{"a":1,"c":2}"#], ["[1,2]", "[1.0, 2]"], ["[2,1]"], ["[1,2,3]"], ["[[1],2]"], ["[1,[2]]"], ["[[],[[]]]"],
        ["[[[]],[]]"],
        [#""é""#, #""\u00e9""#], [#""e\u0301""#], [#""1""#], ["1"],
        [#"{"a":{"b":[1,{"c":null}]}}"#, #"{"a":{"b":[1.0,{"\u0063":null}]}}"#],
        [#"{"a":{"x":1},"b":{"y":2}}"#, #"{"b":{"y":2},"a":{"x":1}}"#], [#"{"a":{"y":2},"b":{"x":1}}"#],
        [#"{"a":[1],"b":[2]}"#], [#"{"a":[2],"b":[1]}"#],
    ]

    @Test func `values are equal if they are the same JSON, and only then`() throws {
        let values = try Self.groups.enumerated().flatMap { group, texts in
            try texts.map { (group, try JSONDocument($0).root) }
        }
        for (groupA, a) in values {
            for (groupB, b) in values {
                #expect((a == b) == (groupA == groupB), "\(a) and \(b)")
                if groupA == groupB { #expect(a.hashValue == b.hashValue) }
            }
        }
    }

    @Test func `the order of many members does not matter`() throws {
        var random = SeededGenerator(seed: 4)
        let members = (0..<500).map { ("key\($0)", JSONValue.array([.number($0), .string("v\($0)")])) }
        let a = JSONValue.object(members)
        let b = JSONValue.object(members.shuffled(using: &random))
        #expect(a == b)
        #expect(a.hashValue == b.hashValue)
        var other = members
        other[250].1 = [250, "other"]
        #expect(a != .object(other.shuffled(using: &random)))
    }

    @Test func `documents are equal if their bytes are`() throws {
        #expect(try JSONDocument("[1]") == JSONDocument("[1]"))
        #expect(try JSONDocument("[1]") != JSONDocument("[1] "))
        #expect(try JSONDocument("[1]").root == JSONDocument("[1] ").root)
        #expect(try JSONDocument("[1]").hashValue == JSONDocument("[1]").hashValue)
    }
}
