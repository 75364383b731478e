/// A decoder at one node of a document, also in its role as a container of a single value.
struct NodeDecoder: Decoder, SingleValueDecodingContainer {
    let context: DecodingContext
    let node: Int

    var codingPath: [any CodingKey] { context.path(to: node) }

    var userInfo: [CodingUserInfoKey: Any] { context.userInfo }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(try KeyedNodeDecoder<Key>(context: context, node: node))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try UnkeyedNodeDecoder(context: context, node: node)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

    func decodeNil() -> Bool { context.isNull(node) }
    func decode(_ type: Bool.Type) throws -> Bool { try context.bool(at: node) }
    func decode(_ type: String.Type) throws -> String { try context.string(at: node) }
    func decode(_ type: Double.Type) throws -> Double { try context.floating(type, at: node) }
    func decode(_ type: Float.Type) throws -> Float { try context.floating(type, at: node) }
    func decode(_ type: Int.Type) throws -> Int { try context.integer(type, at: node) }
    func decode(_ type: Int8.Type) throws -> Int8 { try context.integer(type, at: node) }
    func decode(_ type: Int16.Type) throws -> Int16 { try context.integer(type, at: node) }
    func decode(_ type: Int32.Type) throws -> Int32 { try context.integer(type, at: node) }
    func decode(_ type: Int64.Type) throws -> Int64 { try context.integer(type, at: node) }
    func decode(_ type: Int128.Type) throws -> Int128 { try context.integer(type, at: node) }
    func decode(_ type: UInt.Type) throws -> UInt { try context.integer(type, at: node) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try context.integer(type, at: node) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try context.integer(type, at: node) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try context.integer(type, at: node) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try context.integer(type, at: node) }
    func decode(_ type: UInt128.Type) throws -> UInt128 { try context.integer(type, at: node) }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try context.decode(type, at: node) }
}
