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
        #expect(error.message == "Arrays and objects are nested deeper than 3 levels.")
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

    @Test func `a document of the limit's size is read, one byte more is refused`() throws {
        let limits = JSONLimits(maximumSize: 10)
        _ = try JSONDocument("[12345678]", limits: limits)
        let error = try #require(
            failure { () throws(JSONError) in _ = try JSONDocument("[123456789]", limits: limits) })
        #expect(error.code == .limitExceeded)
        #expect(error.message == "The document has 11 bytes; the limit is 10.")
        #expect(error.expected == "at most 10 bytes")
        #expect(error.found == "11 bytes")
        #expect(error.offset == nil)
    }

    @Test func `an edit stays within the limits too, and changes nothing if it would not`() throws {
        var document = try JSONDocument("[[1]]", limits: JSONLimits(maximumDepth: 2, maximumSize: 9))
        let tooDeep = try #require(failure { () throws(JSONError) in try document.append([1], to: "/0") })
        #expect(tooDeep.code == .limitExceeded)
        #expect(tooDeep.message == "The edit would nest arrays and objects deeper than 2 levels.")
        let tooLarge = try #require(failure { () throws(JSONError) in try document.append("xxx", to: "/0") })
        #expect(tooLarge.code == .limitExceeded)
        #expect(tooLarge.message == "The edited document would have 12 bytes; the limit is 9.")
        #expect(document.description == "[[1]]")
    }
}
