/// One argument of the command line: bytes, because a file name is bytes and not text.
package struct Argument: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The bytes as the shell handed them over, without the closing NUL.
    package var bytes: [UInt8]

    /// An argument of these bytes.
    package init(bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    /// An argument of the UTF-8 bytes of `text`.
    package init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// An argument of the UTF-8 bytes of `value`.
    package init(stringLiteral value: String) {
        self.init(value)
    }

    /// The argument as text, or nil where it is not UTF-8.
    package var text: String? {
        String(validating: bytes, as: UTF8.self)
    }

    /// The argument for a message: control characters and bytes that are no text made visible.
    var shown: String {
        VisibleText.of(bytes)
    }

    /// True where the bytes are exactly those of `text`.
    func isText(_ text: String) -> Bool {
        bytes.elementsEqual(text.utf8)
    }

    /// The parts between commas.
    var words: [Argument] {
        bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map { Argument(bytes: $0) }
    }

    /// The part before and the part after the first `separator`, or nil where there is none.
    func split(atFirst separator: UInt8) -> (before: Argument, after: Argument)? {
        guard let index = bytes.firstIndex(of: separator) else { return nil }
        return (Argument(bytes: bytes[..<index]), Argument(bytes: bytes[(index + 1)...]))
    }
}
