/// What all parts of one encoding share: the text so far, its tape, and the values that are open.
///
/// The text only grows at its end. `Codable` also allows what does not fit that: a container that is written to after a
/// later one was begun. That is rare, and a detour: see `EncodingContext+Detours.swift`.
final class EncodingContext {
    let hook: JSONScalarHook
    let userInfo: [CodingUserInfoKey: any Sendable]
    let limits: JSONLimits

    // Unchecked, because an encoder is used by one thread at a time and no access spans a call out of this type.
    @exclusivity(unchecked) var text: UnsafeMutablePointer<UInt8>
    @exclusivity(unchecked) var count = 0
    @exclusivity(unchecked) private var capacity = 1024
    @exclusivity(unchecked) var tape = TapeBuffer(capacity: 192)
    /// Whether the tape is still ours to free.
    @exclusivity(unchecked) var ownsTape = true
    @exclusivity(unchecked) var slots: UnsafeMutablePointer<Slot>
    @exclusivity(unchecked) var slotCount = 0
    @exclusivity(unchecked) private var slotCapacity = 16
    /// The innermost open value.
    @exclusivity(unchecked) var top = -1
    @exclusivity(unchecked) private var generation: UInt32 = 0
    @exclusivity(unchecked) var detours: [Detour] = []
    /// Whether the tape cannot be trusted: a detour was made, or a key may stand twice.
    @exclusivity(unchecked) var mustParse = false
    /// What went wrong where nothing could be thrown.
    @exclusivity(unchecked) var failure: JSONError?

    /// A value that is being written: it has a place in the text, and perhaps an open bracket.
    struct Slot {
        enum Kind: UInt8 { case nothing, scalar, array, object }
        /// The container it stands in; -1 for the root.
        var parent: Int
        /// Tells a slot from others that had its place before.
        var generation: UInt32
        var kind: Kind
        /// Whether its text is complete. Containers may be opened once more.
        var isClosed: Bool
        var depth: UInt16
        /// Where it opened on the tape.
        var open: Int
        /// The offset of its closing bracket, or of what stands there for nothing, once it is closed.
        var end: Int
        /// Members or elements so far.
        var count: Int
        /// The offset of its key, or -1, and its index in its parent: the way to it.
        var key: Int
        var index: Int
        /// The offset of the key written last in it, or -1.
        var lastKey: Int
        /// One bit per hash of a key so far.
        var seen: UInt64
    }

    init(hook: JSONScalarHook, userInfo: [CodingUserInfoKey: any Sendable], limits: JSONLimits) {
        self.hook = hook
        self.userInfo = userInfo
        self.limits = limits
        text = .allocate(capacity: 1024)
        slots = .allocate(capacity: 16)
    }

    deinit {
        text.deallocate()
        slots.deallocate()
        if ownsTape { tape.words.deallocate() }
    }

    /// Makes room for `extra` more bytes and eight behind them.
    @inline(__always)
    func reserve(_ extra: Int) {
        if count &+ extra &+ 8 > capacity { grow(extra) }
    }

    @inline(never)
    private func grow(_ extra: Int) {
        let wanted = max(count + extra + 8, capacity * 2)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted)
        larger.moveInitialize(from: text, count: count)
        text.deallocate()
        text = larger
        capacity = wanted
    }

    /// Appends one byte for which there is room.
    @inline(__always)
    func put(_ byte: UInt8) {
        text[count] = byte
        count &+= 1
    }

    /// Notes on the tape that a node starts here.
    @inline(__always)
    func mark() {
        tape.reserve(4, done: 0, of: 0)
        tape.append(UInt32(truncatingIfNeeded: count))
    }

    /// Begins a value inside `parent`.
    @inline(__always)
    func push(in parent: Int, key: Int, index: Int) -> NodeEncoder {
        if slotCount == slotCapacity { growSlots() }
        generation &+= 1
        (slots + slotCount).initialize(
            to: Slot(
                parent: parent, generation: generation, kind: .nothing, isClosed: false,
                depth: parent < 0 ? 0 : slots[parent].depth, open: tape.count, end: 0, count: 0, key: key, index: index,
                lastKey: -1, seen: 0))
        top = slotCount
        slotCount &+= 1
        return NodeEncoder(context: self, slot: UInt32(truncatingIfNeeded: top), generation: generation)
    }

    @inline(never)
    private func growSlots() {
        let larger = UnsafeMutablePointer<Slot>.allocate(capacity: slotCapacity * 2)
        larger.moveInitialize(from: slots, count: slotCount)
        slots.deallocate()
        slots = larger
        slotCapacity *= 2
    }

    /// Makes the innermost open value an array or object.
    @inline(__always)
    func open(_ slot: Int, as kind: Slot.Kind) {
        slots[slot].kind = kind
        slots[slot].depth &+= 1
        if Int(slots[slot].depth) > limits.depth { fail(tooDeep: slot) }
        reserve(1)
        slots[slot].open = tape.count
        mark()
        tape.append(Tape.mark)
        put(kind == .object ? UInt8(ascii: "{") : UInt8(ascii: "["))
    }

    /// Completes the text of the innermost open value.
    @inline(__always)
    func close(_ slot: Int) {
        let kind = slots[slot].kind
        slots[slot].isClosed = true
        if kind == .scalar { return }
        reserve(2)
        if kind == .nothing {
            slots[slot].end = count
            mark()
            tape.append(Tape.mark | 3)
            put(UInt8(ascii: "{"))
            tape.append(UInt32(truncatingIfNeeded: count))
            put(UInt8(ascii: "}"))
            return
        }
        slots[slot].end = count
        mark()
        put(kind == .object ? UInt8(ascii: "}") : UInt8(ascii: "]"))
        let open = slots[slot].open
        tape.words[open &+ 1] = Tape.mark | UInt32(truncatingIfNeeded: tape.count &- open)
    }

    @inline(never)
    private func fail(tooDeep slot: Int) {
        failure =
            failure
            ?? JSONError(
                .limitExceeded, "the value nests arrays and objects deeper than \(limits.depth) levels",
                pointer: pointer(to: slot), expected: "at most \(limits.depth) levels", found: "more")
    }
}
