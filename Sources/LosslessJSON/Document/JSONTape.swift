/// The tape: one 32-bit word per node of a document, in document order.
///
/// A scalar is the offset of its first byte, a key the offset of its quote. An object or array is the offset of its
/// bracket, then a marked word (top bit set) with the number of words to skip from the first to behind the last, then
/// its children (for an object key, value, key, value …), then the offset of the closing bracket. One sentinel
/// word with the size of the document ends the tape. What kind a node is says the byte at its offset.
///
/// Since only skip words are marked, an edit moves the rest of the tape with one addition per word.
enum Tape {
    /// Marks a skip word.
    static let mark: UInt32 = 0x8000_0000

    @inline(__always)
    static func isMarked(_ word: UInt32) -> Bool { word & mark != 0 }

    /// Adds `delta` to every offset among some words; skip words stay. Without branches, many words a step.
    @inline(__always)
    static func move(_ words: UnsafeMutablePointer<UInt32>, count: Int, by delta: Int) {
        if delta == 0 { return }
        let delta = UInt32(truncatingIfNeeded: delta)
        for i in 0..<count {
            let isOffset = (words[i] >> 31) &- 1
            words[i] = words[i] &+ (delta & isOffset)
        }
    }
}

/// An owned, growing run of tape words. Its owner frees it or hands it to a `JSONStorage`.
struct TapeBuffer {
    var words: UnsafeMutablePointer<UInt32>
    var count = 0
    var capacity: Int

    init(capacity: Int) {
        self.capacity = max(capacity, 8)
        words = .allocate(capacity: self.capacity)
    }

    @inline(__always)
    mutating func append(_ word: UInt32) {
        words[count] = word
        count &+= 1
    }

    /// Appends words for which there is room, their offsets moved.
    mutating func append(contentsOf run: UnsafeBufferPointer<UInt32>, movedBy delta: Int) {
        guard let base = run.baseAddress else { return }
        (words + count).initialize(from: base, count: run.count)
        Tape.move(words + count, count: run.count, by: delta)
        count += run.count
    }

    /// Makes room for `extra` words more.
    @inline(__always)
    mutating func reserve(_ extra: Int, done: Int, of total: Int) {
        if count &+ extra > capacity { self = grown(extra, done: done, of: total) }
    }

    /// A larger copy with room for `extra` words more, sized by what the progress so far foretells; frees this one.
    @inline(never)
    consuming func grown(_ extra: Int, done: Int, of total: Int) -> TapeBuffer {
        let foretold = done > 0 ? Int(Double(count) * (Double(total) / Double(done)) * 1.02) : 0
        var larger = TapeBuffer(capacity: max(count + extra, min(foretold, count * 4), count + count / 4) + 16)
        larger.words.moveInitialize(from: words, count: count)
        larger.count = count
        words.deallocate()
        return larger
    }
}
