/// Duplicate keys (JSON-7), in time linear in the size of the object.
///
/// Few keys: a 64-bit filter proves most of them new, and a hit is settled by comparing with all before. Many keys, or
/// an escaped one: all are compared by `ManyKeys` when their object closes.
enum Keys {
    /// Up to this many keys are compared with each other.
    static let few: UInt32 = 24
}

/// A key that stands twice: the offsets of both places.
struct Duplicate {
    var first: Int
    var second: Int

    /// The one that shows first in the document.
    @inline(never)
    static func earlier(_ known: Duplicate?, _ new: Duplicate) -> Duplicate {
        guard let known else { return new }
        return known.second <= new.second ? known : new
    }
}

extension Scanner {
    /// A cheap hash over both ends and the length of a key: good enough for a filter, and only for that.
    @inline(__always)
    func filterHash(_ start: Int, count: Int) -> UInt64 {
        var word: UInt64
        if count >= 8 {
            word = SWAR.load(bytes, start) ^ SWAR.load(bytes, start &+ count &- 8) &* 0x9E37_79B9_7F4A_7C15
        } else if start + 8 <= size {
            word = SWAR.load(bytes, start) & ((1 &<< UInt64(truncatingIfNeeded: count &* 8)) &- 1)
        } else {
            // Too near the end for a whole word, with the same result.
            word = 0
            for i in 0..<count { word |= UInt64(byte(start + i)) << UInt64(8 * i) }
        }
        return (word ^ UInt64(truncatingIfNeeded: count)) &* 0xD6E8_FEB8_6659_FD93
    }
}

extension TapeParser {
    /// Compares a key without escapes with the others of its object so far, none of which has escapes.
    @inline(never)
    static func compareFewKeys(
        _ start: Int, _ end: Int, _ open: UInt32, _ scanner: Scanner, _ tape: TapeBuffer, _ known: Duplicate?
    ) -> Duplicate? {
        let view = JSONView(bytes: scanner.bytes, size: scanner.size, tape: UnsafePointer(tape.words))
        let count = end - start
        // `next` looks at the word behind the last value; it must not take what lies there for a skip word.
        tape.words[tape.count] = 0
        var child = Int(open) + 2
        while child < tape.count {
            let other = view.start(child)
            if other + count <= start, view.same(other, start, count: count) {
                return .earlier(known, Duplicate(first: other, second: start))
            }
            child = view.next(child + 1)
        }
        return known
    }

    /// Compares all keys of an object that is about to close.
    @inline(never)
    static func compareManyKeys(
        of open: Int, _ scanner: Scanner, _ tape: TapeBuffer, _ known: Duplicate?
    ) -> Duplicate? {
        let view = JSONView(bytes: scanner.bytes, size: scanner.size, tape: UnsafePointer(tape.words))
        tape.words[tape.count] = 0
        guard let found = ManyKeys(of: open, in: view).duplicate() else { return known }
        return .earlier(known, found)
    }
}
