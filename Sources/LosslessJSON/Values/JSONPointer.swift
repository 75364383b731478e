/// A JSON pointer (RFC 6901): the way from the root to a value, as unescaped tokens.
public struct JSONPointer: Sendable, CustomStringConvertible {
    /// The tokens, unescaped: keys of objects and indices of arrays.
    public var tokens: [String]

    /// Creates a pointer from unescaped tokens.
    public init(tokens: [String]) {
        self.tokens = tokens
    }

    /// Reads the text form: empty for the root, else every token after a `/`, with `~0` for `~` and `~1` for `/`.
    ///
    /// - Throws: `invalidPointer`.
    public init(_ text: String) throws(JSONError) {
        guard let tokens = JSONPointer.parse(text) else {
            throw JSONError(
                .invalidPointer,
                "‘\(text)’ is not a JSON pointer: it must be empty or start with ‘/’, and ‘~’ must be written ‘~0’",
                expected: "a JSON pointer", found: text)
        }
        self.tokens = tokens
    }

    /// The pointer to the whole document.
    public static let root = JSONPointer(tokens: [])

    /// The same pointer, one key further.
    public func appending(_ token: String) -> JSONPointer {
        JSONPointer(tokens: tokens + CollectionOfOne(token))
    }

    /// The same pointer, one index further.
    public func appending(_ index: Int) -> JSONPointer {
        appending(String(index))
    }

    /// The pointer without its last token; nil for the root.
    public var parent: JSONPointer? {
        tokens.isEmpty ? nil : JSONPointer(tokens: Array(tokens.dropLast()))
    }

    /// The last token; nil for the root.
    public var last: String? { tokens.last }

    /// Whether this pointer is `other` or leads to something inside what `other` names.
    public func starts(with other: JSONPointer) -> Bool {
        tokens.count >= other.tokens.count
            && zip(tokens, other.tokens).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
    }

    /// The text form; the root is the empty string.
    public var description: String {
        var bytes: [UInt8] = []
        for token in tokens {
            bytes.append(UInt8(ascii: "/"))
            for byte in token.utf8 {
                switch byte {
                case UInt8(ascii: "~"): bytes.append(contentsOf: "~0".utf8)
                case UInt8(ascii: "/"): bytes.append(contentsOf: "~1".utf8)
                default: bytes.append(byte)
                }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The text form for sentences, where the root needs a name.
    var quoted: String { tokens.isEmpty ? "the document" : description }

    private static func parse(_ text: String) -> [String]? {
        if text.utf8.isEmpty { return [] }
        guard text.utf8.first == UInt8(ascii: "/") else { return nil }
        var tokens: [String] = []
        var token: [UInt8] = []
        var escaped = false
        for byte in text.utf8.dropFirst() {
            if escaped {
                guard byte == UInt8(ascii: "0") || byte == UInt8(ascii: "1") else { return nil }
                token.append(byte == UInt8(ascii: "0") ? UInt8(ascii: "~") : UInt8(ascii: "/"))
                escaped = false
            } else if byte == UInt8(ascii: "~") {
                escaped = true
            } else if byte == UInt8(ascii: "/") {
                tokens.append(String(decoding: token, as: UTF8.self))
                token.removeAll(keepingCapacity: true)
            } else {
                token.append(byte)
            }
        }
        if escaped { return nil }
        tokens.append(String(decoding: token, as: UTF8.self))
        return tokens
    }
}

extension JSONPointer: Hashable {
    /// Compares the tokens as bytes, so that é and e + ´ are two pointers.
    public static func == (a: JSONPointer, b: JSONPointer) -> Bool {
        a.tokens.count == b.tokens.count && a.starts(with: b)
    }

    /// Feeds the bytes of the tokens.
    public func hash(into hasher: inout Hasher) {
        for token in tokens {
            for byte in token.utf8 { hasher.combine(byte) }
            hasher.combine(UInt8(0xFF))
        }
    }
}

extension JSONPointer: ExpressibleByStringLiteral {
    /// Reads a literal leniently: a missing `/` in front is supplied and a stray `~` stands for itself.
    public init(stringLiteral text: String) {
        if let tokens = JSONPointer.parse(text) {
            self.tokens = tokens
        } else {
            let rest = text.utf8.first == UInt8(ascii: "/") ? text.dropFirst() : text[...]
            tokens = rest.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        }
    }
}

extension JSONPointer {
    /// An array index as RFC 6901 spells it: digits without leading zeros; nil for everything else, `-` included.
    static func index(_ token: String) -> Int? {
        let digits = token.utf8
        guard let first = digits.first, digits.count <= 18 else { return nil }
        if first == UInt8(ascii: "0") { return digits.count == 1 ? 0 : nil }
        var value = 0
        for byte in digits {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return value
    }
}
