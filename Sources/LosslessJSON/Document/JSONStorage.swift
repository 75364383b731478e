/// The bytes of a document and their tape, shared by the document and every value that looks into it.
///
/// `@unchecked Sendable`: nothing changes after initialisation, except by an edit that has proved itself the only owner.
final class JSONStorage: @unchecked Sendable {
    // Unchecked, because the only writer is `JSONDocument.replaceStorage`, which holds the one reference there is.
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
            // An array of at least one byte has a base address; every document has one.
            guard let base = buffer.baseAddress else { preconditionFailure("a document without bytes") }
            return try body(JSONView(bytes: UnsafeRawPointer(base), size: count, tape: words))
        }
    }

    /// How many words the tape has, without the sentinel.
    var wordCount: Int { tape.count - 1 }
}
