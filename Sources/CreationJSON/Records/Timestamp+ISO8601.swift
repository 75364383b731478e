extension Timestamp {
    /// The moment that a text spells as `YYYY-MM-DDThh:mm:ss`, an optional fraction, and `Z` or `+00:00`.
    ///
    /// Nil for everything else (spec OVR-6): another offset or none, lower case, a space for the `T`, a day that the
    /// month does not have, second 60, hour 24. Digits of the fraction beyond the ninth are cut off.
    public init?(utc text: String) {
        var text = text
        let moment = text.withUTF8 { Timestamp(utcBytes: $0) }
        guard let moment else { return nil }
        self = moment
    }

    /// The moment that these bytes spell, by the same rule.
    package init?(utcBytes bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count >= 20,
            bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), bytes[10] == UInt8(ascii: "T"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let century = Self.pair(bytes, 0), let yearOfCentury = Self.pair(bytes, 2),
            let month = Self.pair(bytes, 5), let day = Self.pair(bytes, 8), let hour = Self.pair(bytes, 11),
            let minute = Self.pair(bytes, 14), let second = Self.pair(bytes, 17)
        else { return nil }
        let year = century * 100 + yearOfCentury
        guard (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year),
            hour <= 23, minute <= 59, second <= 59
        else { return nil }

        var position = 19
        var nanoseconds: Int64 = 0
        if bytes[position] == UInt8(ascii: ".") {
            position += 1
            var scale: Int64 = 100_000_000
            let first = position
            while position < bytes.count, let digit = Self.digit(bytes[position]) {
                nanoseconds += Int64(digit) * scale
                scale /= 10
                position += 1
            }
            guard position > first else { return nil }
        }
        guard Self.isUTC(bytes[position...]) else { return nil }
        let time = (hour * 60 + minute) * 60 + second
        self.init(seconds: Self.daysSinceEpoch(year, month, day) * 86_400 + Int64(time), nanoseconds: nanoseconds)
    }

    private static func isUTC(_ offset: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        switch offset.count {
        case 1: offset.first == UInt8(ascii: "Z")
        case 6: offset.elementsEqual("+00:00".utf8)
        default: false
        }
    }

    private static func digit(_ byte: UInt8) -> Int? {
        byte &- UInt8(ascii: "0") <= 9 ? Int(byte &- UInt8(ascii: "0")) : nil
    }

    private static func pair(_ bytes: UnsafeBufferPointer<UInt8>, _ position: Int) -> Int? {
        guard let tens = digit(bytes[position]), let ones = digit(bytes[position + 1]) else { return nil }
        return tens * 10 + ones
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    /// Days from 1970-01-01, counted in years that begin in March, so that the leap day comes last.
    private static func daysSinceEpoch(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int64(era * 146_097 + dayOfEra - 719_468)
    }
}

extension Timestamp: CustomStringConvertible {
    /// The moment in the form that records hold: `2026-04-17T14:32:00Z`, with a fraction only where there is one.
    public var description: String {
        let days = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
        let time = Int(seconds - days * 86_400)
        let (year, month, day) = Self.date(daysSinceEpoch: days)
        var text: [UInt8] = []
        text.reserveCapacity(30)
        Self.append(year, digits: 4, to: &text)
        for (separator, number) in [
            ("-", month), ("-", day), ("T", time / 3600), (":", time / 60 % 60), (":", time % 60),
        ] as [(Unicode.Scalar, Int)] {
            text.append(UInt8(ascii: separator))
            Self.append(number, digits: 2, to: &text)
        }
        if nanoseconds != 0 {
            text.append(UInt8(ascii: "."))
            Self.append(Int(nanoseconds), digits: 9, to: &text)
            while text.last == UInt8(ascii: "0") { text.removeLast() }
        }
        text.append(UInt8(ascii: "Z"))
        return String(decoding: text, as: UTF8.self)
    }

    private static func append(_ number: Int, digits: Int, to text: inout [UInt8]) {
        if number < 0 { text.append(UInt8(ascii: "-")) }
        var divisor: UInt = 1
        for _ in 1..<digits { divisor *= 10 }
        while number.magnitude / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            text.append(UInt8(ascii: "0") + UInt8(number.magnitude / divisor % 10))
            divisor /= 10
        }
    }

    private static func date(daysSinceEpoch days: Int64) -> (year: Int, month: Int, day: Int) {
        let shifted = Int(days) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }
}
