/// The elements of one array as an encoding container.
struct UnkeyedNodeEncoder: UnkeyedEncodingContainer {
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

    var count: Int { context.slots[Int(slot)].generation == generation ? context.slots[Int(slot)].count : 0 }

    @inline(__always)
    private func start() throws {
        try context.startElement(in: Int(slot), generation)
    }

    /// The way to the next element, for errors.
    private var nextPath: [any CodingKey] { codingPath + [JSONCodingKey(intValue: count)] }

    func encodeNil() throws {
        try start()
        context.writeNull()
    }

    func encode<T: Encodable>(_ value: T) throws {
        // The bit casts are between one type and itself: the comparison has just shown that.
        if T.self == JSONValue.self {
            try start()
            context.write(unsafeBitCast(value, to: JSONValue.self), in: Int(slot))
        } else if T.self == String.self {
            try start()
            context.write(unsafeBitCast(value, to: String.self))
        } else if context.hook.wants(T.self), let json = try context.hooked(value, at: nextPath) {
            try start()
            context.write(json, in: Int(slot))
        } else {
            let rollback = context.rollback(of: Int(slot))
            try start()
            try context.encode(value, in: Int(slot), rollback: rollback)
        }
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        nested().container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { nested().unkeyedContainer() }

    func superEncoder() -> any Encoder { nested() }

    private func nested() -> NodeEncoder {
        do {
            try start()
        } catch {
            return context.poisoned(Int(slot), error)
        }
        return context.pushNested(in: Int(slot))
    }

    func encode(_ value: Bool) throws {
        try start()
        context.write(value)
    }
    func encode(_ value: String) throws {
        try start()
        context.write(value)
    }
    func encode(_ value: Int) throws {
        try start()
        context.write(value)
    }
    func encode(_ value: Int8) throws {
        try start()
        context.write(value)
    }
    func encode(_ value: Int16) throws {
        try start()
        context.write(value)
    }
    func encode(_ value: Int32) throws {
        try start()
        context.write(value)
    }
    func encode(_ value: Int64) throws {
        try start()
        context.write(value)
    }
    func encode(_ value: UInt) throws {
        try start()
        context.write(value)
    }
    func encode(_ value: UInt8) throws {
        try start()
        context.write(value)
    }
    func encode(_ value: UInt16) throws {
        try start()
        context.write(value)
    }
    func encode(_ value: UInt32) throws {
        try start()
        context.write(value)
    }
    func encode(_ value: UInt64) throws {
        try start()
        context.write(value)
    }
    func encode(_ value: Double) throws {
        guard value.isFinite else { throw context.invalid(value, at: nextPath, "JSON has no form for \(value).") }
        try start()
        context.write(floating: value)
    }
    func encode(_ value: Float) throws {
        guard value.isFinite else { throw context.invalid(value, at: nextPath, "JSON has no form for \(value).") }
        try start()
        context.write(floating: value)
    }
    func encode(_ value: Int128) throws {
        try start()
        context.write(number: String(value))
    }
    func encode(_ value: UInt128) throws {
        try start()
        context.write(number: String(value))
    }
}
