/// What the parser found wrong, in the small; `JSONError.init(_:in:limits:)` turns it into a sentence with a place.
struct ParseFailure: Error {
    enum Reason {
        /// Something else than what the grammar wants here.
        case expected(String)
        /// A control character inside a string.
        case controlCharacter
        /// A backslash that starts no escape.
        case badEscape
        /// Bytes that are not UTF-8.
        case badUTF8
        /// A byte order mark at the start.
        case byteOrderMark
        /// A digit after a leading zero.
        case leadingZero
        /// One level too many.
        case tooDeep
        /// Too many bytes.
        case tooLarge
        /// A key for the second time; the first stands at `first`.
        case duplicateKey(first: Int)
    }

    var reason: Reason
    var offset: Int
}
