public import FoundationEssentials
public import LosslessJSON

extension JSONScalarHook {
    /// Dates as ISO 8601 in UTC, identifiers and addresses as text, decimals as numbers, data in Base64.
    public static let foundation = JSONScalarHook(
        types: [Date.self, UUID.self, URL.self, Decimal.self, Data.self],
        decode: { type, value in
            if type == Decimal.self {
                guard let number = value.numberValue, let decimal = Decimal(string: number.text) else {
                    throw Mismatch(expected: "a number")
                }
                return decimal
            }
            let (expected, made): (String, (any Sendable)?) =
                switch type {
                case is Date.Type:
                    ("a moment in UTC", value.stringValue.flatMap(Timestamp.init(utc:)).map(Date.init))
                case is UUID.Type: ("a UUID", value.stringValue.flatMap(UUID.init(uuidString:)))
                case is URL.Type: ("a URL", value.stringValue.flatMap(URL.init(string:)))
                case is Data.Type: ("data in Base64", value.stringValue.flatMap { Data(base64Encoded: $0) })
                default: ("", nil)
                }
            guard made != nil || expected.isEmpty else { throw Mismatch(expected: expected) }
            return made
        },
        encode: { value in
            switch value {
            case let date as Date: .string(Timestamp(date).description)
            case let id as UUID: .string(id.uuidString.lowercased())
            case let url as URL: .string(url.absoluteString)
            case let decimal as Decimal: .number(text: decimal.description)
            case let data as Data: .string(data.base64EncodedString())
            default: nil
            }
        })

    private struct Mismatch: Error, CustomStringConvertible {
        let expected: String
        var description: String { "this is not \(expected)" }
    }
}

extension Timestamp {
    /// The moment of a date, to the nanosecond that it can tell.
    public init(_ date: Date) {
        let whole = date.timeIntervalSince1970.rounded(.down)
        let rest = ((date.timeIntervalSince1970 - whole) * 1e9).rounded()
        self.init(seconds: Int64(whole), nanoseconds: Int64(rest))
    }
}

extension Date {
    /// The date of a moment.
    public init(_ timestamp: Timestamp) {
        self.init(
            timeIntervalSince1970: Double(timestamp.seconds) + Double(timestamp.nanoseconds) / 1_000_000_000)
    }
}
