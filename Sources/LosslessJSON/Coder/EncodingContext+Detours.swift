/// Writing where the text is not at its end.
///
/// `Codable` lets a type begin two containers and write to them by turns. The one begun first is complete by then, as
/// far as the text goes. A detour takes the text behind it away, opens it once more, and puts the text back when
/// something else is written. That costs time in proportion to the text taken away, and nobody else pays for it.
extension EncodingContext {
    /// A container opened once more.
    struct Detour {
        var slot: Int
        /// What followed it.
        var tail: [UInt8]
        /// Where that stood.
        var tailStart: Int
        /// What was open before.
        var top: Int
        /// The slots whose text lies in `tail`.
        var behind: [Int]
    }

    /// Makes a value the innermost open one, by completing what is open inside it or by a detour.
    @inline(never)
    func focus(on slot: Int) throws {
        while top != slot {
            if slots[slot].isClosed, detours.isEmpty || isInside(slot, detours[detours.count - 1].slot) {
                return try beginDetour(to: slot)
            }
            leave()
        }
    }

    /// Completes the innermost open value.
    private func leave() {
        let slot = top
        close(slot)
        if let detour = detours.last, detour.slot == slot {
            detours.removeLast()
            let shift = count - detour.tailStart
            reserve(detour.tail.count)
            for byte in detour.tail { put(byte) }
            for other in detour.behind {
                slots[other].end += shift
                if slots[other].key >= detour.tailStart { slots[other].key += shift }
            }
            top = detour.top
        } else {
            top = slots[slot].parent
        }
    }

    private func isInside(_ slot: Int, _ container: Int) -> Bool {
        var slot = slot
        while slot > container { slot = slots[slot].parent }
        return slot == container
    }

    private func beginDetour(to slot: Int) throws {
        guard slots[slot].kind != .scalar else { throw stale() }
        mustParse = true
        let end = slots[slot].end
        let tailStart = end + (slots[slot].kind == .nothing ? 2 : 1)
        // What lies in the tail of a detour further out moves with that one.
        let moved = Set(detours.flatMap(\.behind))
        let behind = (0..<slotCount).filter {
            $0 != slot && slots[$0].isClosed && slots[$0].end >= tailStart && !moved.contains($0)
        }
        let tail = Array(UnsafeBufferPointer(start: text + tailStart, count: count - tailStart))
        detours.append(Detour(slot: slot, tail: tail, tailStart: tailStart, top: top, behind: behind))
        count = end
        slots[slot].isClosed = false
        top = slot
    }

    /// Completes a value whose text went by detours. Its slot stays, but nobody can write to it any more.
    @inline(never)
    func finishLate(_ slot: Int, _ generation: UInt32) throws {
        if !slots[slot].isClosed {
            try focus(on: slot)
            leave()
        }
        slots[slot].generation = 0
    }

    /// What has to be put back if a value cannot be encoded.
    struct Rollback {
        var count: Int
        var words: Int
        var members: Int
        var seen: UInt64
        var slots: Int
        var detours: Int
        var parsed: Bool
    }

    /// Takes note of the state before a member or element is started.
    @inline(__always)
    func rollback(of parent: Int) -> Rollback {
        Rollback(
            count: count, words: tape.count, members: slots[parent].count, seen: slots[parent].seen, slots: slotCount,
            detours: detours.count, parsed: mustParse)
    }

    /// Takes back a member or element that could not be encoded, so that the caller may go on without it.
    @inline(never)
    func undo(_ rollback: Rollback, in parent: Int) {
        guard detours.count == rollback.detours, mustParse == rollback.parsed, detours.isEmpty, !slots[parent].isClosed
        else {
            failure = failure ?? JSONError(.decoding, "a value that went by turns could not be encoded")
            return
        }
        count = rollback.count
        tape.count = rollback.words
        slots[parent].count = rollback.members
        slots[parent].seen = rollback.seen
        slotCount = rollback.slots
        top = parent
    }

    /// The way to a slot.
    func path(to slot: Int) -> [any CodingKey] {
        var path: [any CodingKey] = []
        var at = slot
        while at >= 0, at < slotCount {
            if slots[at].key >= 0, let key = key(at: slots[at].key) {
                path.append(JSONCodingKey(stringValue: key))
            } else if slots[at].index >= 0 {
                path.append(JSONCodingKey(intValue: slots[at].index))
            }
            at = slots[at].parent
        }
        return path.reversed()
    }

    func pointer(to slot: Int) -> JSONPointer { JSONPointer(codingPath: path(to: slot)) }

    /// The key that was written at an offset.
    private func key(at offset: Int) -> String? {
        guard offset < count, text[offset] == UInt8(ascii: "\"") else { return nil }
        var end = offset + 1
        while end < count, text[end] != UInt8(ascii: "\"") { end += text[end] == UInt8(ascii: "\\") ? 2 : 1 }
        guard end < count else { return nil }
        let key = Array(UnsafeBufferPointer(start: text + offset, count: end + 1 - offset))
        return (try? JSONDocument(key))?.root.stringValue
    }

    @inline(never)
    func stale() -> EncodingError {
        let error = JSONError(
            .decoding, "a value was encoded twice, or after the value that holds it was complete",
            pointer: pointer(to: top))
        return .invalidValue(
            self, .init(codingPath: path(to: top), debugDescription: error.message, underlyingError: error))
    }

    @inline(never)
    func invalid(_ value: Any, at path: [any CodingKey], _ message: String) -> EncodingError {
        let error = JSONError(.decoding, message, pointer: JSONPointer(codingPath: path), found: "\(value)")
        return .invalidValue(
            value, .init(codingPath: path, debugDescription: message, underlyingError: error))
    }
}
