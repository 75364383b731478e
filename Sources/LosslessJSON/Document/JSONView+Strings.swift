extension JSONView {
    /// Whether the string at `node` holds a backslash, given where it ends.
    @inline(__always)
    func hasEscapes(from start: Int, to end: Int) -> Bool {
        var at = start
        while at + 8 <= end {
            let other = SWAR.load(bytes, at) ^ (SWAR.ones &* 0x5C)
            if (other &- SWAR.ones) & ~other & SWAR.highs != 0 { return true }
            at += 8
        }
        while at < end {
            if byte(at) == UInt8(ascii: "\\") { return true }
            at += 1
        }
        return false
    }

    /// Gives the unescaped bytes of a string; a lone surrogate comes as the three bytes UTF-8 would give it.
    @inline(__always)
    func unescaped<R>(_ node: Int, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        let from = start(node) + 1
        let to = stringEnd(from - 1) - 1
        if !hasEscapes(from: from, to: to) {
            return body(UnsafeRawBufferPointer(start: bytes + from, count: to - from))
        }
        return unescape(from: from, to: to).withUnsafeBytes(body)
    }

    /// The text of a string; nil if there is a lone surrogate.
    func string(_ node: Int) -> String? {
        let from = start(node) + 1
        let to = stringEnd(from - 1) - 1
        if !hasEscapes(from: from, to: to) {
            return String(decoding: UnsafeRawBufferPointer(start: bytes + from, count: to - from), as: UTF8.self)
        }
        return String(validating: unescape(from: from, to: to), as: UTF8.self)
    }

    /// Whether a string is text: whether it has no lone surrogate, which only an escape can bring.
    func isText(_ node: Int) -> Bool {
        let from = start(node) + 1
        let to = stringEnd(from - 1) - 1
        if !hasEscapes(from: from, to: to) { return true }
        let text = unescape(from: from, to: to)
        return !zip(text, text.dropFirst()).contains { $0 == 0xED && $1 >= 0xA0 }
    }

    /// Unescapes the content of a string between two offsets.
    @inline(never)
    func unescape(from: Int, to: Int) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(to - from)
        var at = from
        while at < to {
            let next = byte(at)
            guard next == UInt8(ascii: "\\") else {
                out.append(next)
                at += 1
                continue
            }
            let letter = byte(at + 1)
            at += 2
            switch letter {
            case UInt8(ascii: "b"): out.append(0x08)
            case UInt8(ascii: "f"): out.append(0x0C)
            case UInt8(ascii: "n"): out.append(0x0A)
            case UInt8(ascii: "r"): out.append(0x0D)
            case UInt8(ascii: "t"): out.append(0x09)
            case UInt8(ascii: "u"):
                var scalar = unit(at)
                at += 4
                if scalar & 0xFC00 == 0xD800, at + 6 <= to, byte(at) == UInt8(ascii: "\\"),
                    byte(at + 1) == UInt8(ascii: "u"), unit(at + 2) & 0xFC00 == 0xDC00
                {
                    scalar = 0x10000 + ((scalar & 0x3FF) << 10) + (unit(at + 2) & 0x3FF)
                    at += 6
                }
                out.appendGeneralisedUTF8(scalar)
            default: out.append(letter)
            }
        }
        return out
    }

    /// The four hexadecimal digits at an offset.
    private func unit(_ at: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 << 4 | (hexDigit(byte(at + $1)) ?? 0) }
    }

    /// Whether two strings have the same unescaped bytes.
    func sameString(_ node: Int, _ otherNode: Int, in other: JSONView) -> Bool {
        var a = start(node) + 1
        var b = other.start(otherNode) + 1
        while true {
            let left = byte(a)
            let right = other.byte(b)
            if left == UInt8(ascii: "\\") || right == UInt8(ascii: "\\") { break }
            if left != right { return false }
            if left == UInt8(ascii: "\"") { return true }
            a += 1
            b += 1
        }
        return unescaped(node) { left in
            other.unescaped(otherNode) { right in left.elementsEqual(right) }
        }
    }

    /// Whether the unescaped bytes of a string are these.
    @inline(__always)
    func string(_ node: Int, equals text: UnsafeBufferPointer<UInt8>) -> Bool {
        let from = start(node) + 1
        // `text` may be longer than what is left of the document; the quote that ends the key stops the loop.
        for i in 0..<text.count {
            let byte = byte(from + i)
            if byte == UInt8(ascii: "\\") { return unescaped(node) { $0.elementsEqual(text) } }
            if byte != text[i] || byte == UInt8(ascii: "\"") { return false }
        }
        let stop = byte(from + text.count)
        if stop == UInt8(ascii: "\"") { return true }
        return stop == UInt8(ascii: "\\") && unescaped(node) { $0.elementsEqual(text) }
    }

    /// A hash of the unescaped bytes of a string, seeded per process.
    func hashOfString(_ node: Int) -> Int {
        unescaped(node) { bytes in
            var hasher = Hasher()
            hasher.combine(bytes: bytes)
            return hasher.finalize()
        }
    }
}

extension [UInt8] {
    /// Appends a code point, surrogates included, in the pattern of UTF-8.
    mutating func appendGeneralisedUTF8(_ scalar: UInt32) {
        func tail(_ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: 0x80 | (scalar >> shift & 0x3F)) }
        switch scalar {
        case ..<0x80: append(UInt8(truncatingIfNeeded: scalar))
        case ..<0x800: append(contentsOf: [UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6), tail(0)])
        case ..<0x10000: append(contentsOf: [UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12), tail(6), tail(0)])
        default: append(contentsOf: [UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18), tail(12), tail(6), tail(0)])
        }
    }
}
