/// The members of one object as a decoding container.
struct KeyedNodeDecoder<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let context: DecodingContext
    let node: Int

    @inline(__always)
    init(context: DecodingContext, node: Int) throws {
        guard context.view.head(node) == UInt8(ascii: "{") else {
            throw context.mismatch([String: Any].self, "an object", at: node)
        }
        self.context = context
        self.node = node
    }

    var codingPath: [any CodingKey] { context.path(to: node) }

    var allKeys: [Key] {
        var keys: [Key] = []
        let close = context.view.close(node)
        var child = context.view.firstChild(node)
        while child < close {
            if let key = Key(stringValue: context.key(at: child)) { keys.append(key) }
            child = context.view.next(child + 1)
        }
        return keys
    }

    func contains(_ key: Key) -> Bool { context.member(key, of: node) != nil }

    /// The value of a member that has to be there.
    @inline(__always)
    private func required(_ key: Key) throws -> Int {
        guard let value = context.member(key, of: node) else { throw context.missing(key, of: node) }
        return value
    }

    /// The value of a member; nil if it is absent or null.
    @inline(__always)
    private func present(_ key: Key) -> Int? {
        guard let value = context.member(key, of: node), !context.isNull(value) else { return nil }
        return value
    }

    func decodeNil(forKey key: Key) throws -> Bool { context.isNull(try required(key)) }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try context.decode(type, at: required(key))
    }

    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
        guard let value = present(key) else { return nil }
        return try context.decode(type, at: value)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        KeyedDecodingContainer(try KeyedNodeDecoder<Nested>(context: context, node: required(key)))
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try UnkeyedNodeDecoder(context: context, node: required(key))
    }

    func superDecoder() throws -> any Decoder {
        guard let value = context.member(JSONCodingKey.superclass, of: node) else {
            throw context.missing(JSONCodingKey.superclass, of: node)
        }
        return NodeDecoder(context: context, node: value)
    }

    func superDecoder(forKey key: Key) throws -> any Decoder {
        NodeDecoder(context: context, node: try required(key))
    }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool {
        try context.bool(at: required(key))
    }
    func decode(_ type: String.Type, forKey key: Key) throws -> String {
        try context.string(at: required(key))
    }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
        try context.floating(type, at: required(key))
    }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float {
        try context.floating(type, at: required(key))
    }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int {
        try context.integer(type, at: required(key))
    }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 {
        try context.integer(type, at: required(key))
    }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 {
        try context.integer(type, at: required(key))
    }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 {
        try context.integer(type, at: required(key))
    }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 {
        try context.integer(type, at: required(key))
    }
    func decode(_ type: Int128.Type, forKey key: Key) throws -> Int128 {
        try context.integer(type, at: required(key))
    }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt {
        try context.integer(type, at: required(key))
    }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 {
        try context.integer(type, at: required(key))
    }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 {
        try context.integer(type, at: required(key))
    }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 {
        try context.integer(type, at: required(key))
    }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 {
        try context.integer(type, at: required(key))
    }
    func decode(_ type: UInt128.Type, forKey key: Key) throws -> UInt128 {
        try context.integer(type, at: required(key))
    }

    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
        try present(key).map { try context.bool(at: $0) }
    }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        try present(key).map { try context.string(at: $0) }
    }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
        try present(key).map { try context.floating(type, at: $0) }
    }
    func decodeIfPresent(_ type: Float.Type, forKey key: Key) throws -> Float? {
        try present(key).map { try context.floating(type, at: $0) }
    }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
        try present(key).map { try context.integer(type, at: $0) }
    }
    func decodeIfPresent(_ type: Int8.Type, forKey key: Key) throws -> Int8? {
        try present(key).map { try context.integer(type, at: $0) }
    }
    func decodeIfPresent(_ type: Int16.Type, forKey key: Key) throws -> Int16? {
        try present(key).map { try context.integer(type, at: $0) }
    }
    func decodeIfPresent(_ type: Int32.Type, forKey key: Key) throws -> Int32? {
        try present(key).map { try context.integer(type, at: $0) }
    }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? {
        try present(key).map { try context.integer(type, at: $0) }
    }
    func decodeIfPresent(_ type: Int128.Type, forKey key: Key) throws -> Int128? {
        try present(key).map { try context.integer(type, at: $0) }
    }
    func decodeIfPresent(_ type: UInt.Type, forKey key: Key) throws -> UInt? {
        try present(key).map { try context.integer(type, at: $0) }
    }
    func decodeIfPresent(_ type: UInt8.Type, forKey key: Key) throws -> UInt8? {
        try present(key).map { try context.integer(type, at: $0) }
    }
    func decodeIfPresent(_ type: UInt16.Type, forKey key: Key) throws -> UInt16? {
        try present(key).map { try context.integer(type, at: $0) }
    }
    func decodeIfPresent(_ type: UInt32.Type, forKey key: Key) throws -> UInt32? {
        try present(key).map { try context.integer(type, at: $0) }
    }
    func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) throws -> UInt64? {
        try present(key).map { try context.integer(type, at: $0) }
    }
    func decodeIfPresent(_ type: UInt128.Type, forKey key: Key) throws -> UInt128? {
        try present(key).map { try context.integer(type, at: $0) }
    }
}
