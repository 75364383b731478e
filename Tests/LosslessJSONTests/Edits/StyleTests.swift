import Testing

@testable import LosslessJSON

/// JSON-13, JSON-14 and JSON-17: an edit touches what it must, and what is new looks like what is there.
@Suite struct StyleTests {
    /// A document, one edit in the notation `set /pointer=JSON`, and the document after it.
    struct Case: Sendable, CustomTestStringConvertible {
        let before: String
        let edit: String
        let after: String

        init(_ before: String, _ edit: String, _ after: String) {
            self.before = before
            self.edit = edit
            self.after = after
        }

        var testDescription: String { "\(edit) on \(before)" }

        func run() throws -> JSONDocument {
            var document = try JSONDocument(before)
            let words = edit.split(separator: " ", maxSplits: 1)
            let parts = words[1].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let pointer = try JSONPointer(String(parts[0]))
            let value = parts.count > 1 && !parts[1].isEmpty ? try JSONDocument(String(parts[1])).root : .null
            switch words[0] {
            case "set": try document.set(value, at: pointer)
            case "insert": try document.insert(value, at: pointer)
            case "append": try document.append(value, to: pointer)
            default: try document.remove(at: pointer)
            }
            return document
        }
    }

    static let replacing = [
        Case(#"{"a":1,"b":2}"#, "set /a=10", #"{"a":10,"b":2}"#),
        Case("{ \"a\" :\t1 , \"b\":2}", "set /a=\"x\"", "{ \"a\" :\t\"x\" , \"b\":2}"),
        Case(" 1 \n", "set =2", " 2 \n"),
        Case(#"{"a":1}"#, #"set ={"b": [1, 2]}"#, #"{"b":[1,2]}"#),
        Case("{\n  \"a\": 1\n}\n", #"set ={"b":[1]}"#, "{\n  \"b\": [\n    1\n  ]\n}\n"),
        Case("[1.10, 1E400]", "set /0=1.100", "[1.100, 1E400]"),
        Case("{\n  \"a\": [1, 2]\n}", "set /a=[3,4,{\"b\":5}]", "{\n  \"a\": [3, 4, {\"b\": 5}]\n}"),
        Case("{\n  \"a\": [\n    1\n  ]\n}", "set /a=[2,3]", "{\n  \"a\": [\n    2,\n    3\n  ]\n}"),
        Case("{\n  \"a\": 1\n}", "set /a=[2,{}]", "{\n  \"a\": [\n    2,\n    {}\n  ]\n}"),
        Case("{\n  \"a\": {\n    \"b\": 1\n  }\n}", "set /a=null", "{\n  \"a\": null\n}"),
    ]

    static let adding = [
        Case(#"{"a":1}"#, "set /b=2", #"{"a":1,"b":2}"#),
        Case(#"{"a": 1}"#, "set /b=2", #"{"a": 1, "b": 2}"#),
        Case(#"{"a": 1,"b": 2}"#, "set /c=3", #"{"a": 1,"b": 2,"c": 3}"#),
        Case(#"{ "a" : 1 }"#, "set /b=2", #"{ "a" : 1, "b" : 2 }"#),
        Case(
            "{\n  \"a\": 1\n}\n", "set /b={\"c\":[1]}",
            "{\n  \"a\": 1,\n  \"b\": {\n    \"c\": [\n      1\n    ]\n  }\n}\n"),
        Case("{\n\t\"a\": 1\n}", "set /b={\"c\":{}}", "{\n\t\"a\": 1,\n\t\"b\": {\n\t\t\"c\": {}\n\t}\n}"),
        Case(
            "{\n    \"a\": {\n        \"b\": 1\n    }\n}", "set /a/c=[]",
            "{\n    \"a\": {\n        \"b\": 1,\n        \"c\": []\n    }\n}"),
        Case("{\r\n  \"a\": 1\r\n}\r\n", "set /b=[2]", "{\r\n  \"a\": 1,\r\n  \"b\": [\r\n    2\r\n  ]\r\n}\r\n"),
        Case("{ \"a\": 1\n, \"b\": 2\n}", "set /c=3", "{ \"a\": 1\n, \"b\": 2\n, \"c\": 3\n}"),
        Case("{\n  \"a\": 1}", "set /b=2", "{\n  \"a\": 1,\n  \"b\": 2}"),
        Case(
            "{\n  \"a\": {\"x\": 1, \"y\": 2}\n}", "set /b={\"x\":3,\"y\":[4]}",
            "{\n  \"a\": {\"x\": 1, \"y\": 2},\n  \"b\": {\"x\": 3, \"y\": [4]}\n}"),
        Case(
            "[\n  {\"id\":1,\"x\":2},\n  {\"id\":2,\"x\":3}\n]", "append ={\"id\": 3, \"x\": 4}",
            "[\n  {\"id\":1,\"x\":2},\n  {\"id\":2,\"x\":3},\n  {\"id\":3,\"x\":4}\n]"),
        Case("[1, 2]", "append =3", "[1, 2, 3]"),
        Case("[1,2]", "append =[3, 4]", "[1,2,[3,4]]"),
        Case(#"{"a":[1]}"#, "append /a=2", #"{"a":[1,2]}"#),
        Case(#"{"a": [1]}"#, "append /a=2", #"{"a": [1, 2]}"#),
        Case("[\n  1\n]", "append =2", "[\n  1,\n  2\n]"),
        Case("[1, 2]", "set /-=3", "[1, 2, 3]"),
        Case("[1, 2]", "insert /0=3", "[3, 1, 2]"),
        Case("[1, 2]", "insert /1=3", "[1, 3, 2]"),
        Case("[1, 2]", "insert /2=3", "[1, 2, 3]"),
        Case("[\n  1,\n  2\n]", "insert /1=[3]", "[\n  1,\n  [\n    3\n  ],\n  2\n]"),
        Case(#"{"a":1}"#, "insert /a=2", #"{"a":2}"#),
        Case(#"{"é":1}"#, #"set /é=2"#, #"{"é":2}"#),
        Case(#"{"a":1}"#, #"set /é"~0~1\=2"#, #"{"a":1,"é\"~/\\":2}"#),
    ]

    static let filling = [
        Case(#"{"a":{}}"#, "set /a/b=1", #"{"a":{"b":1}}"#),
        Case(#"{"a": {}, "c": 1}"#, "set /a/b=1", #"{"a": {"b": 1}, "c": 1}"#),
        Case("{\n  \"a\": {}\n}", "set /a/b=1", "{\n  \"a\": {\n    \"b\": 1\n  }\n}"),
        Case("{\n\t\"a\": [ ]\n}", "append /a={\"x\":1}", "{\n\t\"a\": [\n\t\t{\n\t\t\t\"x\": 1\n\t\t}\n\t]\n}"),
        Case("{\r\n    \"a\": {\r\n    }\r\n}", "set /a/b=1", "{\r\n    \"a\": {\r\n        \"b\": 1\r\n    }\r\n}"),
        Case("{}", "set /a=1", "{\n  \"a\": 1\n}"),
        Case("[]\n", "append =1", "[\n  1\n]\n"),
        Case("[[],[1]]", "append /0=2", "[[2],[1]]"),
    ]

    static let removing = [
        Case(#"{"a":1,"b":2,"c":3}"#, "remove /a", #"{"b":2,"c":3}"#),
        Case(#"{"a":1,"b":2,"c":3}"#, "remove /b", #"{"a":1,"c":3}"#),
        Case(#"{"a":1,"b":2,"c":3}"#, "remove /c", #"{"a":1,"b":2}"#),
        Case(#"{ "a": 1 }"#, "remove /a", "{}"),
        Case("{\n  \"a\": 1,\n  \"b\": 2\n}\n", "remove /a", "{\n  \"b\": 2\n}\n"),
        Case("{\n  \"a\": 1,\n  \"b\": 2\n}\n", "remove /b", "{\n  \"a\": 1\n}\n"),
        Case("{\n  \"a\": [\n    1\n  ]\n}\n", "remove /a/0", "{\n  \"a\": []\n}\n"),
        Case("{ \"a\": 1\n, \"b\": 2\n, \"c\": 3\n}", "remove /b", "{ \"a\": 1\n, \"c\": 3\n}"),
        Case("[1 , 2 , 3 ]", "remove /2", "[1 , 2 ]"),
        Case("[1 , 2 , 3 ]", "remove /0", "[2 , 3 ]"),
        Case("[[1], [2], [3]]", "remove /1", "[[1], [3]]"),
        Case("{\n  \"a\": 1,\n\n  \"b\": 2,\n\n  \"c\": 3\n}", "remove /b", "{\n  \"a\": 1,\n\n  \"c\": 3\n}"),
    ]

    @Test(arguments: replacing + adding + filling + removing)
    func `an edit follows the style around it and leaves the rest alone`(_ sample: Case) throws {
        let result = try sample.run()
        #expect(result.description == sample.after)
        #expect(result.isAsIfParsed)
    }

    @Test(arguments: [
        (#"{"a":1}"#, "set /b/c=1", JSONError.Code.notFound, "/b", "there is no value at /b"),
        (#"{"a":1}"#, "set /a/b=1", .wrongKind, "/a", "expected an object or array at /a, found a number"),
        (#"{"a":1}"#, "append /a=1", .wrongKind, "/a", "expected an array at /a, found a number"),
        (#"{"a":1}"#, "append =1", .wrongKind, "", "expected an array at the document, found an object"),
        (#"{"a":1}"#, "append /b=1", .notFound, "/b", "there is no value at /b"),
        (#"{"a":1}"#, "remove /b", .notFound, "/b", "there is no value at /b"),
        (#"{"a":{"b":[]}}"#, "remove /a/b/0/c", .notFound, "/a/b/0", "there is no value at /a/b/0"),
        (#"{"a":1}"#, "remove =", .wrongKind, "", "the root of a document cannot be removed"),
        ("[1]", "set /1=1", .notFound, "/1", "there is no element at /1"),
        ("[1]", "insert /2=1", .notFound, "/2", "there is no element at /2"),
        ("[1]", "set /01=1", .invalidPointer, "/01", "‘01’ at the end of /01 is no array index"),
        ("[1]", "set /x=1", .invalidPointer, "/x", "‘x’ at the end of /x is no array index"),
        ("[1]", "remove /-", .notFound, "/-", "there is no value at /-"),
    ])
    func `an edit that cannot be made says why and changes nothing`(
        _ before: String, _ edit: String, _ code: JSONError.Code, _ pointer: JSONPointer, _ message: String
    ) throws {
        #expect {
            _ = try Case(before, edit, "").run()
        } throws: { error in
            guard let error = error as? JSONError else { return false }
            return error.code == code && error.pointer == pointer && error.message == message
        }
    }

    @Test func `a copy of a document does not see the edits of another`() throws {
        var a = try JSONDocument(#"{"a":1,"b":[2]}"#)
        let value = a.root
        let b = a
        try a.set("longer than before", at: "/a")
        try a.append(3, to: "/b")
        #expect(b.description == #"{"a":1,"b":[2]}"#)
        #expect(value["b"] == [2])
        #expect(a.description == #"{"a":"longer than before","b":[2,3]}"#)
    }
}
