/// Duplicate keys (JSON-7), in time linear in the size of the object.
///
/// Few keys: a 64-bit filter proves most of them new, and a hit is settled by comparing with all before. Many keys, or
/// an escaped one: all are put into a table, seeded at random, when their object closes.
enum Keys {
    /// Up to this many keys are compared with each other.
    static let few = 24
}

extension TapeParser {
    /// Compares a key with those before it in its object.
    @inline(__always)
    mutating func note(key start: Int, end: Int, escapes: Bool, _ top: inout Frame) {
        top.keys += 1
        if escapes { top.keys += Keys.few }
        if top.keys > Keys.few { return }
        let bit = 1 &<< (hash(start + 1, count: end - start - 2) >> 58)
        if top.seen & bit != 0 { compareFewKeys(key: start, end: end, open: top.open) }
        top.seen |= bit
    }

    /// A cheap hash over the ends and the length of a key: good enough for a filter.
    @inline(__always)
    private func hash(_ start: Int, count: Int) -> UInt64 {
        var word: UInt64
        if start + 8 <= size {
            word = SWAR.load(bytes, start)
            if count < 8 {
                word &= (1 &<< UInt64(truncatingIfNeeded: count &* 8)) &- 1
            } else {
                word ^= SWAR.load(bytes, start + count - 8) &* 0x9E37_79B9_7F4A_7C15
            }
        } else {
            word = 0
        }
        return (word ^ UInt64(truncatingIfNeeded: count)) &* 0xD6E8_FEB8_6659_FD93
    }

    @inline(never)
    private mutating func compareFewKeys(key start: Int, end: Int, open: Int) {
        let view = JSONView(bytes: bytes, size: size, tape: UnsafePointer(tape.words))
        let count = end - start
        var child = open + 2
        // The sentinel that `next` may look at: nothing is open behind the last value.
        tape.words[tape.count] = 0
        while child < tape.count {
            let other = view.start(child)
            if other + count <= start, view.same(other, start, count: count) {
                note(first: other, second: start)
                return
            }
            child = view.next(child + 1)
        }
    }

    @inline(never)
    mutating func compareManyKeys(of open: Int) {
        tape.words[tape.count] = 0
        let view = JSONView(bytes: bytes, size: size, tape: UnsafePointer(tape.words))
        var table = KeyTable(capacity: view.count(open))
        let close = view.close(open)
        var child = open + 2
        while child < close {
            if let first = table.insert(child, in: view) { note(first: view.start(first), second: view.start(child)) }
            child = view.next(child + 1)
        }
    }

    private mutating func note(first: Int, second: Int) {
        if let known = duplicate, known.second <= second { return }
        duplicate = (first, second)
    }
}
