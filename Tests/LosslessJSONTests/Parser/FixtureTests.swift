import Foundation
@testable import LosslessJSON
import Testing

/// JSON-1 to JSON-8, by the folders of `Fixtures/json`.
@Suite struct FixtureTests {
    @Test(arguments: JSONFixture.all(in: "accept"))
    func `what RFC 8259 allows is read`(_ fixture: JSONFixture) throws {
        let bytes = try fixture.bytes()
        let document = try JSONDocument(bytes)
        #expect(document.bytes == bytes)
    }

    @Test(arguments: JSONFixture.all(in: "reject"))
    func `what RFC 8259 forbids is refused with its place`(_ fixture: JSONFixture) throws {
        let bytes = try fixture.bytes()
        let error = try #require(failure { () throws(JSONError) in _ = try JSONDocument(bytes) })
        let expected = try JSONDocument(try fixture.sibling(".error.json").bytes()).root
        #expect(error.code.rawValue == expected["code"]?.stringValue)
        #expect(error.line == expected["line"]?.numberValue?.int64.map(Int.init))
        #expect(error.column == expected["column"]?.numberValue?.int64.map(Int.init))
        #expect(error.offset == expected["offset"]?.numberValue?.int64.map(Int.init))
        #expect(error.expected == expected["expected"]?.stringValue)
        #expect(error.found == expected["found"]?.stringValue)
        #expect(error.otherOffset == expected["other_offset"]?.numberValue?.int64.map(Int.init))
        #expect(error.pointer?.description == expected["pointer"]?.stringValue)
    }

    @Test(arguments: JSONFixture.documents)
    func `a document keeps its bytes, and every value the bytes it was written with`(_ fixture: JSONFixture) throws {
        let bytes = try fixture.bytes()
        let document = try JSONDocument(bytes)
        #expect(document.bytes == bytes)
        var values = [document.root]
        while let value = values.popLast() {
            #expect(value.bytes == bytes[value.byteRange])
            let alone = JSONDocument(value)
            #expect(alone.bytes[...] == value.bytes)
            #expect(alone.isAsIfParsed)
            #expect(alone.root == value)
            #expect(alone.root.hashValue == value.hashValue)
            if let array = value.arrayValue { values += array }
            if let object = value.objectValue { values += object.map(\.value) }
        }
    }

    @Test(arguments: JSONFixture.documents)
    func `laying a document out anew changes white space only`(_ fixture: JSONFixture) throws {
        let document = try JSONDocument(try fixture.bytes())
        for layout in try [document.pretty(), document.pretty(indent: 4), document.compact()] {
            #expect(layout.isAsIfParsed)
            #expect(layout.root == document.root)
            #expect(layout.compact() == document.compact())
            #expect(try layout.pretty() == document.pretty())
        }
    }

    /// An independent reader must see the same value: the platform's own.
    @Test(arguments: JSONFixture.all(in: "accept") + JSONFixture.all(in: "records", under: ""))
    func `Foundation reads the same value`(_ fixture: JSONFixture) throws {
        // What Foundation cannot hold: numbers past a double, lone surrogates, keys that Swift holds for equal, a BOM.
        let beyond = [
            "out_of_range", "exponents", "many_zeros", "surrogate", "canonically", "512", "number_zero", "bom",
        ]
        if beyond.contains(where: fixture.name.contains) { return }
        let bytes = try fixture.bytes()
        let object = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
        #expect(matches(try JSONDocument(bytes).root, object))
    }

    private func matches(_ value: JSONValue, _ object: Any) -> Bool {
        switch value.kind {
        case .null: return object is NSNull
        case .bool: return (object as? Bool) == value.boolValue
        case .number:
            guard let number = object as? NSNumber else { return false }
            return value.numberValue?.double.map { $0 == number.doubleValue } ?? true
        case .string: return (object as? String) == value.stringValue
        case .array:
            guard let elements = object as? [Any], let array = value.arrayValue else { return false }
            return elements.count == array.count && zip(array, elements).allSatisfy(matches)
        case .object:
            guard let members = object as? [String: Any], let own = value.objectValue else { return false }
            return members.count == own.count
                && own.allSatisfy { member in members[member.key.lossyString].map { matches(member.value, $0) } ?? false
                }
        }
    }
}
