/// The bytes of a document and their tape, shared by the document and every value that looks into it.
///
/// `@unchecked Sendable`: nothing changes after initialisation, except by an edit that has proved itself the only owner.
final class JSONStorage: @unchecked Sendable {
    // Unchecked, because the only writer is `apply` below, whose caller holds the one reference there is.
    @exclusivity(unchecked) private(set) var bytes: [UInt8]
    @exclusivity(unchecked) private(set) var tape: TapeBuffer
    /// Whether an object here may hold a key twice.
    let allowsDuplicates: Bool
    /// What this document was checked against; edits stay within.
    let limits: JSONLimits

    /// Takes over `tape`, which is freed with this object.
    init(bytes: [UInt8], tape: TapeBuffer, limits: JSONLimits, allowsDuplicates: Bool) {
        self.bytes = bytes
        self.tape = tape
        self.limits = limits
        self.allowsDuplicates = allowsDuplicates
    }

    deinit {
        tape.words.deallocate()
    }

    /// Gives raw access for the time of a closure; `JSONView` is how everything here reads.
    @inline(__always)
    func view<R, E: Error>(_ body: (JSONView) throws(E) -> R) throws(E) -> R {
        let count = bytes.count
        let words = UnsafePointer(tape.words)
        return try bytes.withUnsafeBufferPointer { buffer throws(E) in
            // Every document has at least one byte, and so its array has an address.
            let base = buffer.baseAddress.unsafelyUnwrapped
            return try body(JSONView(bytes: UnsafeRawPointer(base), size: count, tape: words))
        }
    }

    /// How many words the tape has, without the sentinel.
    var wordCount: Int { tape.count - 1 }
}

extension JSONStorage {
    /// Makes one replacement in place; the caller holds the only reference. A fraction of the memory of a new document.
    func apply(_ splice: Splices.Splice, resized: [(open: Int, change: Int)]) {
        let byteChange = splice.new.bytes.count - splice.bytes.count
        if bytes.count + byteChange <= bytes.capacity {
            // The array may be shared even though this object is not; then this copies it first.
            bytes.replaceSubrange(splice.bytes, with: splice.new.bytes)
        } else {
            bytes = bytes.withUnsafeBytes { old in
                [UInt8](unsafeUninitializedCapacity: old.count + byteChange) { buffer, count in
                    let new = UnsafeMutableRawBufferPointer(buffer)
                    let behind = splice.bytes.lowerBound + splice.new.bytes.count
                    new.copyMemory(from: UnsafeRawBufferPointer(rebasing: old[..<splice.bytes.lowerBound]))
                    splice.new.bytes.withUnsafeBytes {
                        UnsafeMutableRawBufferPointer(rebasing: new[splice.bytes.lowerBound...]).copyMemory(from: $0)
                    }
                    UnsafeMutableRawBufferPointer(rebasing: new[behind...]).copyMemory(
                        from: UnsafeRawBufferPointer(rebasing: old[splice.bytes.upperBound...]))
                    count = old.count + byteChange
                }
            }
        }
        let wordChange = splice.new.words.count - splice.words.count
        if tape.count + wordChange > tape.capacity { tape = tape.grown(wordChange, done: 0, of: 0) }
        let tail = tape.words + splice.words.upperBound
        let tailCount = tape.count - splice.words.upperBound
        (tail + wordChange).moveInitialize(from: tail, count: tailCount)
        Tape.move(tail + wordChange, count: tailCount, by: byteChange)
        for (i, word) in splice.new.words.enumerated() { tape.words[splice.words.lowerBound + i] = word }
        Tape.move(
            tape.words + splice.words.lowerBound, count: splice.new.words.count, by: splice.bytes.lowerBound)
        tape.count += wordChange
        for container in resized { tape.resize(container.open, by: container.change) }
    }
}
