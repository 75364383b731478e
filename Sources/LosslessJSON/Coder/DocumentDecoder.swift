/// Makes values of `Decodable` types from documents, without anything in between.
///
/// Looking up the members of a type in the order in which the document has them takes constant time for each. Members
/// that the type does not ask for are skipped unread. Numbers become integers only if they are whole and fit; a string
/// with a lone surrogate does not become a `String`. ``JSONValue`` is passed through as it is.
///
/// Containers throw `DecodingError`, as conformances expect; what leaves ``decode(_:from:)-(_,JSONValue)`` is a
/// ``JSONError``.
public struct DocumentDecoder: Sendable {
    /// Asked before a type's own conformance.
    public var hook: JSONScalarHook

    /// Passed on to the types that look for it.
    public var userInfo: [CodingUserInfoKey: any Sendable]

    /// Creates a decoder.
    public init(hook: JSONScalarHook = .none, userInfo: [CodingUserInfoKey: any Sendable] = [:]) {
        self.hook = hook
        self.userInfo = userInfo
    }

    /// Makes a value of `type` from `value`.
    ///
    /// - Throws: ``JSONError`` with the code `decoding`, the pointer from the root of the document, what was expected and
    ///   what was found there; any error other than `DecodingError` that a conformance throws, unchanged.
    public func decode<T: Decodable>(_ type: T.Type, from value: JSONValue) throws -> T {
        let context = DecodingContext(value.storage, hook: hook, userInfo: userInfo)
        do {
            return try context.decode(type, at: value.index)
        } catch let error as DecodingError {
            throw JSONError(error)
        }
    }

    /// Makes a value of `type` from the root of a document.
    ///
    /// - Throws: as ``decode(_:from:)-(_,JSONValue)`` does.
    public func decode<T: Decodable>(_ type: T.Type, from document: JSONDocument) throws -> T {
        try decode(type, from: document.root)
    }
}

extension JSONError {
    /// Turns an error of a `Decodable` conformance into this module's.
    init(_ error: DecodingError) {
        let context: DecodingError.Context
        var expected: String?
        switch error {
        case .typeMismatch(let type, let other):
            context = other
            expected = "\(type)"
        case .valueNotFound(let type, let other):
            context = other
            expected = "\(type)"
        case .keyNotFound(let key, let other):
            context = other
            expected = "a member ‘\(key.stringValue)’"
        case .dataCorrupted(let other): context = other
        @unknown default:
            self.init(.decoding, "\(error)")
            return
        }
        if let own = context.underlyingError as? JSONError {
            self = own
            return
        }
        self.init(
            .decoding, context.debugDescription, pointer: JSONPointer(codingPath: context.codingPath),
            expected: expected)
    }
}
