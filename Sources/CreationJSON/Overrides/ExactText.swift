/// A text that is equal to another only if the bytes are.
///
/// Swift strings equate é and e+´; an override must not cover a class that merely looks like its own (spec OVR-2).
struct ExactText: Hashable, Sendable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: Self, right: Self) -> Bool {
        guard left.text.utf8.count == right.text.utf8.count else { return false }
        let isSame = left.text.utf8.withContiguousStorageIfAvailable { left in
            right.text.utf8.withContiguousStorageIfAvailable { right in
                UnsafeRawBufferPointer(left).isSame(as: UnsafeRawBufferPointer(right))
            }
        }
        return (isSame ?? nil) ?? left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        let done: Void? = text.utf8.withContiguousStorageIfAvailable {
            hasher.combine(bytes: UnsafeRawBufferPointer($0))
        }
        if done == nil { for byte in text.utf8 { hasher.combine(byte) } }
    }
}

extension UnsafeRawBufferPointer {
    /// Whether these are the other bytes, compared eight at a time.
    func isSame(as other: Self) -> Bool {
        guard count == other.count else { return false }
        var at = 0
        while at + 8 <= count {
            let difference =
                loadUnaligned(fromByteOffset: at, as: UInt64.self)
                ^ other.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            if difference != 0 { return false }
            at += 8
        }
        while at < count {
            if self[at] != other[at] { return false }
            at += 1
        }
        return true
    }
}
