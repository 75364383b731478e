/// The members of one object, for conformances that know this module: what a keyed container gives, without its boxes.
///
/// `Decodable.init(from:)` asks for one with ``init(_:)`` and falls back on a keyed container where the decoder is
/// somebody else's. Errors are those that the container would throw.
package struct ObjectReader {
    let context: DecodingContext
    let node: Int

    /// The members of the object at which `decoder` stands; nil if the decoder is not of this module.
    package init?(_ decoder: any Decoder) throws {
        guard let decoder = decoder as? NodeDecoder else { return nil }
        try self.init(context: decoder.context, node: decoder.node)
    }

    @inline(__always)
    private init(context: DecodingContext, node: Int) throws {
        guard context.view.head(node) == UInt8(ascii: "{") else {
            throw context.mismatch([String: Any].self, "an object", at: node)
        }
        self.context = context
        self.node = node
    }

    /// The way from the root of the document to the object. Linear in the document; made for errors.
    package var codingPath: [any CodingKey] { context.path(to: node) }

    /// The text of a member.
    package func string(_ key: String) throws -> String { try context.string(at: required(key)) }

    /// The text of a member; nil if it is absent or null.
    package func stringIfPresent(_ key: String) throws -> String? {
        try present(key).map { try context.string(at: $0) }
    }

    /// The text of a member; nil if it is absent. Null is a value like any other, and of the wrong kind.
    package func stringIfThere(_ key: String) throws -> String? {
        try member(key).map { try context.string(at: $0) }
    }

    /// The truth value of a member.
    package func bool(_ key: String) throws -> Bool { try context.bool(at: required(key)) }

    /// The whole number of a member.
    package func integer(_ key: String) throws -> Int { try context.integer(Int.self, at: required(key)) }

    /// The number of a member.
    package func double(_ key: String) throws -> Double { try context.floating(Double.self, at: required(key)) }

    /// A member as it is.
    package func value(_ key: String) throws -> JSONValue {
        JSONValue(storage: context.storage, index: try required(key))
    }

    /// A member as it is; nil if it is absent or null.
    package func valueIfPresent(_ key: String) -> JSONValue? {
        present(key).map { JSONValue(storage: context.storage, index: $0) }
    }

    /// The members of an object that is a member.
    package func object(_ key: String) throws -> ObjectReader {
        try ObjectReader(context: context, node: required(key))
    }

    /// The members of an object that is a member; nil if it is absent or null.
    package func objectIfPresent(_ key: String) throws -> ObjectReader? {
        try present(key).map { try ObjectReader(context: context, node: $0) }
    }

    /// The texts of an array.
    package func strings(_ key: String) throws -> [String] {
        try context.decode([String].self, at: required(key))
    }

    /// The elements of an array; nil if it is absent. Null is a value like any other, and of the wrong kind.
    package func elementsIfThere(_ key: String) throws -> Elements? {
        guard let array = member(key) else { return nil }
        guard context.view.head(array) == UInt8(ascii: "[") else {
            throw context.mismatch([Any].self, "an array", at: array)
        }
        return Elements(context: context, next: context.view.firstChild(array), close: context.view.close(array))
    }

    @inline(__always)
    private func member(_ key: String) -> Int? {
        var key = key
        return key.withUTF8 { context.member($0, of: node) }
    }

    @inline(__always)
    private func required(_ key: String) throws -> Int {
        guard let value = member(key) else { throw context.missing(JSONCodingKey(stringValue: key), of: node) }
        return value
    }

    @inline(__always)
    private func present(_ key: String) -> Int? {
        guard let value = member(key), !context.isNull(value) else { return nil }
        return value
    }

    /// The elements of an array, one after the other.
    package struct Elements {
        let context: DecodingContext
        var next: Int
        let close: Int

        /// A decoder at the next element; nil at the end.
        package mutating func nextDecoder() -> (any Decoder)? {
            guard next < close else { return nil }
            defer { next = context.view.next(next) }
            return NodeDecoder(context: context, node: next)
        }
    }
}
