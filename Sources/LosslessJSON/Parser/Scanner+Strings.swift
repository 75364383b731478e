extension Scanner {
    /// Checks the string whose quote stands at `start` and gives the offset behind its closing quote.
    ///
    /// Sixteen bytes a step: most keys end within the first, which spares a mispredicted branch.
    @inline(__always)
    func stringEnd(_ start: Int, _ escapes: inout Bool) throws(ParseFailure) -> Int {
        var at = start + 1
        while at + 16 <= size {
            let low = SWAR.specials(SWAR.load(bytes, at))
            let high = SWAR.specials(SWAR.load(bytes, at + 8))
            if low | high != 0 {
                let found = low != 0 ? low : high
                at += (found.trailingZeroBitCount >> 3) + (low != 0 ? 0 : 8)
                if byte(at) == UInt8(ascii: "\"") { return at + 1 }
                break
            }
            at += 16
        }
        let end = try hardStringEnd(at)
        escapes = escapes || end.escapes
        return end.offset
    }

    /// The same from inside a string, where an escape, a byte that is not ASCII or the end of the input is near.
    @inline(never)
    private func hardStringEnd(_ from: Int) throws(ParseFailure) -> (offset: Int, escapes: Bool) {
        var at = from
        var escapes = false
        while at < size {
            if at + 8 <= size {
                let found = SWAR.specials(SWAR.load(bytes, at))
                if found == 0 {
                    at += 8
                    continue
                }
                at += found.trailingZeroBitCount >> 3
            }
            let byte = self.byte(at)
            if byte == UInt8(ascii: "\"") { return (at + 1, escapes) }
            if byte == UInt8(ascii: "\\") {
                escapes = true
                at = try escapeEnd(at)
            } else if byte < 0x20 {
                throw ParseFailure(reason: .controlCharacter, offset: at)
            } else if byte < 0x80 {
                at += 1
            } else {
                at = try sequenceEnd(at)
            }
        }
        throw ParseFailure(reason: .expected("a closing quote"), offset: size)
    }

    private func escapeEnd(_ at: Int) throws(ParseFailure) -> Int {
        guard at + 1 < size else { throw ParseFailure(reason: .expected("a closing quote"), offset: size) }
        switch byte(at + 1) {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return at + 2
        case UInt8(ascii: "u"):
            for digit in at + 2..<at + 6 {
                guard digit < size else { throw ParseFailure(reason: .expected("a closing quote"), offset: size) }
                guard hexDigit(byte(digit)) != nil else {
                    throw ParseFailure(reason: .badEscape, offset: at)
                }
            }
            return at + 6
        default:
            throw ParseFailure(reason: .badEscape, offset: at)
        }
    }

    /// Checks one multi-byte sequence: no continuation alone, nothing overlong, no surrogate, nothing past U+10FFFF.
    private func sequenceEnd(_ at: Int) throws(ParseFailure) -> Int {
        let first = byte(at)
        var low: UInt8 = 0x80
        var high: UInt8 = 0xBF
        let count: Int
        switch first {
        case 0xC2...0xDF: count = 2
        case 0xE0:
            count = 3
            low = 0xA0
        case 0xED:
            count = 3
            high = 0x9F
        case 0xE1...0xEF: count = 3
        case 0xF0:
            count = 4
            low = 0x90
        case 0xF1...0xF3: count = 4
        case 0xF4:
            count = 4
            high = 0x8F
        default: throw ParseFailure(reason: .badUTF8, offset: at)
        }
        guard at + count <= size else { throw ParseFailure(reason: .badUTF8, offset: at) }
        let second = byte(at + 1)
        guard second >= low, second <= high else { throw ParseFailure(reason: .badUTF8, offset: at) }
        for i in 2..<max(count, 2) {
            guard byte(at + i) & 0xC0 == 0x80 else {
                throw ParseFailure(reason: .badUTF8, offset: at)
            }
        }
        return at + count
    }
}

/// The value of a hexadecimal digit.
@inline(__always)
func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte &- UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte &- UInt8(ascii: "a") &+ 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte &- UInt8(ascii: "A") &+ 10)
    default: nil
    }
}
