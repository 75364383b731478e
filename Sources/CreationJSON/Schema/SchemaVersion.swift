/// The version of a record's shape, `MAJOR.MINOR`, compared as numbers: `1.10` is newer than `1.9`.
///
/// Strict (spec MIG-1): decimal digits, one point, no sign, no leading zeros, no white space.
public struct SchemaVersion: Hashable, Sendable {
    /// The part that has to be the same on both sides.
    public let major: Int
    /// The part that only grows, and only adds.
    public let minor: Int

    /// The version with these two numbers.
    public init(major: Int, minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// The version that a text spells, or nil if it is not a version.
    public init?(_ text: String) {
        var text = text
        let version = text.withUTF8 { digits -> SchemaVersion? in
            guard let point = digits.firstIndex(of: UInt8(ascii: ".")),
                let major = Self.number(digits[..<point]), let minor = Self.number(digits[(point + 1)...])
            else { return nil }
            return SchemaVersion(major: major, minor: minor)
        }
        guard let version else { return nil }
        self = version
    }

    private static func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        guard let first = digits.first, first != UInt8(ascii: "0") || digits.count == 1 else { return nil }
        var value = 0
        for digit in digits {
            guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
            let (shifted, tooWide) = value.multipliedReportingOverflow(by: 10)
            let (sum, tooLarge) = shifted.addingReportingOverflow(Int(digit - UInt8(ascii: "0")))
            guard !tooWide, !tooLarge else { return nil }
            value = sum
        }
        return value
    }
}

extension SchemaVersion: Comparable {
    /// Whether the left version is the older one, by number.
    public static func < (left: Self, right: Self) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }
}

extension SchemaVersion: CustomStringConvertible {
    /// The version as a record spells it.
    public var description: String { "\(major).\(minor)" }
}
