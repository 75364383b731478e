/// The members of one object as an encoding container.
struct KeyedNodeEncoder<Key: CodingKey>: KeyedEncodingContainerProtocol {
    private let context: EncodingContext
    private let slot: UInt32
    private let generation: UInt32

    @inline(__always)
    init(_ encoder: NodeEncoder) {
        context = encoder.context
        slot = encoder.slot
        generation = encoder.generation
    }

    var codingPath: [any CodingKey] { context.path(to: Int(slot)) }

    @inline(__always)
    private func start(_ key: some CodingKey) throws {
        try context.startMember(key, in: Int(slot), generation)
    }

    /// The way to a member, for errors.
    private func path(_ key: some CodingKey) -> [any CodingKey] {
        codingPath + [JSONCodingKey(stringValue: key.stringValue)]
    }

    func encodeNil(forKey key: Key) throws {
        try start(key)
        context.writeNull()
    }

    func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
        // The bit cast is between one type and itself: the comparison has just shown that.
        if T.self == JSONValue.self {
            try start(key)
            context.write(unsafeBitCast(value, to: JSONValue.self), in: Int(slot))
        } else if context.hook.wants(T.self), let json = try context.hooked(value, at: path(key)) {
            try start(key)
            context.write(json, in: Int(slot))
        } else {
            let rollback = context.rollback(of: Int(slot))
            try start(key)
            try context.encode(value, in: Int(slot), rollback: rollback)
        }
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        nested(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        nested(key).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { nested(JSONCodingKey.superclass) }

    func superEncoder(forKey key: Key) -> any Encoder { nested(key) }

    private func nested(_ key: some CodingKey) -> NodeEncoder {
        do {
            try start(key)
        } catch {
            return context.poisoned(Int(slot), error)
        }
        return context.pushNested(in: Int(slot))
    }

    func encode(_ value: Bool, forKey key: Key) throws {
        try start(key)
        context.write(value)
    }
    func encode(_ value: String, forKey key: Key) throws {
        try start(key)
        context.write(value)
    }
    func encode(_ value: Int, forKey key: Key) throws {
        try start(key)
        context.write(value)
    }
    func encode(_ value: Int8, forKey key: Key) throws {
        try start(key)
        context.write(value)
    }
    func encode(_ value: Int16, forKey key: Key) throws {
        try start(key)
        context.write(value)
    }
    func encode(_ value: Int32, forKey key: Key) throws {
        try start(key)
        context.write(value)
    }
    func encode(_ value: Int64, forKey key: Key) throws {
        try start(key)
        context.write(value)
    }
    func encode(_ value: UInt, forKey key: Key) throws {
        try start(key)
        context.write(value)
    }
    func encode(_ value: UInt8, forKey key: Key) throws {
        try start(key)
        context.write(value)
    }
    func encode(_ value: UInt16, forKey key: Key) throws {
        try start(key)
        context.write(value)
    }
    func encode(_ value: UInt32, forKey key: Key) throws {
        try start(key)
        context.write(value)
    }
    func encode(_ value: UInt64, forKey key: Key) throws {
        try start(key)
        context.write(value)
    }
    func encode(_ value: Double, forKey key: Key) throws {
        guard value.isFinite else { throw context.invalid(value, at: path(key), "JSON has no form for \(value)") }
        try start(key)
        context.write(floating: value)
    }
    func encode(_ value: Float, forKey key: Key) throws {
        guard value.isFinite else { throw context.invalid(value, at: path(key), "JSON has no form for \(value)") }
        try start(key)
        context.write(floating: value)
    }
    func encode(_ value: Int128, forKey key: Key) throws {
        try start(key)
        context.write(number: String(value))
    }
    func encode(_ value: UInt128, forKey key: Key) throws {
        try start(key)
        context.write(number: String(value))
    }
}
