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

    /// Makes room for `extra` words more, growing to what the progress so far foretells.
    @inline(__always)
    mutating func reserve(_ extra: Int, done: Int, of total: Int) {
        if count &+ extra > capacity { grow(extra, done: done, of: total) }
    }

    @inline(never)
    private mutating func grow(_ extra: Int, done: Int, of total: Int) {
        let foretold = done > 0 ? Int(Double(count) * (Double(total) / Double(done)) * 1.02) : 0
        let wanted = max(count + extra, min(foretold, count * 4), count + count / 4) + 16
        let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: wanted)
        larger.moveInitialize(from: words, count: count)
        words.deallocate()
        words = larger
        capacity = wanted
    }
}
