/// The elements of one array as an encoding container.
struct UnkeyedNodeEncoder: ScalarEncoder, UnkeyedEncodingContainer {
    let context: EncodingContext
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
    func start() throws {
        try context.startElement(in: Int(slot), generation)
    }

    var valuePath: [any CodingKey] { codingPath + [JSONCodingKey(intValue: count)] }

    func encode<T: Encodable>(any value: T) throws {
        // The bit casts are between one type and itself: the comparison has just shown that.
        if T.self == JSONValue.self {
            try start()
            context.write(unsafeBitCast(value, to: JSONValue.self), in: Int(slot))
        } else if T.self == String.self {
            try start()
            context.write(unsafeBitCast(value, to: String.self))
        } else if context.hook.wants(T.self), let json = try context.hooked(value, at: valuePath) {
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

    // Here, since the standard library has a form of its own for them.
    func encode(_ value: Int128) throws { try encode(long: value) }
    func encode(_ value: UInt128) throws { try encode(long: value) }
}
