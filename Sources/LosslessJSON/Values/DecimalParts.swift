/// A number taken apart: sign, digits that count, power of ten. Linear in its length, whatever the exponent says.
struct DecimalParts {
    let isNegative: Bool
    /// The text of the number; `digits` and `point` index into it.
    private let text: UnsafeBufferPointer<UInt8>
    /// From the first digit that is not 0 to behind the last one; empty for 0. A decimal point may stand inside.
    private let digits: Range<Int>
    /// Where the decimal point stands, or where it would.
    private let point: Int
    /// Where the exponent's number starts, sign included; the end of the text if there is none.
    private let exponent: Int

    init(_ text: UnsafeBufferPointer<UInt8>) {
        self.text = text
        isNegative = text.first == UInt8(ascii: "-")
        var first: Int?
        var behind = 0
        var point: Int?
        var at = isNegative ? 1 : 0
        while at < text.count {
            let byte = text[at]
            if byte == UInt8(ascii: ".") {
                point = at
            } else if byte | 0x20 == UInt8(ascii: "e") {
                break
            } else if byte != UInt8(ascii: "0") {
                first = first ?? at
                behind = at + 1
            }
            at += 1
        }
        self.point = point ?? at
        digits = (first ?? 0)..<behind
        exponent = min(at + 1, text.count)
    }

    /// Whether there is neither fraction nor exponent.
    private var isPlain: Bool { point == text.count }

    /// How many digits count.
    private var count: Int { digits.count - (digits.contains(point) ? 1 : 0) }

    /// The power of ten of the last digit that counts, without the exponent.
    var scale: Int { digits.upperBound <= point ? point - digits.upperBound : point - digits.upperBound + 1 }

    /// The exponent as written, sign included; empty if there is none.
    var exponentText: Slice<UnsafeBufferPointer<UInt8>> { text[exponent...] }

    /// The written exponent; nil if it is beyond 17 digits.
    private var writtenExponent: Int? {
        var value = 0
        var isNegative = false
        for byte in exponentText {
            switch byte {
            case UInt8(ascii: "-"): isNegative = true
            case UInt8(ascii: "+"): break
            default:
                if value > 9_999_999_999_999_999 { return nil }
                value = value * 10 + Int(byte - UInt8(ascii: "0"))
            }
        }
        return isNegative ? -value : value
    }

    /// The power of ten of the last digit that counts, exponent included; nil if it is beyond counting.
    var power: Int? { writtenExponent.map { $0 + scale } }

    /// The digits that count, one after the other.
    private func forEachDigit(_ body: (UInt8) -> Void) {
        for i in digits where i != point { body(text[i] - UInt8(ascii: "0")) }
    }

    /// The magnitude, if it is an integer that fits.
    var integer: UInt64? {
        if digits.isEmpty { return 0 }
        guard let power, power >= 0, count + power <= 20 else { return nil }
        var value: UInt64 = 0
        var overflow = false
        func push(_ digit: UInt8) {
            let product = value.multipliedReportingOverflow(by: 10)
            let sum = product.partialValue.addingReportingOverflow(UInt64(digit))
            overflow = overflow || product.overflow || sum.overflow
            value = sum.partialValue
        }
        forEachDigit(push)
        for _ in 0..<power { push(0) }
        return overflow ? nil : value
    }

    /// The nearest double, under the conditions of `JSONNumber.double`.
    func double(of text: UnsafeBufferPointer<UInt8>) -> Double? {
        if digits.isEmpty { return isNegative ? -0.0 : 0.0 }
        if isPlain {
            guard let magnitude = integer, let value = Double(exactly: magnitude) else { return bigInteger() }
            return isNegative ? -value : value
        }
        guard let power else { return nil }
        if count <= 15, power >= -22, power <= 22 {
            // Both fit a double exactly, so that one operation rounds once.
            var value = 0.0
            forEachDigit { value = value * 10 + Double($0) }
            value = power < 0 ? value / DecimalParts.tens[-power] : value * DecimalParts.tens[power]
            return isNegative ? -value : value
        }
        return nearest(power)
    }

    /// The nearest double, by the standard library. Digits past the 800th cannot matter but by being there.
    private func nearest(_ power: Int) -> Double? {
        var spelled: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
        var left = 800
        var dropped = 0
        forEachDigit { digit in
            if left > 0 { spelled.append(digit + UInt8(ascii: "0")) } else { dropped += 1 }
            left -= 1
        }
        if dropped > 0 {
            spelled.append(UInt8(ascii: "1"))
            dropped -= 1
        }
        spelled.append(contentsOf: "e\(power + dropped)".utf8)
        guard let value = Double(String(decoding: spelled, as: UTF8.self)), value.isFinite, value != 0 else {
            return nil
        }
        return value
    }

    /// An integer past 64 bits, if it is exactly a double.
    private func bigInteger() -> Double? {
        guard let power, count + power <= 309, let value = nearest(power) else { return nil }
        // A double this large is an integer; its exact digits must be those written.
        var expected: [UInt8] = []
        forEachDigit { expected.append($0) }
        return DecimalParts.exactDigits(of: value.magnitude) == expected ? value : nil
    }

    /// The decimal digits of an integral double, trailing zeros dropped.
    private static func exactDigits(of value: Double) -> [UInt8] {
        // Little end first; the significand, then doubled as often as the exponent says.
        var digits: [UInt8] = []
        let shift = max(0, Int(value.exponent) - Double.significandBitCount)
        var significand = UInt64(value / Double(sign: .plus, exponent: Double.Exponent(shift), significand: 1))
        while significand > 0 {
            digits.append(UInt8(significand % 10))
            significand /= 10
        }
        for _ in 0..<shift {
            var carry: UInt8 = 0
            for i in digits.indices {
                let doubled = digits[i] * 2 + carry
                digits[i] = doubled % 10
                carry = doubled / 10
            }
            if carry > 0 { digits.append(carry) }
        }
        return Array(digits.drop { $0 == 0 }.reversed())
    }

    private static let tens: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    /// Whether two numbers have the same value.
    static func == (a: DecimalParts, b: DecimalParts) -> Bool {
        if a.digits.isEmpty || b.digits.isEmpty { return a.digits.isEmpty && b.digits.isEmpty }
        guard a.isNegative == b.isNegative, a.count == b.count else { return false }
        var i = a.digits.lowerBound
        var j = b.digits.lowerBound
        for _ in 0..<a.count {
            if i == a.point { i += 1 }
            if j == b.point { j += 1 }
            if a.text[i] != b.text[j] { return false }
            i += 1
            j += 1
        }
        return a.exactPower == b.exactPower
    }

    /// Feeds what `==` compares.
    func feed(_ hasher: inout Hasher) {
        if digits.isEmpty {
            hasher.combine(0)
            return
        }
        hasher.combine(isNegative)
        forEachDigit { hasher.combine($0) }
        hasher.combine(exactPower)
    }
}
