/// A way for other modules to give types of their own a place in documents: dates, URLs, UUIDs, data.
///
/// The coder knows the standard library's types and ``JSONValue``. Before it asks any other type for its `Codable`
/// conformance, it asks the hook.
public struct JSONScalarHook: Sendable {
    /// Makes a value of the type from JSON; nil leaves it to the type's own `Decodable` conformance.
    public var decode: @Sendable (any Decodable.Type, JSONValue) throws -> (any Sendable)?

    /// Makes JSON from a value; nil leaves it to the value's own `Encodable` conformance.
    public var encode: @Sendable (any Encodable) throws -> JSONValue?

    /// The types that the hook wants to see; nil for all.
    private let types: [ObjectIdentifier]?

    /// Whether it wants to see none at all.
    private let isIdle: Bool

    /// Creates a hook.
    ///
    /// Naming `types` spares the closures, and so the time, for all others. An error that a closure throws comes back as
    /// `decoding` with the pointer of the value.
    public init(
        types: [Any.Type]? = nil,
        decode: @escaping @Sendable (any Decodable.Type, JSONValue) throws -> (any Sendable)?,
        encode: @escaping @Sendable (any Encodable) throws -> JSONValue?
    ) {
        self.types = types.map { $0.map(ObjectIdentifier.init) }
        isIdle = types?.isEmpty == true
        self.decode = decode
        self.encode = encode
    }

    /// The hook that leaves every type to its own conformance.
    public static let none = JSONScalarHook(types: [], decode: { _, _ in nil }, encode: { _ in nil })

    /// Whether the hook wants to see a type.
    @inline(__always)
    func wants(_ type: Any.Type) -> Bool {
        if isIdle { return false }
        return isListed(ObjectIdentifier(type))
    }

    /// Of its own, so that generic callers stay clear of generic collections, which cost them a look-up in the runtime.
    @inline(never)
    private func isListed(_ type: ObjectIdentifier) -> Bool {
        guard let types else { return true }
        for other in types where other == type { return true }
        return false
    }
}
