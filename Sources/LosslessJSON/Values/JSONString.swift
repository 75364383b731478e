/// A view of a string or key, compared as unescaped bytes.
///
/// A lone surrogate escape is kept; only the way to `String` is closed for it (JSON-11).
public struct JSONString: Sendable {
    let storage: JSONStorage
    let index: Int

    init(storage: JSONStorage, index: Int) {
        self.storage = storage
        self.index = index
    }

    /// Looks at a value as a string; nil for another kind.
    public init?(_ value: JSONValue) {
        guard value.storage.view({ $0.head(value.index) == UInt8(ascii: "\"") }) else { return nil }
        self.init(storage: value.storage, index: value.index)
    }

    /// Makes a string of its own.
    public init(_ text: String) {
        var fragment = JSONFragment()
        fragment.string(text)
        self.init(storage: fragment.storage(), index: 0)
    }

    /// The string as a value.
    public var value: JSONValue { JSONValue(storage: storage, index: index) }

    /// The text; nil if there is a lone surrogate.
    public var string: String? { storage.view { $0.string(index) } }

    /// The text, with U+FFFD for lone surrogates: for messages and pointers only.
    public var lossyString: String { String(decoding: unescapedBytes, as: UTF8.self) }

    /// The unescaped bytes; a lone surrogate is the three bytes that the pattern of UTF-8 gives it.
    public var unescapedBytes: [UInt8] { storage.view { view in view.unescaped(index) { Array($0) } } }

    /// The bytes as written, quotes included, shared with the document.
    public var bytes: ArraySlice<UInt8> { value.bytes }

    /// Whether the unescaped bytes are those of `text`.
    public static func == (string: JSONString, text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in string.storage.view { $0.string(string.index, equals: bytes) } }
    }
}

extension JSONString: Hashable {
    /// Compares unescaped bytes.
    public static func == (a: JSONString, b: JSONString) -> Bool {
        a.storage.view { left in b.storage.view { right in left.sameString(a.index, b.index, in: right) } }
    }

    /// Feeds the unescaped bytes.
    public func hash(into hasher: inout Hasher) {
        storage.view { view in view.unescaped(index) { hasher.combine(bytes: $0) } }
        hasher.combine(UInt8(0xFF))
    }
}

extension JSONString: ExpressibleByStringLiteral, CustomStringConvertible {
    /// Makes a string of its own.
    public init(stringLiteral text: String) { self.init(text) }

    /// The text, lossily.
    public var description: String { lossyString }
}
