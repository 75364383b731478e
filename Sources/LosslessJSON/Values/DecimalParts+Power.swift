extension DecimalParts {
    /// The power of ten of the last digit that counts, however many digits the exponent has.
    ///
    /// Powers of up to 18 digits are `small`, all others `huge`, so that equal powers look the same.
    enum Power: Hashable {
        case small(Int)
        case huge(isNegative: Bool, digits: [UInt8])
    }

    /// The power of ten, exponent included, without bounds.
    var exactPower: Power {
        if let power { return .small(power) }
        var written = exponentText
        let isNegative = written.first == UInt8(ascii: "-")
        written = written.drop { !$0.isDigit || $0 == UInt8(ascii: "0") }
        let digits = DecimalParts.add(isNegative ? -scale : scale, to: written.map { $0 - UInt8(ascii: "0") })
        if digits.count <= 18 {
            let value = digits.reduce(0) { $0 * 10 + Int($1) }
            return .small(isNegative ? -value : value)
        }
        return .huge(isNegative: isNegative, digits: digits)
    }

    /// Adds a number to the decimal digits of a much larger one.
    private static func add(_ number: Int, to large: [UInt8]) -> [UInt8] {
        var digits = large
        var carry = number
        for i in digits.indices.reversed() where carry != 0 {
            let sum = Int(digits[i]) + carry
            let digit = ((sum % 10) + 10) % 10
            digits[i] = UInt8(digit)
            carry = (sum - digit) / 10
        }
        if carry > 0 { digits.insert(UInt8(carry), at: 0) }
        return Array(digits.drop { $0 == 0 })
    }
}
