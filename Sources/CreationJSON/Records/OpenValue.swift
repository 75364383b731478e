/// A value of a set that is closed on the wire but open in Swift: a newer program's value is read, kept and written back.
///
/// Each set is a struct around the text, with a constant for every value that is known today (spec MIG-9).
public protocol OpenValue: RawRepresentable, Codable, Hashable, Sendable, ExpressibleByStringLiteral,
    CustomStringConvertible
where RawValue == String {
    /// The value with this text, known or not.
    init(rawValue: String)
}

extension OpenValue {
    /// The value that a literal spells.
    public init(stringLiteral text: String) { self.init(rawValue: text) }

    /// Reads the text, whatever it is.
    public init(from decoder: any Decoder) throws {
        self.init(rawValue: try decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    /// The text.
    public var description: String { rawValue }
}

/// What a record stands for.
public struct Level: OpenValue {
    /// The text in the record.
    public let rawValue: String
    /// The level with this text.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A project, which holds runs.
    public static let project = Level(rawValue: "project")
    /// One run.
    public static let run = Level(rawValue: "run")
}

/// Why a run was made.
public struct RunKind: OpenValue {
    /// The text in the record.
    public let rawValue: String
    /// The kind with this text.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A run that counts; what a record without `run_kind` is taken for.
    public static let experimental = RunKind(rawValue: "experimental")
    /// A trial.
    public static let test = RunKind(rawValue: "test")
}

/// Which kinds of run a template is made for.
public struct RunScope: OpenValue {
    /// The text in the record.
    public let rawValue: String
    /// The scope with this text.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Runs that count.
    public static let experimental = RunScope(rawValue: "experimental")
    /// Trials.
    public static let test = RunScope(rawValue: "test")
    /// Either.
    public static let both = RunScope(rawValue: "both")
}

/// How far a record's data has come on its way to the file server.
public struct SyncStatus: OpenValue {
    /// The text in the record.
    public let rawValue: String
    /// The status with this text.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Not synced yet; what a record without `sync_status` is taken for.
    public static let pending = SyncStatus(rawValue: "pending")
    /// Arrived.
    public static let synced = SyncStatus(rawValue: "synced")
    /// Tried in vain.
    public static let failed = SyncStatus(rawValue: "failed")
    /// Held back by a finding that no override covers (since 1.2).
    public static let blockedByValidation = SyncStatus(rawValue: "blocked_by_validation")
    /// Arrived, and removed here (since 1.9, which this library reads but does not write).
    public static let cleaned = SyncStatus(rawValue: "cleaned")
}

/// How a plugin ended.
public struct PluginStatus: OpenValue {
    /// The text in the record.
    public let rawValue: String
    /// The status with this text.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// It did its work.
    public static let success = PluginStatus(rawValue: "success")
    /// It gave up.
    public static let failed = PluginStatus(rawValue: "failed")
    /// It had nothing to do.
    public static let skipped = PluginStatus(rawValue: "skipped")
    /// It took too long (since 1.3).
    public static let timeout = PluginStatus(rawValue: "timeout")
    /// It did what it may not (since 1.6).
    public static let policyViolation = PluginStatus(rawValue: "policy_violation")
}

/// Where the facts about a LIMS project came from.
public struct LimsSource: OpenValue {
    /// The text in the record.
    public let rawValue: String
    /// The source with this text.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The LIMS itself; what a record without `source` is taken for.
    public static let live = LimsSource(rawValue: "live")
    /// A copy kept from earlier.
    public static let cache = LimsSource(rawValue: "cache")
}
