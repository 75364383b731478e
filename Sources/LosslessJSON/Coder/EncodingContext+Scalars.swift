extension EncodingContext {
    /// Writes `null`.
    @inline(__always)
    func writeNull() {
        mark()
        writeWord("null")
    }

    @inline(__always)
    func write(_ value: Bool) {
        mark()
        writeWord(value ? "true" : "false")
    }

    @inline(__always)
    private func writeWord(_ word: StaticString) {
        let length = word.utf8CodeUnitCount
        reserve(length)
        (text + count).initialize(from: word.utf8Start, count: length)
        count &+= length
    }

    @inline(__always)
    func write(_ value: String) {
        mark()
        var value = value
        value.withUTF8 { quote($0) }
    }

    /// Writes a value as it is, and its part of the tape.
    func write(_ value: JSONValue, in slot: Int) {
        value.storage.view { view in
            let node = value.index
            let start = view.start(node)
            let length = view.end(node) - start
            let next = view.next(node)
            let delta = UInt32(truncatingIfNeeded: count &- start)
            reserve(length)
            (text + count).initialize(
                from: (view.bytes + start).assumingMemoryBound(to: UInt8.self), count: length)
            count += length
            tape.reserve(next - node + 4, done: 0, of: 0)
            for i in node..<next {
                let word = view.tape[i]
                tape.append(Tape.isMarked(word) ? word : word &+ delta)
            }
            // A level takes three words: below that, nothing can be too deep.
            if value.storage.allowsDuplicates || Int(slots[slot].depth) + (next - node) / 3 > limits.depth {
                mustParse = true
            }
        }
    }

    /// Writes an integer of up to 64 bits.
    @inline(__always)
    func write(_ value: some FixedWidthInteger) {
        mark()
        writeDigits(UInt64(truncatingIfNeeded: value.magnitude), isNegative: value < 0)
    }

    private func writeDigits(_ magnitude: UInt64, isNegative: Bool) {
        reserve(20)
        if isNegative { put(UInt8(ascii: "-")) }
        var rest = magnitude
        var length = 1
        var bound: UInt64 = 10
        while length < 20, rest >= bound {
            length &+= 1
            if length == 20 { break }
            bound &*= 10
        }
        var at = count &+ length
        count = at
        repeat {
            at &-= 1
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            text[at] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: digit)
            rest = quotient
        } while rest != 0
    }

    /// Writes a number in the spelling that the standard library gives it.
    func write(number spelling: String) {
        mark()
        var spelling = spelling
        spelling.withUTF8 { digits in
            reserve(digits.count)
            if let base = digits.baseAddress { (text + count).initialize(from: base, count: digits.count) }
            count += digits.count
        }
    }

    /// Writes a finite number with as few digits as lead back to it; without a fraction if it has none.
    func write<T: BinaryFloatingPoint & LosslessStringConvertible>(floating value: T) {
        if value.magnitude < 9_007_199_254_740_992, value == value.rounded(.towardZero),
            value != 0 || value.sign == .plus
        {
            write(Int64(value))
        } else {
            write(number: value.description)
        }
    }

    /// Appends a string literal (JSON-12). There must be room for the text and five bytes more.
    @inline(__always)
    func quote(_ string: UnsafeBufferPointer<UInt8>) {
        let length = string.count
        reserve(length &+ 2)
        put(UInt8(ascii: "\""))
        var i = 0
        if let base = string.baseAddress {
            let source = UnsafeRawPointer(base)
            let target = UnsafeMutableRawPointer(text) + count
            while i &+ 8 <= length {
                let word = source.loadUnaligned(fromByteOffset: i, as: UInt64.self)
                if SWAR.needsEscape(word) { break }
                target.storeBytes(of: word, toByteOffset: i, as: UInt64.self)
                i &+= 8
            }
            while i < length {
                let byte = base[i]
                if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { break }
                target.storeBytes(of: byte, toByteOffset: i, as: UInt8.self)
                i &+= 1
            }
        }
        count &+= i
        if i < length { quoteRest(string, from: i) }
        put(UInt8(ascii: "\""))
    }

    /// Goes on with a string from the first byte that has to be escaped.
    @inline(never)
    private func quoteRest(_ string: UnsafeBufferPointer<UInt8>, from start: Int) {
        var escaped: [UInt8] = []
        escaped.appendJSONString(UnsafeBufferPointer(rebasing: string[start...]))
        let inner = escaped.count - 2
        reserve(inner + 5)
        escaped.withUnsafeBufferPointer { buffer in
            if let base = buffer.baseAddress { (text + count).initialize(from: base + 1, count: inner) }
        }
        count += inner
    }
}

extension SWAR {
    /// Whether one of eight bytes is a quote, a backslash or a control character.
    @inline(__always)
    static func needsEscape(_ word: UInt64) -> Bool {
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5C)
        let control = (word &- spaces) & ~word
        return (((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | control) & highs != 0
    }
}
