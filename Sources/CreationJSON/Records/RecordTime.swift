/// A time as a record holds it: the text as written, and the moment that it means, if it means one.
///
/// Programs differ in how they spell a time, and some spell it wrong. A record stays readable and unchanged all the same;
/// what depends on the moment has to decide what to do without one (spec OVR-6).
public struct RecordTime: Hashable, Sendable {
    /// The text as a record has it.
    public let text: String

    /// The time that a record spells this way.
    public init(text: String) { self.text = text }

    /// The time of a moment, spelled with `Z`.
    public init(_ timestamp: Timestamp) { text = timestamp.description }

    /// The moment, or nil if the text is not a moment in UTC. Parses the text.
    public var timestamp: Timestamp? { Timestamp(utc: text) }
}

extension RecordTime: Codable {
    /// Reads the text.
    public init(from decoder: any Decoder) throws {
        self.init(text: try decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the text as it was read.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension RecordTime: ExpressibleByStringLiteral, CustomStringConvertible {
    /// The time that a literal spells.
    public init(stringLiteral text: String) { self.init(text: text) }

    /// The text as a record has it.
    public var description: String { text }
}

extension Timestamp: Codable {
    /// Reads a moment in UTC; anything else is an error.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let moment = Timestamp(utc: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "expected a time in UTC such as “2026-04-17T14:32:00Z”")
        }
        self = moment
    }

    /// Writes the moment with `Z`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
