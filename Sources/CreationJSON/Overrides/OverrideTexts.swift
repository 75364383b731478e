/// The texts that decisions rest on, one after the other in memory.
///
/// The strings of an audit trail lie scattered; each is looked at several times before the verdicts are there. Of a trail
/// that no longer fits the processor's cache, only the first of these looks should have to wait for memory.
struct OverrideTexts: Sendable {
    /// Where a text is.
    struct Place: Sendable {
        fileprivate let start: UInt32
        fileprivate let count: UInt32
    }

    private var bytes: [UInt8] = []

    /// Room for the texts of so many entries, if they are as long as usual.
    init(entries count: Int = 0) { bytes.reserveCapacity(count * 64) }

    /// Keeps a copy of a text.
    mutating func append(_ text: String) -> Place {
        let start = bytes.count
        let isDone: Void? = text.utf8.withContiguousStorageIfAvailable { bytes.append(contentsOf: $0) }
        if isDone == nil { bytes.append(contentsOf: text.utf8) }
        return place(from: start)
    }

    /// Keeps a copy of a text that is well-formed UTF-8.
    mutating func append(_ text: UnsafeRawBufferPointer) -> Place {
        let start = bytes.count
        bytes.append(contentsOf: text)
        return place(from: start)
    }

    private func place(from start: Int) -> Place {
        Place(start: UInt32(start), count: UInt32(bytes.count - start))
    }

    /// The text at a place.
    subscript(place: Place) -> String { withBytes(at: place) { String(decoding: $0, as: UTF8.self) } }

    /// Whether two texts have the same bytes; é is not e+´ here (spec OVR-2).
    func isSame(_ left: Place, _ right: Place) -> Bool {
        withBytes(at: left) { left in withBytes(at: right) { left.isSame(as: $0) } }
    }

    /// 32 bits of a hash that is seeded anew in each process, so that nobody can write texts that collide.
    func hash(_ place: Place) -> UInt32 {
        var hasher = Hasher()
        withBytes(at: place) { hasher.combine(bytes: $0) }
        return UInt32(truncatingIfNeeded: hasher.finalize())
    }

    /// Whether the text at a place is this one.
    func has(_ text: some Sequence<UInt8>, at place: Place) -> Bool {
        withBytes(at: place) { $0.elementsEqual(text) }
    }

    private func withBytes<R>(at place: Place, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        bytes.withUnsafeBytes { all in
            body(UnsafeRawBufferPointer(rebasing: all[Int(place.start)..<Int(place.start) + Int(place.count)]))
        }
    }
}
