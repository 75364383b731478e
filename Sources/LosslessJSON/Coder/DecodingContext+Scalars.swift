extension DecodingContext {
    @inline(__always)
    func isNull(_ node: Int) -> Bool { view.head(node) == UInt8(ascii: "n") }

    @inline(__always)
    func bool(at node: Int) throws -> Bool {
        switch view.head(node) {
        case UInt8(ascii: "t"): return true
        case UInt8(ascii: "f"): return false
        default: throw mismatch(Bool.self, "a boolean", at: node)
        }
    }

    @inline(__always)
    func string(at node: Int) throws -> String {
        guard view.head(node) == UInt8(ascii: "\"") else { throw mismatch(String.self, "a string", at: node) }
        let from = view.start(node) &+ 1
        var to = from
        while to &+ 8 <= view.size {
            let found = SWAR.quotesOrBackslashes(SWAR.load(view.bytes, to))
            if found != 0 {
                to &+= found.trailingZeroBitCount >> 3
                break
            }
            to &+= 8
        }
        while view.byte(to) != UInt8(ascii: "\""), view.byte(to) != UInt8(ascii: "\\") { to &+= 1 }
        if view.byte(to) == UInt8(ascii: "\\") { return try escapedString(at: node, from: from) }
        return String(decoding: UnsafeRawBufferPointer(start: view.bytes + from, count: to &- from), as: UTF8.self)
    }

    @inline(never)
    private func escapedString(at node: Int, from: Int) throws -> String {
        let to = view.stringEnd(from - 1) - 1
        guard let text = String(validating: view.unescape(from: from, to: to), as: UTF8.self) else {
            throw corrupted(
                at: node, "the string holds half of a surrogate pair and cannot become text",
                expected: "text in Unicode",
                found: "a lone surrogate")
        }
        return text
    }

    /// A whole number of any width, exactly or not at all.
    @inline(__always)
    func integer<T: FixedWidthInteger>(_ type: T.Type, at node: Int) throws -> T {
        // Up to 18 digits and nothing else, which is nearly every integer there is.
        let start = view.start(node)
        let isNegative = view.byte(start) == UInt8(ascii: "-")
        var at = isNegative ? start &+ 1 : start
        let limit = min(at &+ 19, view.size)
        let first = at
        var value = 0
        while at < limit {
            let digit = view.byte(at) &- UInt8(ascii: "0")
            if digit > 9 { break }
            value = value &* 10 &+ Int(digit)
            at &+= 1
        }
        let isPlain = at > first && at &- first <= 18 && (at == view.size || !JSONView.isNumberByte(view.byte(at)))
        if isPlain, let result = T(exactly: isNegative ? 0 &- value : value) { return result }
        return try otherInteger(type, at: node)
    }

    @inline(never)
    private func otherInteger<T: FixedWidthInteger>(_ type: T.Type, at node: Int) throws -> T {
        guard view.kind(node) == .number, let number = JSONNumber(JSONValue(storage: storage, index: node)) else {
            throw mismatch(type, "a whole number", at: node)
        }
        if let result = number.int64.flatMap({ T(exactly: $0) }) ?? number.uint64.flatMap({ T(exactly: $0) }) {
            return result
        }
        if T.bitWidth > 64, let result = T(number.text, radix: 10) { return result }
        throw corrupted(
            at: node, "the number \(found(node)) is not a whole number that fits \(type)", expected: "\(type)",
            found: found(node))
    }

    /// A `Double` or `Float`, rounded to the nearest; a number beyond its range is an error.
    @inline(__always)
    func floating<T: BinaryFloatingPoint & LosslessStringConvertible>(_ type: T.Type, at node: Int) throws -> T {
        let start = view.start(node)
        // Digits with at most one point, small enough for both parts to be exact: one correctly rounded division.
        var at = start
        let isNegative = view.byte(at) == UInt8(ascii: "-")
        if isNegative { at &+= 1 }
        let first = at
        var mantissa = 0
        var digits = 0
        var point = -1
        let limit = min(at &+ 18, view.size)
        while at < limit {
            let byte = view.byte(at)
            let digit = byte &- UInt8(ascii: "0")
            if digit <= 9 {
                mantissa = mantissa &* 10 &+ Int(digit)
                digits &+= 1
            } else if byte == UInt8(ascii: "."), point < 0 {
                point = digits
            } else {
                break
            }
            at &+= 1
        }
        let isWhole = at == view.size || !JSONView.isNumberByte(view.byte(at))
        if T.self == Double.self, at > first, isWhole, digits <= 15 {
            let decimals = point < 0 ? 0 : digits &- point
            let magnitude = decimals == 0 ? Double(mantissa) : Double(mantissa) / powersOfTen[decimals]
            return T(isNegative ? -magnitude : magnitude)
        }
        return try otherFloating(type, at: node)
    }

    @inline(never)
    private func otherFloating<T: BinaryFloatingPoint & LosslessStringConvertible>(
        _ type: T.Type, at node: Int
    ) throws -> T {
        guard view.kind(node) == .number else { throw mismatch(type, "a number", at: node) }
        guard let result = T(String(decoding: view.text(node), as: UTF8.self)), result.isFinite else {
            throw corrupted(
                at: node, "the number \(found(node)) is too large for \(type)", expected: "\(type)", found: found(node)
            )
        }
        return result
    }
}

/// The powers of ten that a `Double` holds exactly, as far as they are needed.
private let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
]
