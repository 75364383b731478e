/// Writes one value of an encoding straight into its text, for types whose `encode(to:)` is worth writing by hand.
///
/// `Codable` containers cost a look-up of generic metadata for every member, several times what the text costs. A type asks
/// for a sink first and uses containers if it gets none, because the encoder is somebody else's. What is begun has to be
/// ended, a key comes before every value of an object, and no key comes twice: nothing here checks it.
package struct DocumentSink {
    private let context: EncodingContext
    private let slot: Int
    private var opens: [Int] = []

    /// The sink for the value that an encoder is about to write; nil if the encoder is not this module's.
    package init?(_ encoder: any Encoder) throws {
        guard let encoder = encoder as? NodeEncoder else { return nil }
        context = encoder.context
        slot = Int(encoder.slot)
        try context.enter(slot, encoder.generation)
        guard context.slots[slot].kind == .nothing else { return nil }
        context.slots[slot].kind = .scalar
        opens.reserveCapacity(8)
    }

    /// Opens an object.
    package mutating func beginObject() { begin(UInt8(ascii: "{")) }

    /// Opens an array.
    package mutating func beginArray() { begin(UInt8(ascii: "[")) }

    /// Closes the object opened last.
    package mutating func endObject() { end(UInt8(ascii: "}")) }

    /// Closes the array opened last.
    package mutating func endArray() { end(UInt8(ascii: "]")) }

    /// Writes a key, which has nothing to escape, with its colon.
    package func key(_ name: StaticString) {
        let length = name.utf8CodeUnitCount
        context.reserve(length &+ 4)
        comma()
        context.mark()
        context.put(UInt8(ascii: "\""))
        (context.text + context.count).initialize(from: name.utf8Start, count: length)
        context.count &+= length
        context.put(UInt8(ascii: "\""))
        context.put(UInt8(ascii: ":"))
    }

    /// Writes a string.
    package func string(_ value: String) {
        context.reserve(1)
        comma()
        context.write(value)
    }

    /// Writes a boolean.
    package func bool(_ value: Bool) {
        context.reserve(1)
        comma()
        context.write(value)
    }

    /// Writes an integer.
    package func int(_ value: Int) {
        context.reserve(1)
        comma()
        context.write(value)
    }

    /// Writes a number.
    ///
    /// - Throws: `decoding`, for an infinite number and for one that is none.
    package func double(_ value: Double) throws {
        guard value.isFinite else {
            throw JSONError(
                .decoding, "JSON has no form for \(value).", pointer: JSONPointer(codingPath: context.path(to: slot)))
        }
        context.reserve(1)
        comma()
        context.write(floating: value)
    }

    /// Writes a value as it is.
    package func value(_ value: JSONValue) {
        context.reserve(1)
        comma()
        context.write(value, in: slot)
    }

    private mutating func begin(_ bracket: UInt8) {
        context.reserve(2)
        comma()
        opens.append(context.tape.count)
        context.slots[slot].depth &+= 1
        if Int(context.slots[slot].depth) > context.limits.depth { context.mustParse = true }
        context.mark()
        context.tape.append(Tape.mark)
        context.put(bracket)
    }

    private mutating func end(_ bracket: UInt8) {
        let open = opens.removeLast()
        context.slots[slot].depth &-= 1
        context.reserve(1)
        context.mark()
        context.put(bracket)
        context.tape.words[open &+ 1] = Tape.mark | UInt32(truncatingIfNeeded: context.tape.count &- open)
    }

    /// Separates the next key or value from the one before it, if there is one.
    @inline(__always)
    private func comma() {
        guard !opens.isEmpty else { return }
        switch context.text[context.count &- 1] {
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"): break
        default: context.put(UInt8(ascii: ","))
        }
    }
}

/// The value that a decoder of this module stands at; nil if the decoder is somebody else's.
package func documentValue(of decoder: any Decoder) -> JSONValue? {
    guard let decoder = decoder as? NodeDecoder else { return nil }
    return JSONValue(storage: decoder.context.storage, index: decoder.node)
}
