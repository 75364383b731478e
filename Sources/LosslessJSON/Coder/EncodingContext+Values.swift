extension EncodingContext {
    /// Writes the whole value.
    func encodeRoot<T: Encodable>(_ value: T) throws {
        let encoder = push(in: -1, key: -1, index: -1)
        try encoder.encode(value)
        if let failure { throw failure }
        if top != 0 { try focus(on: 0) }
        close(0)
    }

    /// Makes the document. To be called once, at the end.
    func document() throws(JSONError) -> JSONDocument {
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialised in
            buffer.baseAddress?.initialize(from: text, count: count)
            initialised = count
        }
        if mustParse || count > limits.size { return try parsed(bytes) }
        tape.reserve(1, done: 0, of: 0)
        tape.append(UInt32(truncatingIfNeeded: count))
        let storage = JSONStorage(bytes: bytes, tape: tape, limits: limits, allowsDuplicates: false)
        ownsTape = false
        return JSONDocument(storage: storage)
    }

    private func parsed(_ bytes: [UInt8]) throws(JSONError) -> JSONDocument {
        do {
            return try JSONDocument(bytes, limits: limits)
        } catch {
            guard error.code == .duplicateKey else { throw error }
            // A class and its superclass may encode one key each, and the last one counts.
            let document = try JSONDocument(bytes, limits: limits, duplicateKeys: .allow)
            return JSONDocument(document.root.withoutDuplicates())
        }
    }

    /// Writes the comma and the key of a member.
    @inline(__always)
    func startMember(_ key: some CodingKey, in slot: Int, _ generation: UInt32) throws {
        var name = key.stringValue
        try name.withUTF8 { try startMember($0, in: slot, generation) }
    }

    func startMember(_ name: UnsafeBufferPointer<UInt8>, in slot: Int, _ generation: UInt32) throws {
        try enter(slot, generation)
        reserve(name.count &+ 5)
        if slots[slot].count > 0 { put(UInt8(ascii: ",")) }
        let start = count
        mark()
        quote(name)
        note(keyFrom: start, in: slot)
        slots[slot].lastKey = start
        slots[slot].count &+= 1
        reserve(1)
        put(UInt8(ascii: ":"))
    }

    /// Writes the comma of an element.
    @inline(__always)
    func startElement(in slot: Int, _ generation: UInt32) throws {
        try enter(slot, generation)
        reserve(1)
        if slots[slot].count > 0 { put(UInt8(ascii: ",")) }
        slots[slot].count &+= 1
    }

    /// Makes sure that the next bytes go into a value, which must not be stale.
    @inline(__always)
    func enter(_ slot: Int, _ generation: UInt32) throws {
        guard slot < slotCount, slots[slot].generation == generation else { throw stale() }
        if top != slot { try focus(on: slot) }
    }

    /// Looks whether a key may be there twice; if so the text is parsed in the end.
    @inline(__always)
    private func note(keyFrom start: Int, in slot: Int) {
        let length = count &- start &- 2
        let base = UnsafeRawPointer(text)
        var word = SWAR.load(base, start &+ 1)
        if length < 8 {
            word &= (1 &<< UInt64(truncatingIfNeeded: length &* 8)) &- 1
        } else {
            word ^= SWAR.load(base, start &+ length &- 7) &* 0x9E37_79B9_7F4A_7C15
        }
        let hash = (word ^ UInt64(truncatingIfNeeded: length)) &* 0xD6E8_FEB8_6659_FD93
        let bit: UInt64 = 1 &<< (hash >> 58)
        if slots[slot].seen & bit != 0, !mustParse { compareKeys(from: start, in: slot) }
        slots[slot].seen |= bit
    }

    @inline(never)
    private func compareKeys(from start: Int, in slot: Int) {
        // Comparing more with each other would take quadratic time; the parser has a table for many keys.
        guard slots[slot].count <= Keys.few else {
            mustParse = true
            return
        }
        let view = JSONView(bytes: UnsafeRawPointer(text), size: count, tape: UnsafePointer(tape.words))
        let key = tape.count - 1
        var child = slots[slot].open + 2
        while child < key {
            let other = view.start(child)
            if other + (count - start) <= start, view.same(other, start, count: count - start) {
                mustParse = true
                return
            }
            child = view.next(child + 1)
        }
    }

    /// Writes a value that brings its own conformance, whose place in `parent` was just started.
    @inline(__always)
    func encode<T: Encodable>(_ value: T, in parent: Int, rollback: Rollback) throws {
        let encoder = push(in: parent, key: slots[parent].lastKey, index: slots[parent].count &- 1)
        do {
            try value.encode(to: encoder)
        } catch {
            undo(rollback, in: parent)
            throw error
        }
        try finish(Int(encoder.slot), encoder.generation, in: parent)
    }

    /// Begins a value that is written by whoever asked for it, up to when something else is written.
    func pushNested(in parent: Int) -> NodeEncoder {
        push(in: parent, key: slots[parent].lastKey, index: slots[parent].count &- 1)
    }

    /// An encoder whose use throws, where there is no way to throw at once.
    func poisoned(_ slot: Int, _ error: any Error) -> NodeEncoder {
        if let error = error as? EncodingError { failure = failure ?? JSONError(error) }
        return NodeEncoder(context: self, slot: UInt32(truncatingIfNeeded: slot), generation: 0)
    }

    /// What the hook makes of a value.
    @inline(never)
    func hooked(_ value: some Encodable, at path: @autoclosure () -> [any CodingKey]) throws -> JSONValue? {
        do {
            return try hook.encode(value)
        } catch var error as JSONError {
            if error.pointer == nil { error.pointer = JSONPointer(codingPath: path()) }
            throw error
        } catch let error as EncodingError {
            throw error
        } catch {
            throw invalid(value, at: path(), "\(error)")
        }
    }

    /// Completes a value that was written by its conformance and gives up its slot and those inside it.
    @inline(__always)
    func finish(_ slot: Int, _ generation: UInt32, in parent: Int) throws {
        if top == slot, detours.isEmpty {
            close(slot)
            slotCount = slot
            top = parent
        } else {
            try finishLate(slot, generation)
        }
    }
}

extension JSONValue {
    /// The same value, every object with the last of the members that share a key, in the place of the first.
    func withoutDuplicates() -> JSONValue {
        if let object = objectValue {
            var places: [JSONString: Int] = [:]
            var members: [JSONObject.Element] = []
            for (key, value) in object {
                if let place = places[key] {
                    members[place].value = value.withoutDuplicates()
                } else {
                    places[key] = members.count
                    members.append((key, value.withoutDuplicates()))
                }
            }
            return .object(members)
        }
        if let array = arrayValue { return .array(array.map { $0.withoutDuplicates() }) }
        return self
    }

    /// A compact object; keys and values keep their spelling. No key may be there twice.
    static func object(_ members: [JSONObject.Element]) -> JSONValue {
        var fragment = JSONFragment()
        fragment.open(UInt8(ascii: "{"))
        for (i, (key, value)) in members.enumerated() {
            if i > 0 { fragment.gap(CollectionOfOne(UInt8(ascii: ","))) }
            fragment.token(key.bytes)
            fragment.gap(CollectionOfOne(UInt8(ascii: ":")))
            fragment.append(value, layout: .compact)
        }
        fragment.close(UInt8(ascii: "}"))
        return JSONValue(fragment)
    }
}
