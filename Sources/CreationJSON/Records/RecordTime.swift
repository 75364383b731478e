/// A time as a record holds it: the text as written, and the moment that it means, if it means one.
///
/// Programs differ in how they spell a time, and some spell it wrong. A record stays readable and unchanged all the same;
/// what depends on the moment has to decide what to do without one (spec OVR-6).
public struct RecordTime: Hashable, Sendable {
    private enum Form: Hashable {
        case moment(Timestamp)
        case other(String)
    }

    private let form: Form

    /// The time of a moment, spelled with `Z`.
    public init(_ timestamp: Timestamp) {
        form = .moment(timestamp)
    }

    /// The time that a record spells this way.
    public init(text: String) {
        // Twenty bytes leave no room for another spelling of the same moment.
        if text.utf8.count == 20, let moment = Timestamp(utc: text) {
            form = .moment(moment)
        } else {
            form = .other(text)
        }
    }

    /// The moment, or nil if the text is not a moment in UTC.
    public var timestamp: Timestamp? {
        switch form {
        case .moment(let moment): moment
        case .other(let text): Timestamp(utc: text)
        }
    }

    /// The text as a record has it.
    public var text: String {
        switch form {
        case .moment(let moment): moment.description
        case .other(let text): text
        }
    }

    /// Whether both are written the same way.
    public static func == (left: Self, right: Self) -> Bool {
        switch (left.form, right.form) {
        case (.moment(let left), .moment(let right)): left == right
        default: left.text == right.text
        }
    }

    /// Hashes what equality compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(text)
    }
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
