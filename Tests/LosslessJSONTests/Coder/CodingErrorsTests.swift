import Foundation
import LosslessJSON
import Testing

@Suite("Errors of the coder name the place")
struct CodingErrorsTests {
    struct Inner: Codable { var n: Int, s: String? }
    struct Outer: Codable {
        var list: [Inner]
        var table: [String: [Int]]?
    }

    struct Case: CustomTestStringConvertible, Sendable {
        var text: String
        var pointer: String
        var expected: String?
        var found: String?
        var testDescription: String { text }
    }

    @Test(
        "Decoding errors have the pointer, what was expected and what was found",
        arguments: [
            Case(
                text: #"{"list":[{"n":1},{"n":"x"}]}"#, pointer: "/list/1/n", expected: "a whole number", found: "\"x\""
            ),
            Case(text: #"{"list":[{"n":null}]}"#, pointer: "/list/0/n", expected: "a whole number", found: "null"),
            Case(text: #"{"list":[{"n":1,"s":2}]}"#, pointer: "/list/0/s", expected: "a string", found: "2"),
            Case(text: #"{"list":[{"s":"x"}]}"#, pointer: "/list/0/n", expected: "a member ‘n’", found: "nothing"),
            Case(text: #"{"list":{}}"#, pointer: "/list", expected: "an array", found: "an object"),
            Case(text: #"{}"#, pointer: "/list", expected: "a member ‘list’", found: "nothing"),
            Case(text: #"[]"#, pointer: "", expected: "an object", found: "an array"),
            Case(
                text: #"{"list":[],"table":{"a/b":[1,2.5]}}"#, pointer: "/table/a~1b/1", expected: "Int", found: "2.5"),
            Case(
                text: #"{"list":[],"table":{"~":[9223372036854775808]}}"#, pointer: "/table/~0/0", expected: "Int",
                found: "9223372036854775808"),
            Case(
                text: #"{"list":[{"n":1,"s":"\ud800"}]}"#, pointer: "/list/0/s", expected: "text in Unicode",
                found: "a lone surrogate"),
        ])
    func decoding(_ failure: Case) throws {
        let error = #expect(throws: JSONError.self) {
            try DocumentDecoder().decode(Outer.self, from: JSONDocument(failure.text))
        }
        #expect(error?.code == .decoding)
        #expect(error?.pointer?.description == failure.pointer)
        #expect(error?.expected == failure.expected)
        #expect(error?.found == failure.found)
    }

    @Test("Every integer width is exact or an error")
    func widths() throws {
        func check<T: FixedWidthInteger & Codable & Sendable>(_ type: T.Type) throws {
            for value in [T.min, T.max] {
                #expect(try recoded(type, "\(value)") == "\(value)")
                #expect(try recoded([String: T].self, "{\"k\":\(value)}") == "{\"k\":\(value)}")
                #expect(try recoded([T].self, "[\(value)]") == "[\(value)]")
            }
            for beyond in ["\(T.max)0", "-\(T.max)0", "0.5", "1e400", "1e-400"] {
                let error = #expect(throws: JSONError.self) { try recoded([T].self, "[\(beyond)]") }
                #expect(error?.code == .decoding)
                #expect(error?.pointer == "/0")
                #expect(error?.found == beyond)
            }
        }
        try check(Int.self)
        try check(Int8.self)
        try check(Int16.self)
        try check(Int32.self)
        try check(Int64.self)
        try check(Int128.self)
        try check(UInt.self)
        try check(UInt8.self)
        try check(UInt16.self)
        try check(UInt32.self)
        try check(UInt64.self)
        try check(UInt128.self)
    }

    @Test("A number beyond the range of a floating-point type is an error, as is one that JSON cannot hold")
    func floatingPoint() throws {
        let large = #expect(throws: JSONError.self) { try recoded([Double].self, "[1E400]") }
        #expect(large?.pointer == "/0")
        let float = #expect(throws: JSONError.self) { try recoded([Float].self, "[1e39]") }
        #expect(float?.pointer == "/0")
        let infinite = #expect(throws: JSONError.self) { try encoded(["a": ["b": [1, Double.infinity]]]) }
        #expect(infinite?.code == .decoding)
        #expect(infinite?.pointer == "/a/b/1")
        #expect(infinite?.found == "inf")
        let nan = #expect(throws: JSONError.self) { try encoded(["a": Float.nan]) }
        #expect(nan?.pointer == "/a")
    }

    @Test("What a conformance throws comes back with its pointer, or as it is")
    func conformances() throws {
        struct Picky: Codable {
            init(from decoder: any Decoder) throws {
                throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not liked"))
            }
            func encode(to encoder: any Encoder) throws {}
        }
        let error = #expect(throws: JSONError.self) {
            try DocumentDecoder().decode([String: [Picky]].self, from: JSONDocument(#"{"k":[1]}"#))
        }
        #expect(error?.pointer == "/k/0")
        #expect(error?.message == "not liked")
        struct Own: Error {}
        struct Thrower: Codable {
            init(from decoder: any Decoder) throws { throw Own() }
            func encode(to encoder: any Encoder) throws {}
        }
        #expect(throws: Own.self) { try DocumentDecoder().decode(Thrower.self, from: JSONDocument("1")) }
    }

    @Test("A container that is used after its value was complete, and a value written twice, are errors")
    func misuse() throws {
        struct Twice: Encodable {
            func encode(to encoder: any Encoder) throws {
                var container = encoder.singleValueContainer()
                try container.encode(1)
                try container.encode(2)
            }
        }
        let twice = #expect(throws: JSONError.self) { try encoded(["a": Twice()]) }
        #expect(twice?.code == .decoding)
        #expect(twice?.pointer == "/a")
        struct Both: Encodable {
            func encode(to encoder: any Encoder) throws {
                var list = encoder.unkeyedContainer()
                try list.encode(1)
                var object = encoder.container(keyedBy: CodingContainersTests.JSONKey.self)
                try object.encode(1, forKey: .init("a"))
            }
        }
        let both = #expect(throws: JSONError.self) { try encoded([Both()]) }
        #expect(both?.code == .decoding)
    }

    @Test("A value that nests too deep is refused both ways")
    func depth() throws {
        indirect enum Chain: Codable {
            case link(Chain?)
            init(from decoder: any Decoder) throws {
                var list = try decoder.unkeyedContainer()
                self = .link(list.isAtEnd ? nil : try list.decode(Chain.self))
            }
            func encode(to encoder: any Encoder) throws {
                var list = encoder.unkeyedContainer()
                if case .link(let next?) = self { try list.encode(next) }
            }
        }
        let fits = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
        let chain = try DocumentDecoder().decode(Chain.self, from: JSONDocument(fits))
        #expect(try DocumentEncoder().encode(chain).description == fits)
        let error = #expect(throws: JSONError.self) { try DocumentEncoder().encode([chain]) }
        #expect(error?.code == .limitExceeded)
        let value = try JSONDocument(fits).root
        let passed = #expect(throws: JSONError.self) { try DocumentEncoder().encode([value]) }
        #expect(passed?.code == .limitExceeded)
        let small = DocumentEncoder(limits: JSONLimits(maximumSize: 10))
        let large = #expect(throws: JSONError.self) { try small.encode(["more than ten bytes"]) }
        #expect(large?.code == .limitExceeded)
    }
}

@Suite("The hook for types of other modules")
struct JSONScalarHookTests {
    private static let hook = JSONScalarHook(
        types: [URL.self],
        decode: { type, value in
            guard type == URL.self else { return nil }
            guard let text = value.stringValue, let url = URL(string: text) else {
                throw JSONError(.decoding, "not a URL", expected: "a URL", found: value.text)
            }
            return url
        },
        encode: { value in (value as? URL).map { .string($0.absoluteString) } })

    struct Link: Codable, Equatable {
        var url: URL
        var more: [URL]
        var maybe: URL?
        var text: String
    }

    @Test("Types of the hook are found at every place, others are left alone")
    func roundTrip() throws {
        let text = #"{"url":"file:///a","more":["https://b"],"text":"t"}"#
        let value = try DocumentDecoder(hook: Self.hook).decode(Link.self, from: JSONDocument(text))
        #expect(value == Link(url: URL(string: "file:///a")!, more: [URL(string: "https://b")!], maybe: nil, text: "t"))
        #expect(try DocumentEncoder(hook: Self.hook).encode(value).description == text)
        #expect(try DocumentEncoder(hook: Self.hook).encode(URL(string: "x:y")!).description == "\"x:y\"")
    }

    @Test("An error of the hook gets the pointer")
    func error() throws {
        let error = #expect(throws: JSONError.self) {
            try DocumentDecoder(hook: Self.hook).decode(
                Link.self, from: JSONDocument(#"{"url":"file:///a","more":[7],"text":"t"}"#))
        }
        #expect(error?.pointer == "/more/0")
        #expect(error?.expected == "a URL")
    }

    @Test("A hook without a list of types is asked about all of them")
    func allTypes() throws {
        struct Special: Codable, Equatable { var value: Int }
        let hook = JSONScalarHook(
            decode: { type, value in type == Special.self ? Special(value: 7) : nil },
            encode: { value in value is Special ? "special" : nil })
        #expect(
            try DocumentDecoder(hook: hook).decode([Special].self, from: JSONDocument("[1]")) == [Special(value: 7)])
        #expect(try DocumentEncoder(hook: hook).encode(["k": Special(value: 1)]).description == #"{"k":"special"}"#)
    }
}
