extension JSONValue {
    init(_ fragment: JSONFragment) {
        self.init(storage: fragment.storage(), index: 0)
    }

    private init(token: some Sequence<UInt8>) {
        var fragment = JSONFragment()
        fragment.token(token)
        self.init(fragment)
    }

    /// The literal `null`.
    public static let null = JSONValue(token: "null".utf8)

    private static let yes = JSONValue(token: "true".utf8)
    private static let no = JSONValue(token: "false".utf8)

    /// `true` or `false`.
    public static func bool(_ value: Bool) -> JSONValue { value ? yes : no }

    /// A string, escaped no more than JSON demands.
    public static func string(_ text: String) -> JSONValue {
        JSONString(text).value
    }

    /// A number, spelled as `text`; nil if that is not a JSON number.
    public static func number(text: String) -> JSONValue? {
        guard let first = text.utf8.first, first == UInt8(ascii: "-") || first.isDigit, text.utf8.last?.isDigit == true
        else { return nil }
        return try? JSONDocument(text).root
    }

    /// A whole number.
    public static func number(_ value: some BinaryInteger) -> JSONValue {
        JSONValue(token: String(value).utf8)
    }

    /// A number with the fewest digits that read back as `value`; nil for infinities and NaN, which JSON has not.
    public static func number(_ value: Double) -> JSONValue? {
        guard value.isFinite else { return nil }
        return JSONValue(token: value.description.utf8)
    }

    /// An array, compact; the elements keep their spelling.
    public static func array(_ elements: some Sequence<JSONValue>) -> JSONValue {
        var fragment = JSONFragment()
        fragment.open(UInt8(ascii: "["))
        var isFirst = true
        for element in elements {
            if !isFirst { fragment.gap(CollectionOfOne(UInt8(ascii: ","))) }
            isFirst = false
            fragment.append(element, layout: .compact)
        }
        fragment.close(UInt8(ascii: "]"))
        return JSONValue(fragment)
    }

    /// An object, compact; the values keep their spelling, and of members with one key the last one stays.
    public static func object(_ members: some Sequence<(String, JSONValue)>) -> JSONValue {
        var places: [JSONString: Int] = [:]
        var list: [(String, JSONValue)] = []
        for (key, value) in members {
            if let place = places.updateValue(list.count, forKey: JSONString(key)) {
                places[JSONString(key)] = place
                list[place].1 = value
            } else {
                list.append((key, value))
            }
        }
        var fragment = JSONFragment()
        fragment.open(UInt8(ascii: "{"))
        var isFirst = true
        for (key, value) in list {
            if !isFirst { fragment.gap(CollectionOfOne(UInt8(ascii: ","))) }
            isFirst = false
            fragment.string(key)
            fragment.gap(CollectionOfOne(UInt8(ascii: ":")))
            fragment.append(value, layout: .compact)
        }
        fragment.close(UInt8(ascii: "}"))
        return JSONValue(fragment)
    }

    /// An object with the members of a literal, in its order.
    public static func object(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
        object(members.map { ($0.key, $0.value) })
    }
}

extension UInt8 {
    /// Whether this is an ASCII digit.
    @inline(__always)
    var isDigit: Bool { self &- 0x30 < 10 }
}
