import LosslessJSON
import Testing

/// JSON-6.
@Suite struct LimitTests {
    @Test func `depth is counted in open arrays and objects`() throws {
        let limits = JSONLimits(maximumDepth: 3)
        _ = try JSONDocument("[{\"a\":[1]}]", limits: limits)
        let error = try #require(
            failure { () throws(JSONError) in _ = try JSONDocument("[{\"a\":[[]]}]", limits: limits) })
        #expect(error.code == .limitExceeded)
        #expect(error.offset == 7)
        #expect(error.message == "arrays and objects are nested deeper than 3 levels")
    }

    @Test func `a deeper limit may be asked for, up to 4,096 levels`() throws {
        let limits = JSONLimits(maximumDepth: .max)
        let deep = String(repeating: "[", count: 4096) + String(repeating: "]", count: 4096)
        #expect(try JSONDocument(deep, limits: limits).pretty().compact().description == deep)
        let error = try #require(
            failure { () throws(JSONError) in _ = try JSONDocument("[" + deep + "]", limits: limits) })
        #expect(error.code == .limitExceeded)
        #expect(error.offset == 4096)
    }

    /// Indentation costs depth times elements: what is short on one line may be beyond any limit with a line for each.
    @Test func `laying out anew stays within the limit of size`() throws {
        let text = "[[1,2]]"
        #expect(try JSONDocument(text, limits: JSONLimits(maximumSize: 25)).pretty().bytes.count == 25)
        let small = try JSONDocument(text, limits: JSONLimits(maximumSize: 24))
        let error = try #require(failure { () throws(JSONError) in _ = try small.pretty() })
        #expect(error.code == .limitExceeded)
        #expect(error.message == "the document laid out anew would have more than 24 bytes")
        #expect(small.compact().description == text)
        let deep = try JSONDocument(Self.amplified)
        #expect(failure { () throws(JSONError) in _ = try deep.pretty() }?.code == .limitExceeded)
    }

    @Test(.timeLimit(.minutes(5)))
    func `an edit stays within the limit of size, however much indentation it would take`() throws {
        let value = try JSONDocument(Self.amplified).root
        var document = try JSONDocument("{\n  \"a\": {},\n  \"b\": {}\n}\n")
        let original = document
        var error = try #require(failure { () throws(JSONError) in try document.set(value, at: "/c") })
        #expect(error.code == .limitExceeded)
        // Many places, each within the limit.
        let limits = JSONLimits(maximumSize: 1000)
        var small = try JSONDocument("{\n  \"a\": {},\n  \"b\": {}\n}\n", limits: limits)
        let half = JSONValue.array(Array(repeating: JSONValue.array([1]), count: 25))
        error = try #require(
            failure { () throws(JSONError) in
                try small.apply(patch: JSONPatch(operations: [.add("/a/x", half), .add("/b/x", half)]))
            })
        #expect(error.code == .limitExceeded)
        try small.set(half, at: "/a/x")
        #expect(document == original)
    }

    /// A document of little but one run of white space, and how often an edit would repeat that run.
    struct Spacious: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let document: String
        let patch: [JSONPatch.Operation]
    }

    static let spacious: [Spacious] = {
        let space = String(repeating: " ", count: 1000)
        let many = 0..<50
        func each(_ path: (Int) -> String) -> [JSONPatch.Operation] {
            many.map { .add(JSONPointer(tokens: path($0).split(separator: "/").map(String.init)), 0) }
        }
        let empty = many.map { "\"\($0)\":{}" }.joined(separator: ",")
        return [
            Spacious(
                testDescription: "between members", document: "{\"a\":1,\(space)\"b\":2}", patch: each { "\($0)" }),
            Spacious(testDescription: "behind a colon", document: "{\"a\":\(space)1}", patch: each { "\($0)" }),
            Spacious(
                testDescription: "between elements, at the end", document: "[1,\(space)2]", patch: each { _ in "-" }),
            Spacious(
                testDescription: "between elements, at the front", document: "[1,\(space)2]", patch: each { _ in "0" }),
            Spacious(
                testDescription: "between elements in a new order",
                document: "[0,\(space)" + many.map(String.init).joined(separator: ",") + "]",
                patch: [.move(from: "/0", to: "/-")]),
            Spacious(
                testDescription: "around the first member", document: "{\n\(space)\"a\":1,\(empty)}",
                patch: each { "\($0)/x" }),
            Spacious(
                testDescription: "around the first element",
                document: ("{\n\(space)\"a\":1,\(empty)}").replacing("{}", with: "[]"), patch: each { "\($0)/-" }),
        ]
    }()

    /// The message is that of a limit met on the way: what is found out at the end tells how many bytes there would be.
    @Test(arguments: spacious)
    func `white space that an edit repeats ends at the limit of size, before it is written`(_ sample: Spacious) throws {
        let limits = JSONLimits(maximumSize: 10_000)
        var document = try JSONDocument(sample.document, limits: limits)
        let original = document
        let error = try #require(
            failure { () throws(JSONError) in try document.apply(patch: JSONPatch(operations: sample.patch)) })
        #expect(error.code == .limitExceeded)
        #expect(error.message == "the edited document would have more than 10000 bytes")
        #expect(document == original)
        // The same within the limit.
        var roomy = try JSONDocument(sample.document)
        try roomy.apply(patch: JSONPatch(operations: sample.patch))
        #expect(roomy.bytes.count > 40_000)
        var exact = try JSONDocument(sample.document, limits: JSONLimits(maximumSize: roomy.bytes.count))
        try exact.apply(patch: JSONPatch(operations: sample.patch))
        #expect(exact == roomy)
    }

    /// 500 levels and a megabyte of numbers: pretty, that is a gigabyte.
    private static let amplified: String = {
        let numbers = Array(repeating: "1", count: 500_000).joined(separator: ",")
        return String(repeating: "[", count: 500) + numbers + String(repeating: "]", count: 500)
    }()

    @Test func `a document of the limit's size is read, one byte more is refused`() throws {
        let limits = JSONLimits(maximumSize: 10)
        _ = try JSONDocument("[12345678]", limits: limits)
        let error = try #require(
            failure { () throws(JSONError) in _ = try JSONDocument("[123456789]", limits: limits) })
        #expect(error.code == .limitExceeded)
        #expect(error.message == "the document has 11 bytes; the limit is 10")
        #expect(error.expected == "at most 10 bytes")
        #expect(error.found == "11 bytes")
        #expect(error.offset == nil)
    }

    @Test func `an edit stays within the limits too, and changes nothing if it would not`() throws {
        var document = try JSONDocument("[[1]]", limits: JSONLimits(maximumDepth: 2, maximumSize: 9))
        let tooDeep = try #require(failure { () throws(JSONError) in try document.append([1], to: "/0") })
        #expect(tooDeep.code == .limitExceeded)
        #expect(tooDeep.message == "the edit would nest arrays and objects deeper than 2 levels")
        let tooLarge = try #require(failure { () throws(JSONError) in try document.append("xxx", to: "/0") })
        #expect(tooLarge.code == .limitExceeded)
        #expect(tooLarge.message == "the edited document would have 12 bytes; the limit is 9")
        #expect(document.description == "[[1]]")
    }
}
