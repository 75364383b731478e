import LosslessJSON

/// A source of random values and random changes, the same for the same seed.
struct RandomJSON {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    }

    mutating func next(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(bound))
    }

    /// A value of any kind; arrays of objects often have ids.
    mutating func value(depth: Int) -> JSONValue {
        switch next(depth > 0 ? 7 : 4) {
        case 0: return .number(next(5))
        case 1: return .string(["a", "é", "e\u{301}", "\"\\\n", "x/y~z"][next(5)])
        case 2: return next(2) == 0 ? .null : .bool(next(2) == 0)
        case 3: return .number(text: ["1.10", "1e400", "123456789012345678901", "-0"][next(4)]) ?? .null
        case 4: return .array((0..<next(6)).map { _ in value(depth: depth - 1) })
        case 5: return objects(depth: depth - 1)
        default: return .object((0..<next(6)).map { _ in (key(), value(depth: depth - 1)) })
        }
    }

    mutating func key() -> String { ["a", "b", "c", "é", "e\u{301}", "a/b", "~", ""][next(8)] }

    /// An array of objects with unique ids.
    private mutating func objects(depth: Int) -> JSONValue {
        let ids = Set((0..<next(6)).map { _ in next(20) }).sorted()
        return .array(
            ids.map { id in
                .object([("id", .string("\(id)"))] + (0..<next(3)).map { _ in (key(), value(depth: depth)) })
            })
    }

    /// The same value with a few changes at random places.
    mutating func changed(_ value: JSONValue, times: Int) -> JSONValue {
        var value = value
        for _ in 0..<times { value = changed(value) }
        return value
    }

    private mutating func changed(_ value: JSONValue) -> JSONValue {
        if let array = value.arrayValue, next(8) > 0 {
            var elements = Array(array)
            let place = next(elements.count + 1)
            switch next(5) {
            case 0: elements.insert(self.value(depth: 1), at: place)
            case 1 where place < elements.count: elements.remove(at: place)
            case 2 where place < elements.count: elements.swapAt(place, 0)
            default: if place < elements.count { elements[place] = changed(elements[place]) }
            }
            return .array(elements)
        }
        if let object = value.objectValue, next(8) > 0 {
            var members = object.map { ($0.key.lossyString, $0.value) }
            let place = next(members.count + 1)
            switch next(4) {
            case 0: members.append((key(), self.value(depth: 1)))
            case 1 where place < members.count: members.remove(at: place)
            default: if place < members.count { members[place].1 = changed(members[place].1) }
            }
            return .object(members)
        }
        return self.value(depth: 2)
    }
}

extension JSONValue {
    /// The same value with half a surrogate pair for every key `~`: a key that is no text (JSON-11).
    func withKeysThatAreNoText() throws -> JSONValue {
        try JSONDocument(JSONDocument(self).compact().description.replacing(#""~":"#, with: #""\udd1e":"#)).root
    }
}
