/// Eight bytes at a time in one 64-bit word, little end first.
enum SWAR {
    static let ones: UInt64 = 0x0101_0101_0101_0101
    static let highs: UInt64 = 0x8080_8080_8080_8080
    static let spaces: UInt64 = 0x2020_2020_2020_2020

    /// Loads eight bytes so that the first one is the lowest.
    @inline(__always)
    static func load(_ bytes: UnsafeRawPointer, _ offset: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// A high bit at the first byte that cannot be copied through a string: quote, backslash, control or not ASCII.
    ///
    /// Bits above the lowest one set mean nothing: a borrow may have made them.
    @inline(__always)
    static func specials(_ word: UInt64) -> UInt64 {
        let quote = (word ^ (ones &* 0x22)) &- ones
        let backslash = (word ^ (ones &* 0x5C)) &- ones
        let control = word &- spaces
        return (quote | backslash | control | word) & highs
    }

    /// A high bit at the first quote or backslash; bits above the lowest one set mean nothing.
    @inline(__always)
    static func quotesOrBackslashes(_ word: UInt64) -> UInt64 {
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5C)
        return (((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash)) & highs
    }
}
