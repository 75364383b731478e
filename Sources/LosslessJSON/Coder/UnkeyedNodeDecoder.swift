/// The elements of one array as a decoding container, walked from the front.
///
/// Three words, so that it fits into an existential without allocating.
struct UnkeyedNodeDecoder: UnkeyedDecodingContainer {
    private let context: DecodingContext
    private var element: UInt32
    /// The closing bracket, which also tells the way to the array.
    private let close: UInt32
    private var position: UInt32 = 0
    private let total: UInt32

    init(context: DecodingContext, node: Int) throws {
        let view = context.view
        guard view.head(node) == UInt8(ascii: "[") else {
            throw context.mismatch([Any].self, "an array", at: node)
        }
        self.context = context
        element = UInt32(truncatingIfNeeded: view.firstChild(node))
        close = UInt32(truncatingIfNeeded: view.close(node))
        total = UInt32(truncatingIfNeeded: view.count(node))
    }

    var codingPath: [any CodingKey] { context.path(to: Int(close)) }
    var count: Int? { Int(total) }
    var currentIndex: Int { Int(position) }
    var isAtEnd: Bool { element == close }

    /// The next element, which has to be there.
    @inline(__always)
    private func next(for type: Any.Type) throws -> Int {
        guard element != close else { throw context.exhausted(type, array: Int(close), index: Int(position)) }
        return Int(element)
    }

    /// Moves past an element once it was decoded.
    @inline(__always)
    private mutating func advance() {
        element = UInt32(truncatingIfNeeded: context.view.next(Int(element)))
        position &+= 1
    }

    @inline(__always)
    private mutating func take<T>(_ type: T.Type, _ decode: (Int) throws -> T) throws -> T {
        let value = try decode(try next(for: type))
        advance()
        return value
    }

    mutating func decodeNil() throws -> Bool {
        guard context.isNull(try next(for: Any?.self)) else { return false }
        advance()
        return true
    }

    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
        let value = try context.decode(type, at: try next(for: type))
        advance()
        return value
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        let container = try KeyedNodeDecoder<Nested>(context: context, node: next(for: type))
        advance()
        return KeyedDecodingContainer(container)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        let container = try UnkeyedNodeDecoder(context: context, node: next(for: [Any].self))
        advance()
        return container
    }

    mutating func superDecoder() throws -> any Decoder {
        let decoder = NodeDecoder(context: context, node: try next(for: Any.self))
        advance()
        return decoder
    }

    mutating func decode(_ type: Bool.Type) throws -> Bool {
        try take(type) { [context] in try context.bool(at: $0) }
    }
    mutating func decode(_ type: String.Type) throws -> String {
        try take(type) { [context] in try context.string(at: $0) }
    }
    mutating func decode(_ type: Double.Type) throws -> Double {
        try take(type) { [context] in try context.floating(type, at: $0) }
    }
    mutating func decode(_ type: Float.Type) throws -> Float {
        try take(type) { [context] in try context.floating(type, at: $0) }
    }
    mutating func decode(_ type: Int.Type) throws -> Int {
        try take(type) { [context] in try context.integer(type, at: $0) }
    }
    mutating func decode(_ type: Int8.Type) throws -> Int8 {
        try take(type) { [context] in try context.integer(type, at: $0) }
    }
    mutating func decode(_ type: Int16.Type) throws -> Int16 {
        try take(type) { [context] in try context.integer(type, at: $0) }
    }
    mutating func decode(_ type: Int32.Type) throws -> Int32 {
        try take(type) { [context] in try context.integer(type, at: $0) }
    }
    mutating func decode(_ type: Int64.Type) throws -> Int64 {
        try take(type) { [context] in try context.integer(type, at: $0) }
    }
    mutating func decode(_ type: Int128.Type) throws -> Int128 {
        try take(type) { [context] in try context.integer(type, at: $0) }
    }
    mutating func decode(_ type: UInt.Type) throws -> UInt {
        try take(type) { [context] in try context.integer(type, at: $0) }
    }
    mutating func decode(_ type: UInt8.Type) throws -> UInt8 {
        try take(type) { [context] in try context.integer(type, at: $0) }
    }
    mutating func decode(_ type: UInt16.Type) throws -> UInt16 {
        try take(type) { [context] in try context.integer(type, at: $0) }
    }
    mutating func decode(_ type: UInt32.Type) throws -> UInt32 {
        try take(type) { [context] in try context.integer(type, at: $0) }
    }
    mutating func decode(_ type: UInt64.Type) throws -> UInt64 {
        try take(type) { [context] in try context.integer(type, at: $0) }
    }
    mutating func decode(_ type: UInt128.Type) throws -> UInt128 {
        try take(type) { [context] in try context.integer(type, at: $0) }
    }
}
