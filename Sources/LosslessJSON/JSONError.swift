/// The one error of this module: what happened, where, and what was expected instead.
public struct JSONError: Error, Sendable, Hashable {
    /// What went wrong, for programs to tell apart.
    public var code: Code

    /// What went wrong, as a plain sentence.
    public var message: String

    /// The value or member concerned, where it is known.
    public var pointer: JSONPointer?

    /// The line, counted from 1.
    public var line: Int?

    /// The column in bytes, counted from 1.
    public var column: Int?

    /// The byte offset, counted from 0.
    public var offset: Int?

    /// The offset of the other party: for a duplicate key, where it stood first.
    public var otherOffset: Int?

    /// What would have been right, for sentences.
    public var expected: String?

    /// What was there instead, for sentences.
    public var found: String?

    /// Creates an error; everything but the code and the sentence may be unknown.
    public init(
        _ code: Code, _ message: String, pointer: JSONPointer? = nil, line: Int? = nil, column: Int? = nil,
        offset: Int? = nil, otherOffset: Int? = nil, expected: String? = nil, found: String? = nil
    ) {
        self.code = code
        self.message = message
        self.pointer = pointer
        self.line = line
        self.column = column
        self.offset = offset
        self.otherOffset = otherOffset
        self.expected = expected
        self.found = found
    }
}

extension JSONError {
    /// An open set of error codes; the raw value is the spelling that programs print.
    public struct Code: RawRepresentable, Sendable, Hashable {
        /// The code as text, in snake case.
        public let rawValue: String

        /// Creates a code from its text.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The bytes are not JSON in UTF-8.
        public static let malformed = Code(rawValue: "malformed_json")
        /// The input is deeper or larger than the limits allow.
        public static let limitExceeded = Code(rawValue: "limit_exceeded")
        /// A key stands twice in one object.
        public static let duplicateKey = Code(rawValue: "duplicate_key")
        /// The pointer names nothing in this document.
        public static let notFound = Code(rawValue: "pointer_not_found")
        /// The value is of another kind than the operation needs.
        public static let wrongKind = Code(rawValue: "wrong_kind")
        /// The number does not fit the type asked for exactly.
        public static let numberOutOfRange = Code(rawValue: "number_out_of_range")
        /// The string holds half of a surrogate pair and cannot become a `String`.
        public static let loneSurrogate = Code(rawValue: "lone_surrogate")
        /// The text is not a JSON pointer, or its last token is no index.
        public static let invalidPointer = Code(rawValue: "invalid_pointer")
        /// A `test` of a JSON Patch did not hold.
        public static let testFailed = Code(rawValue: "test_failed")
        /// A merge cannot tell where unknown members belong.
        public static let ambiguous = Code(rawValue: "merge_ambiguous")
        /// Both sides of a merge changed the same value differently.
        public static let mergeConflict = Code(rawValue: "merge_conflict")
        /// A value does not decode as, or encode from, the Swift type.
        public static let decoding = Code(rawValue: "decoding")
    }
}

extension JSONError: CustomStringConvertible {
    /// The sentence, with the place in front where it is known.
    public var description: String {
        if let line, let column { return "line \(line), column \(column): \(message)" }
        if let pointer { return "\(pointer.quoted): \(message)" }
        return message
    }
}
