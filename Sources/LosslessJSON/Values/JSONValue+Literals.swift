// There is no literal for null: with one, `condition ? value : nil` would silently mean the JSON null. It is `.null`.
extension JSONValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// `true` or `false`.
    public init(booleanLiteral value: Bool) { self = .bool(value) }

    /// A whole number.
    public init(integerLiteral value: Int64) { self = .number(value) }

    /// A number; one too large for a double becomes `1e999`, which no double can hold either.
    public init(floatLiteral value: Double) { self = .number(value) ?? .number(text: "1e999") ?? .null }

    /// A string.
    public init(stringLiteral value: String) { self = .string(value) }

    /// An array.
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    /// An object, its members in the order of the literal.
    public init(dictionaryLiteral members: (String, JSONValue)...) { self = .object(members) }
}
