/// Checks tokens in a run of bytes: strings, numbers, literals and the space between. Knows no nesting and no tape.
struct Scanner {
    let bytes: UnsafeRawPointer
    let size: Int

    /// The byte at an offset.
    @inline(__always)
    func byte(_ at: Int) -> UInt8 {
        bytes.load(fromByteOffset: at, as: UInt8.self)
    }

    /// Moves over space, tab, line feed and carriage return.
    @inline(__always)
    func skipSpace(_ at: inout Int) {
        if at < size, byte(at) > 0x20 { return }
        at = spaceEnd(at)
    }

    /// The same where there is space indeed: mostly one, or a line break and indentation, taken eight bytes a step.
    @inline(__always)
    private func spaceEnd(_ start: Int) -> Int {
        var at = start
        while at < size {
            let first = byte(at)
            guard first == 0x20 || first == 0x0A || first == 0x0D || first == 0x09 else { return at }
            at += 1
            if at < size, byte(at) > 0x20 { return at }
            while at + 8 <= size {
                let difference = SWAR.load(bytes, at) ^ SWAR.spaces
                if difference != 0 {
                    at += difference.trailingZeroBitCount >> 3
                    break
                }
                at += 8
            }
        }
        return at
    }

    /// Checks one of the three literals and gives the offset behind it.
    @inline(__always)
    func literalEnd(_ at: Int, _ word: StaticString) throws(ParseFailure) -> Int {
        let count = word.utf8CodeUnitCount
        guard at + count <= size else { throw ParseFailure(reason: .expected("‘\(word)’"), offset: at) }
        for i in 0..<count where byte(at + i) != word.utf8Start[i] {
            throw ParseFailure(reason: .expected("‘\(word)’"), offset: at)
        }
        return at + count
    }
}
