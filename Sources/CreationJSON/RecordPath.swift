/// The name of a record: a file name is bytes, not text, and so is this.
///
/// On local storage it is a path, absolute or relative to the working directory; on an object store it is a key.
/// A string literal makes one from its UTF-8.
public struct RecordPath: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The bytes of the name, without a terminating zero.
    public let bytes: [UInt8]

    /// A name from bytes as the system gave them; they need not be UTF-8.
    public init(bytes: [UInt8]) { self.bytes = bytes }

    /// A name from bytes that stand in something else, such as a slice.
    public init(bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

    /// A name from the UTF-8 of a text.
    public init(_ text: String) { bytes = Array(text.utf8) }

    /// A name from a literal.
    public init(stringLiteral text: String) { self.init(text) }

    /// The name as text, or nil where it is not UTF-8.
    public var text: String? { String(validating: bytes, as: UTF8.self) }
}

extension RecordPath: CustomStringConvertible {
    /// The name as text; what is not UTF-8 shows as U+FFFD.
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}

extension RecordPath: Comparable {
    /// Orders by bytes, as `LC_ALL=C sort` does.
    public static func < (left: RecordPath, right: RecordPath) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}
