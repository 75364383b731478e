/// What takes the scalars that are no members of an object: a value of its own, or the next element of an array.
protocol ScalarEncoder {
    var context: EncodingContext { get }

    /// The way to the value that is about to be written, for errors.
    var valuePath: [any CodingKey] { get }

    /// Begins a value.
    func start() throws

    /// Writes a value that is no scalar, or whose type is not known.
    func encode<T: Encodable>(any value: T) throws
}

extension ScalarEncoder {
    @inline(__always)
    func encodeNil() throws {
        try start()
        context.writeNull()
    }

    @inline(__always)
    func encode<T: Encodable>(_ value: T) throws {
        try encode(any: value)
    }

    @inline(__always)
    func encode(_ value: Bool) throws {
        try start()
        context.write(value)
    }
    @inline(__always)
    func encode(_ value: String) throws {
        try start()
        context.write(value)
    }
    @inline(__always)
    func encode(_ value: Int) throws {
        try start()
        context.write(value)
    }
    @inline(__always)
    func encode(_ value: Int8) throws {
        try start()
        context.write(value)
    }
    @inline(__always)
    func encode(_ value: Int16) throws {
        try start()
        context.write(value)
    }
    @inline(__always)
    func encode(_ value: Int32) throws {
        try start()
        context.write(value)
    }
    @inline(__always)
    func encode(_ value: Int64) throws {
        try start()
        context.write(value)
    }
    @inline(__always)
    func encode(_ value: UInt) throws {
        try start()
        context.write(value)
    }
    @inline(__always)
    func encode(_ value: UInt8) throws {
        try start()
        context.write(value)
    }
    @inline(__always)
    func encode(_ value: UInt16) throws {
        try start()
        context.write(value)
    }
    @inline(__always)
    func encode(_ value: UInt32) throws {
        try start()
        context.write(value)
    }
    @inline(__always)
    func encode(_ value: UInt64) throws {
        try start()
        context.write(value)
    }
    @inline(__always)
    func encode(_ value: Double) throws {
        guard value.isFinite else { throw context.invalid(value, at: valuePath, "JSON has no form for \(value)") }
        try start()
        context.write(floating: value)
    }
    @inline(__always)
    func encode(_ value: Float) throws {
        guard value.isFinite else { throw context.invalid(value, at: valuePath, "JSON has no form for \(value)") }
        try start()
        context.write(floating: value)
    }
    @inline(__always)
    func encode(long value: some BinaryInteger) throws {
        try start()
        context.write(number: String(value))
    }
}
