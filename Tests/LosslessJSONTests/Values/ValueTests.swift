import Foundation
import Testing

@testable import LosslessJSON

@Suite struct ValueTests {
    @Test func `every kind answers to its own question only`() throws {
        for (text, kind) in [
            ("null", JSONKind.null), ("true", .bool), ("-1", .number), ("\"\"", .string), ("[]", .array),
            ("{}", .object),
        ] {
            let value = try JSONDocument(text).root
            #expect(value.kind == kind)
            #expect(value.isNull == (kind == .null))
            #expect((value.boolValue != nil) == (kind == .bool))
            #expect((value.numberValue != nil) == (kind == .number))
            #expect((value.stringValue != nil) == (kind == .string))
            #expect((value.arrayValue != nil) == (kind == .array))
            #expect((value.objectValue != nil) == (kind == .object))
        }
    }

    @Test func `arrays and objects are walked in the order of the file`() throws {
        let root = try JSONDocument(#"{"z": [1, [2, 3], {"x": 4}, 5], "a": {}, "m": []}"#).root
        let object = try #require(root.objectValue)
        #expect(object.keys.map(\.lossyString) == ["z", "a", "m"])
        #expect(object.count == 3)
        #expect(!object.isEmpty)
        let array = try #require(root["z"]?.arrayValue)
        #expect(array.map(\.text) == ["1", "[2, 3]", #"{"x": 4}"#, "5"])
        #expect(array.count == 4)
        #expect(array.indices.map { array[$0].text } == array.map(\.text))
        #expect(root["z"]?[3] == 5)
        #expect(root["z"]?[4] == nil)
        #expect(root["z"]?[-1] == nil)
        #expect(root["/z/1/1" as JSONPointer] == 3)
        #expect(root["a"]?.objectValue?.isEmpty == true)
        #expect(root["m"]?.arrayValue?.isEmpty == true)
    }

    @Test func `literals and builders make the documents that they read as`() throws {
        let value: JSONValue = ["a": 1, "b": [.null, true, -2.5, "x\n"], "c": [:], "d": []]
        #expect(value.text == #"{"a":1,"b":[null,true,-2.5,"x\n"],"c":{},"d":[]}"#)
        #expect(JSONDocument(value).isAsIfParsed)
        let written = try JSONDocument(#"{ "n" : 1.10 }"#).root
        #expect(JSONValue.array([written]).text == #"[{"n":1.10}]"#)
        #expect(JSONValue.object([("a", 1), ("b", 2), ("a", 3)]).text == #"{"a":3,"b":2}"#)
    }

    @Test func `a value may be changed like a dictionary, into a value of its own`() throws {
        let document = try JSONDocument(#"{"a": 1, "b": {"c": 2}}"#)
        var value = document.root
        value["a"] = 3
        value["b"]?["d"] = 4
        value["e"] = "new"
        #expect(value.text == #"{"a": 3, "b": {"c": 2, "d": 4}, "e": "new"}"#)
        value["b"] = nil
        #expect(value.text == #"{"a": 3, "e": "new"}"#)
        #expect(document.description == #"{"a": 1, "b": {"c": 2}}"#)
        var number = JSONValue.number(1)
        number["a"] = 1
        #expect(number == 1)
    }

    @Test func `values pass through other coders by structure`() throws {
        let value: JSONValue = ["a": [1, .number(UInt64.max), 1.5, .null, false], "b": "é"]
        let data = try JSONEncoder().encode(value)
        #expect(try JSONDocument(Array(data)).root == value)
        #expect(try JSONDecoder().decode(JSONValue.self, from: data) == value)
    }

    @Test func `values of one document are read from many threads at once`() async throws {
        let document = try JSONDocument(#"{"a": [1, 2, 3], "b": "x"}"#)
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<500).allSatisfy { _ in document["/a/2"] == 3 && document.root["b"] == "x" } }
            }
            for await isRight in group { #expect(isRight) }
        }
    }
}
