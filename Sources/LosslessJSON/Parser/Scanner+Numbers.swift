extension Scanner {
    /// Checks the number that starts at `start` against RFC 8259 and gives the offset behind it.
    @inline(__always)
    func numberEnd(_ start: Int) throws(ParseFailure) -> Int {
        var at = start
        if byte(at) == UInt8(ascii: "-") { at += 1 }
        let whole = at
        try digits(&at)
        if at - whole > 1, byte(whole) == UInt8(ascii: "0") {
            throw ParseFailure(reason: .leadingZero, offset: whole)
        }
        guard at < size else { return at }
        if byte(at) == UInt8(ascii: ".") {
            at += 1
            try digits(&at)
            guard at < size else { return at }
        }
        if byte(at) | 0x20 == UInt8(ascii: "e") {
            at += 1
            if at < size {
                let sign = byte(at)
                if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { at += 1 }
            }
            try digits(&at)
        }
        return at
    }

    /// Moves over digits, at least one.
    @inline(__always)
    private func digits(_ at: inout Int) throws(ParseFailure) {
        let start = at
        while at < size, byte(at) &- UInt8(ascii: "0") < 10 { at += 1 }
        guard at > start else { throw ParseFailure(reason: .expected("a digit"), offset: at) }
    }
}
