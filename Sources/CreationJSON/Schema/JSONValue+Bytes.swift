import LosslessJSON

extension JSONValue {
    /// Whether both are written with the same bytes: much cheaper than equality, and true for all that did not change.
    func hasSameBytes(as other: JSONValue) -> Bool {
        let left = bytes
        let right = other.bytes
        guard left.count == right.count else { return false }
        return left.withUnsafeBytes { left in
            right.withUnsafeBytes { right in
                var offset = 0
                while offset + 8 <= left.count {
                    guard
                        left.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                            == right.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                    else { return false }
                    offset += 8
                }
                while offset < left.count {
                    guard left[offset] == right[offset] else { return false }
                    offset += 1
                }
                return true
            }
        }
    }
}

extension JSONNumber {
    /// Whether the number has no fraction and fits one of Swift's widest integers of 64 bits.
    var isInteger: Bool { int64 != nil || uint64 != nil }
}
