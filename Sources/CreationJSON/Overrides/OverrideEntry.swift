public import LosslessJSON

/// One entry of `validation_overrides`: an override, the revocation of one, or something that this library cannot read.
///
/// Told apart by `revoked`. An entry that cannot be read is kept byte for byte, is never active, and does not make its
/// record unreadable (spec OVR-3).
public enum OverrideEntry: Hashable, Sendable {
    /// Lets data pass in spite of a finding (`revoked: false`).
    case override(Override)
    /// Takes an override back (`revoked: true`).
    case tombstone(Tombstone)
    /// What cannot be read, whole.
    case unknown(JSONValue)
}

extension OverrideEntry: TaggedUnion {
    /// One row per shape; a new shape is its case and its row.
    public static let variants = UnionVariants<OverrideEntry>(
        on: "revoked", tagGoesLast: true, keepsUnreadable: true,
        [
            UnionVariant(
                false, wrap: { .override($0) }, unwrap: { if case .override(let entry) = $0 { entry } else { nil } }),
            UnionVariant(
                true, wrap: { .tombstone($0) }, unwrap: { if case .tombstone(let entry) = $0 { entry } else { nil } }),
        ])

    /// The entry that could not be read, if this is one.
    public var unknownValue: JSONValue? {
        if case .unknown(let value) = self { value } else { nil }
    }
}

/// An operator's decision to let data pass in spite of findings of one class.
public struct Override: Hashable, Sendable {
    /// What names the entry; one is made for the entries of files older than 1.6.
    public var id: String
    /// The class of findings that it covers.
    public var problemClass: String
    /// Who decided.
    public var `operator`: String
    /// When.
    public var recordedAt: RecordTime
    /// Why.
    public var reason: String
    /// Until when it holds, that moment excluded; nil is for ever.
    public var expiresAt: Expiry?
    /// A `revokes` that a program wrote here; it has no meaning on an override, and is kept.
    public internal(set) var revokes: JSONValue?

    /// An override with these facts.
    public init(
        id: String, problemClass: String, operator: String, recordedAt: RecordTime, reason: String,
        expiresAt: Expiry? = nil
    ) {
        self.id = id
        self.problemClass = problemClass
        self.operator = `operator`
        self.recordedAt = recordedAt
        self.reason = reason
        self.expiresAt = expiresAt
    }
}

/// An operator's decision to take an override back.
public struct Tombstone: Hashable, Sendable {
    /// What names the entry.
    public var id: String
    /// The override that it takes back; a tombstone without a target has no effect.
    public var revokes: String?
    /// Who decided.
    public var `operator`: String
    /// When.
    public var recordedAt: RecordTime
    /// Why.
    public var reason: String

    /// A tombstone with these facts.
    public init(id: String, revokes: String?, operator: String, recordedAt: RecordTime, reason: String) {
        self.id = id
        self.revokes = revokes
        self.operator = `operator`
        self.recordedAt = recordedAt
        self.reason = reason
    }
}

/// Until when an override holds.
public enum Expiry: Hashable, Sendable {
    /// Until a time; one that is not a moment in UTC counts as past.
    case at(RecordTime)
    /// Something that is not even a text; it counts as past too (spec OVR-6), and is kept as written.
    case unreadable(JSONValue)

    /// The moment from which the override no longer holds, or nil if there is no telling.
    public var timestamp: Timestamp? {
        if case .at(let time) = self { time.timestamp } else { nil }
    }
}

extension Override: MemberwiseCodable {
    enum Member: String, CodingKey {
        case id
        case problemClass = "problem_class"
        case `operator`
        case recordedAt = "recorded_at"
        case expiresAt = "expires_at"
        case reason
        case revokes
    }

    /// Reads the members.
    public init(from decoder: any Decoder) throws { try self.init(from: MemberReader(decoder)) }

    /// Writes the members in schema order, without those that are nil.
    public func encode(to encoder: any Encoder) throws { try encode(to: MemberWriter(encoder)) }

    init(from members: MemberReader<Member>) throws {
        id = try members.string(.id)
        problemClass = try members.string(.problemClass)
        `operator` = try members.string(.operator)
        recordedAt = try members.time(.recordedAt)
        expiresAt = try members.valueIfPresent(.expiresAt).map(Expiry.init)
        reason = try members.string(.reason)
        revokes = try members.valueIfPresent(.revokes)
    }

    func encode(to members: MemberWriter<Member>) throws {
        try members.string(id, .id)
        try members.string(problemClass, .problemClass)
        try members.string(`operator`, .operator)
        try members.time(recordedAt, .recordedAt)
        switch expiresAt {
        case nil: break
        case .at(let time): try members.time(time, .expiresAt)
        case .unreadable(let value): try members.value(value, .expiresAt)
        }
        try members.string(reason, .reason)
        if let revokes { try members.value(revokes, .revokes) }
    }
}

extension Tombstone: MemberwiseCodable {
    enum Member: String, CodingKey {
        case id
        case revokes
        case `operator`
        case recordedAt = "recorded_at"
        case reason
    }

    /// Reads the members.
    public init(from decoder: any Decoder) throws { try self.init(from: MemberReader(decoder)) }

    /// Writes the members in schema order, without those that are nil.
    public func encode(to encoder: any Encoder) throws { try encode(to: MemberWriter(encoder)) }

    init(from members: MemberReader<Member>) throws {
        id = try members.string(.id)
        revokes = try members.stringIfPresent(.revokes)
        `operator` = try members.string(.operator)
        recordedAt = try members.time(.recordedAt)
        reason = try members.string(.reason)
    }

    func encode(to members: MemberWriter<Member>) throws {
        try members.string(id, .id)
        try members.stringIfPresent(revokes, .revokes)
        try members.string(`operator`, .operator)
        try members.time(recordedAt, .recordedAt)
        try members.string(reason, .reason)
    }
}

extension Expiry: Codable {
    /// Reads a text as a time and keeps anything else as it is.
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(JSONValue.self))
    }

    init(_ value: JSONValue) {
        self = value.stringValue.map { .at(RecordTime(text: $0)) } ?? .unreadable(value)
    }

    /// Writes what was read.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .at(let time): try container.encode(time)
        case .unreadable(let value): try container.encode(value)
        }
    }
}
