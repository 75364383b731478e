/// An encoder for one value, also in its role as a container of a single value.
///
/// Two words, so that passing one as `any Encoder` allocates nothing.
struct NodeEncoder: Encoder, ScalarEncoder, SingleValueEncodingContainer {
    let context: EncodingContext
    let slot: UInt32
    let generation: UInt32

    var codingPath: [any CodingKey] { context.path(to: Int(slot)) }

    var valuePath: [any CodingKey] { codingPath }

    var userInfo: [CodingUserInfoKey: Any] { context.userInfo }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(KeyedNodeEncoder<Key>(opened(as: .object)))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer { UnkeyedNodeEncoder(opened(as: .array)) }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    /// Makes the value a container, or finds it to be one already: superclasses share theirs with subclasses.
    ///
    /// There is no way to throw from here. A value that was written differently gives a container whose use throws.
    @inline(__always)
    func opened(as kind: EncodingContext.Slot.Kind) -> NodeEncoder {
        let slot = Int(slot)
        do {
            try context.enter(slot, generation)
        } catch {
            return context.poisoned(slot, error)
        }
        if context.slots[slot].kind == kind { return self }
        guard context.slots[slot].kind == .nothing else { return context.poisoned(slot, context.stale()) }
        context.open(slot, as: kind)
        return self
    }

    /// Begins a scalar.
    @inline(__always)
    func start() throws {
        try context.enter(Int(slot), generation)
        guard context.slots[Int(slot)].kind == .nothing else { throw context.stale() }
        context.slots[Int(slot)].kind = .scalar
    }

    func encode<T: Encodable>(any value: T) throws {
        // The bit cast is between one type and itself: the comparison has just shown that.
        if T.self == JSONValue.self {
            try start()
            context.write(unsafeBitCast(value, to: JSONValue.self), in: Int(slot))
        } else if context.hook.wants(T.self), let json = try context.hooked(value, at: codingPath) {
            try start()
            context.write(json, in: Int(slot))
        } else {
            try value.encode(to: self)
        }
    }

    // Here, since the standard library has a form of its own for them.
    func encode(_ value: Int128) throws { try encode(long: value) }
    func encode(_ value: UInt128) throws { try encode(long: value) }
}
