import LosslessJSON
import Testing

@Suite struct EditSmoke {
    static let cases: [(String, @Sendable (inout JSONDocument) throws(JSONError) -> Void, String)] = [
        (#"{"a":1}"#, { (d) throws(JSONError) in try d.set(2, at: "/b") }, #"{"a":1,"b":2}"#),
        (#"{"a": 1}"#, { (d) throws(JSONError) in try d.set(2, at: "/b") }, #"{"a": 1, "b": 2}"#),
        (
            "{\n  \"a\": 1\n}\n", { (d) throws(JSONError) in try d.set(["x": [1, 2], "y": [:]], at: "/b") },
            "{\n  \"a\": 1,\n  \"b\": {\n    \"x\": [\n      1,\n      2\n    ],\n    \"y\": {}\n  }\n}\n"
        ),
        (
            "{\n\t\"a\": {}\n}", { (d) throws(JSONError) in try d.set("x", at: "/a/b") },
            "{\n\t\"a\": {\n\t\t\"b\": \"x\"\n\t}\n}"
        ),
        ("{\n\t\"a\": {\"b\":1}\n}", { (d) throws(JSONError) in try d.remove(at: "/a/b") }, "{\n\t\"a\": {}\n}"),
        ("[1, 2, 3]", { (d) throws(JSONError) in try d.remove(at: "/0") }, "[2, 3]"),
        ("[1, 2, 3]", { (d) throws(JSONError) in try d.remove(at: "/2") }, "[1, 2]"),
        ("[1, 2, 3]", { (d) throws(JSONError) in try d.insert(9, at: "/1") }, "[1, 9, 2, 3]"),
        ("[1, 2, 3]", { (d) throws(JSONError) in try d.append(9, to: "") }, "[1, 2, 3, 9]"),
        ("[]", { (d) throws(JSONError) in try d.append(9, to: "") }, "[\n  9\n]"),
    ]

    @Test(arguments: cases.indices) func `an edit follows the style around it`(_ i: Int) throws {
        var document = try JSONDocument(Self.cases[i].0)
        try Self.cases[i].1(&document)
        #expect(document.description == Self.cases[i].2)
        #expect(try JSONDocument(document.bytes).root == document.root)
    }
}
