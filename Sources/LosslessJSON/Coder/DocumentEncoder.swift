/// Makes documents from values of `Encodable` types, straight into one buffer, without anything in between.
///
/// The document is compact. Members stand in the order in which the type encodes them; one that is encoded twice keeps
/// its first place and its last value, as with a dictionary. Members that a type leaves out (`encodeIfPresent` of nil)
/// are absent. A `Double` without a fraction is written without one. ``JSONValue`` is written as it is.
public struct DocumentEncoder: Sendable {
    /// Asked before a value's own conformance.
    public var hook: JSONScalarHook

    /// Passed on to the types that look for it.
    public var userInfo: [CodingUserInfoKey: any Sendable]

    /// What the document must stay within.
    public var limits: JSONLimits

    /// Creates an encoder.
    public init(
        hook: JSONScalarHook = .none, userInfo: [CodingUserInfoKey: any Sendable] = [:], limits: JSONLimits = .standard
    ) {
        self.hook = hook
        self.userInfo = userInfo
        self.limits = limits
    }

    /// Makes a document of `value`.
    ///
    /// - Throws: ``JSONError`` with the code `decoding` and the pointer of the value for which JSON has no form, such as
    ///   an infinite number; `limitExceeded`; any error other than `EncodingError` that a conformance throws, unchanged.
    public func encode<T: Encodable>(_ value: T) throws -> JSONDocument {
        let context = EncodingContext(hook: hook, userInfo: userInfo, limits: limits)
        do {
            try context.encodeRoot(value)
            return try context.document()
        } catch let error as EncodingError {
            throw JSONError(error)
        }
    }
}

extension JSONError {
    /// Turns an error of an `Encodable` conformance into this module's.
    init(_ error: EncodingError) {
        guard case .invalidValue(_, let context) = error else {
            self.init(.decoding, "\(error)")
            return
        }
        if let own = context.underlyingError as? JSONError {
            self = own
            return
        }
        self.init(.decoding, context.debugDescription, pointer: JSONPointer(codingPath: context.codingPath))
    }
}
