import LosslessJSON
import Testing

@Suite("Containers used by hand")
struct CodingContainersTests {
    class Animal: Codable {
        var name: String
        init(name: String) { self.name = name }
    }

    final class Dog: Animal {
        var tricks: [String]
        enum CodingKeys: String, CodingKey { case tricks }

        init(name: String, tricks: [String]) {
            self.tricks = tricks
            super.init(name: name)
        }

        required init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            tricks = try container.decode([String].self, forKey: .tricks)
            try super.init(from: container.superDecoder())
        }

        override func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(tricks, forKey: .tricks)
            try super.encode(to: container.superEncoder())
        }
    }

    /// A subclass that shares the object of its superclass.
    final class Cat: Animal {
        var lives: Int
        enum CodingKeys: String, CodingKey { case lives, name }

        required init(from decoder: any Decoder) throws {
            lives = try decoder.container(keyedBy: CodingKeys.self).decode(Int.self, forKey: .lives)
            try super.init(from: decoder)
        }

        override func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(lives, forKey: .lives)
            try container.encode("overwritten", forKey: .name)
            try super.encode(to: encoder)
        }
    }

    @Test("Inheritance: a superclass under ‘super’, or in the same object")
    func inheritance() throws {
        let dog = #"{"tricks":["sit"],"super":{"name":"Rex"}}"#
        #expect(try recoded(Dog.self, dog) == dog)
        #expect(try recoded(Cat.self, #"{"name":"Tom","lives":9}"#) == #"{"lives":9,"name":"Tom"}"#)
    }

    /// Flattens an object and an array of arrays through nested containers.
    struct Flat: Codable, Equatable {
        var x: Int
        var y: String
        var pairs: [Int]
        enum Outer: String, CodingKey { case point, rows }
        enum Inner: String, CodingKey { case x, y }

        init(x: Int, y: String, pairs: [Int]) { (self.x, self.y, self.pairs) = (x, y, pairs) }

        init(from decoder: any Decoder) throws {
            let outer = try decoder.container(keyedBy: Outer.self)
            let inner = try outer.nestedContainer(keyedBy: Inner.self, forKey: .point)
            x = try inner.decode(Int.self, forKey: .x)
            y = try inner.decode(String.self, forKey: .y)
            var rows = try outer.nestedUnkeyedContainer(forKey: .rows)
            pairs = []
            while !rows.isAtEnd {
                var row = try rows.nestedUnkeyedContainer()
                #expect(row.count == 2)
                pairs += [try row.decode(Int.self), try row.decode(Int.self)]
                #expect(row.isAtEnd && row.currentIndex == 2)
            }
        }

        func encode(to encoder: any Encoder) throws {
            var outer = encoder.container(keyedBy: Outer.self)
            var inner = outer.nestedContainer(keyedBy: Inner.self, forKey: .point)
            try inner.encode(x, forKey: .x)
            try inner.encode(y, forKey: .y)
            var rows = outer.nestedUnkeyedContainer(forKey: .rows)
            for i in stride(from: 0, to: pairs.count, by: 2) {
                var row = rows.nestedUnkeyedContainer()
                try row.encode(pairs[i])
                try row.encode(pairs[i + 1])
            }
        }
    }

    @Test("Nested containers")
    func nested() throws {
        let text = #"{"point":{"x":1,"y":"z"},"rows":[[1,2],[3,4]]}"#
        #expect(try recoded(Flat.self, text) == text)
    }

    /// Writes to two nested containers by turns, which no text grows like.
    struct Interleaved: Encodable {
        enum Keys: String, CodingKey { case a, b, c, deep, late, last }

        func encode(to encoder: any Encoder) throws {
            var outer = encoder.container(keyedBy: Keys.self)
            var a = outer.nestedContainer(keyedBy: Keys.self, forKey: .a)
            var b = outer.nestedUnkeyedContainer(forKey: .b)
            let late = outer.superEncoder(forKey: .late)
            try a.encode(1, forKey: .a)
            try b.encode("one")
            var deep = a.nestedContainer(keyedBy: Keys.self, forKey: .deep)
            try outer.encode("x", forKey: .c)
            try deep.encode([1, 2], forKey: .a)
            try b.encode(["k": [true]])
            try a.encode(2, forKey: .b)
            try deep.encode("end", forKey: .b)
            try outer.encode([String: Int](), forKey: .last)
            try ["later"].encode(to: late)
            try b.encode("two")
        }
    }

    @Test("Containers written by turns keep what belongs to each")
    func interleaved() throws {
        let expected = #"""
            {"a":{"a":1,"deep":{"a":[1,2],"b":"end"},"b":2},"b":["one",{"k":[true]},"two"],"late":["later"],"c":"x","last":{}}
            """#
        #expect(try encoded(Interleaved()) == expected)
        #expect(try encoded([Interleaved(), Interleaved()]) == "[\(expected),\(expected)]")
        #expect(try encoded(["o": ["p": Interleaved()]]) == #"{"o":{"p":\#(expected)}}"#)
    }

    @Test("A value that writes nothing is an empty object")
    func nothing() throws {
        struct Nothing: Encodable { func encode(to encoder: any Encoder) throws {} }
        #expect(try encoded(Nothing()) == "{}")
        #expect(try encoded([Nothing(), Nothing()]) == "[{},{}]")
        #expect(try encoded(["a": Nothing()]) == #"{"a":{}}"#)
    }

    @Test(
        "A member encoded twice keeps its first place and its last value, however many there are",
        arguments: [2, 5, 60])
    func twice(count: Int) throws {
        struct Twice: Encodable {
            var count: Int
            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: JSONKey.self)
                for i in 0..<count { try container.encode(i, forKey: JSONKey("k\(i)")) }
                try container.encode("again", forKey: JSONKey("k1"))
            }
        }
        let document = try DocumentEncoder().encode(Twice(count: count))
        #expect(document["/k1"] == "again")
        #expect(document.root.objectValue?.count == count)
        #expect(document.root.objectValue?.keys.map(\.lossyString) == (0..<count).map { "k\($0)" })
    }

    struct JSONKey: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(_ name: String) { stringValue = name }
        init?(stringValue name: String) { stringValue = name }
        init?(intValue: Int) { nil }
    }

    @Test("A value that fails is taken back, if somebody catches it")
    func takenBack() throws {
        struct Failing: Encodable {
            func encode(to encoder: any Encoder) throws {
                var container = encoder.unkeyedContainer()
                try container.encode("half")
                throw JSONError(.decoding, "no more")
            }
        }
        struct Tolerant: Encodable {
            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: JSONKey.self)
                try container.encode(1, forKey: JSONKey("a"))
                try? container.encode(Failing(), forKey: JSONKey("b"))
                try? container.encode(["x": [Failing()]], forKey: JSONKey("c"))
                try container.encode(2, forKey: JSONKey("d"))
                var list = container.nestedUnkeyedContainer(forKey: JSONKey("e"))
                try? list.encode(Failing())
                try list.encode(3)
                #expect(list.count == 1)
            }
        }
        #expect(try encoded(Tolerant()) == #"{"a":1,"d":2,"e":[3]}"#)
    }

    @Test("A decoder tells all keys, and whether there is one")
    func allKeys() throws {
        struct Keys: Decodable {
            var keys: [String]
            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: JSONKey.self)
                keys = container.allKeys.map(\.stringValue)
                #expect(container.contains(JSONKey("b")) && !container.contains(JSONKey("x")))
                #expect(try container.decodeNil(forKey: JSONKey("b")))
                #expect(decoder.userInfo[CodingUserInfoKey(rawValue: "hint")!] as? String == "yes")
            }
        }
        let decoder = DocumentDecoder(userInfo: [CodingUserInfoKey(rawValue: "hint")!: "yes"])
        #expect(
            try decoder.decode(Keys.self, from: JSONDocument(#"{"a":1,"b":null,"\u0063":2}"#)).keys == ["a", "b", "c"])
    }
}
