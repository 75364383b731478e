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
                Self.isSame(UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right))
            }
        }
        return (isSame ?? nil) ?? left.text.utf8.elementsEqual(right.text.utf8)
    }

    /// Compares two buffers of the same length, eight bytes at a time.
    private static func isSame(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
        var i = 0
        while i + 8 <= left.count {
            let difference =
                left.loadUnaligned(fromByteOffset: i, as: UInt64.self)
                ^ right.loadUnaligned(fromByteOffset: i, as: UInt64.self)
            if difference != 0 { return false }
            i += 8
        }
        while i < left.count {
            if left[i] != right[i] { return false }
            i += 1
        }
        return true
    }

    func hash(into hasher: inout Hasher) {
        let done: Void? = text.utf8.withContiguousStorageIfAvailable {
            hasher.combine(bytes: UnsafeRawBufferPointer($0))
        }
        if done == nil { for byte in text.utf8 { hasher.combine(byte) } }
    }
}
