/// The members of one object that is being written, for conformances that know this module: what a keyed container
/// gives, without its boxes.
///
/// `Encodable.encode(to:)` asks for one with ``init(_:)`` and falls back on a keyed container where the encoder is somebody
/// else's.
package struct ObjectWriter {
    let context: EncodingContext
    let slot: Int
    let generation: UInt32

    /// The members of the object that `encoder` begins here; nil if the encoder is not of this module.
    package init?(_ encoder: any Encoder) {
        guard let encoder = encoder as? NodeEncoder else { return nil }
        self.init(encoder.opened(as: .object))
    }

    @inline(__always)
    private init(_ encoder: NodeEncoder) {
        context = encoder.context
        slot = Int(encoder.slot)
        generation = encoder.generation
    }

    @inline(__always)
    private func start(_ key: String) throws {
        var key = key
        try key.withUTF8 { try context.startMember($0, in: slot, generation) }
    }

    /// Writes a text.
    package func string(_ value: String, _ key: String) throws {
        try start(key)
        context.write(value)
    }

    /// Writes a truth value.
    package func bool(_ value: Bool, _ key: String) throws {
        try start(key)
        context.write(value)
    }

    /// Writes a whole number.
    package func integer(_ value: Int, _ key: String) throws {
        try start(key)
        context.write(value)
    }

    /// Writes a finite number.
    package func double(_ value: Double, _ key: String) throws {
        guard value.isFinite else {
            let path = context.path(to: slot) + [JSONCodingKey(stringValue: key)]
            throw context.invalid(value, at: path, "JSON has no form for \(value)")
        }
        try start(key)
        context.write(floating: value)
    }

    /// Writes a value as it is.
    package func value(_ value: JSONValue, _ key: String) throws {
        try start(key)
        context.write(value, in: slot)
    }

    /// Writes an array of texts.
    package func strings(_ values: [String], _ key: String) throws {
        try array(key) { elements in
            for value in values {
                try context.startElement(in: Int(elements.slot), elements.generation)
                context.write(value)
            }
        }
    }

    /// Writes an object; the closure writes its members. If it throws, the member is taken back.
    package func object(_ key: String, _ write: (ObjectWriter) throws -> Void) throws {
        try nested(key, as: .object) { try write(ObjectWriter($0)) }
    }

    /// Writes an array; the closure writes the element of each index to the encoder that it is given.
    package func elements(
        _ indices: Range<Int>, _ key: String, _ write: (Int, any Encoder) throws -> Void
    ) throws {
        try array(key) { elements in
            let parent = Int(elements.slot)
            for index in indices {
                try context.startElement(in: parent, elements.generation)
                let encoder = context.pushNested(in: parent)
                try write(index, encoder)
                try context.finish(Int(encoder.slot), encoder.generation, in: parent)
            }
        }
    }

    private func array(_ key: String, _ write: (NodeEncoder) throws -> Void) throws {
        try nested(key, as: .array, write)
    }

    @inline(__always)
    private func nested(
        _ key: String, as kind: EncodingContext.Slot.Kind, _ write: (NodeEncoder) throws -> Void
    ) throws {
        let rollback = context.rollback(of: slot)
        try start(key)
        let encoder = context.pushNested(in: slot)
        do {
            context.open(Int(encoder.slot), as: kind)
            try write(encoder)
        } catch {
            context.undo(rollback, in: slot)
            throw error
        }
        try context.finish(Int(encoder.slot), encoder.generation, in: slot)
    }
}
