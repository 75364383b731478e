public import LosslessJSON

/// What one entry of `validation_overrides` amounts to at some moment (spec OVR-1 to OVR-7).
public enum OverrideVerdict: Hashable, Sendable {
    /// An override that holds.
    case active
    /// An override whose time is over; the moment is nil where `expires_at` cannot be read.
    case expired(at: Timestamp?)
    /// An override that was taken back; the identifier of the entry that did it is nil where that entry has none.
    case revoked(by: String?)
    /// A tombstone, with its target if it has one.
    case tombstone(revokes: String?)
    /// An entry that cannot be read.
    case malformed(MalformedEntry)

    /// The verdict in one word, as the command line prints it.
    public var name: String {
        switch self {
        case .active: "active"
        case .expired: "expired"
        case .revoked: "revoked"
        case .tombstone: "tombstone"
        case .malformed: "malformed"
        }
    }
}

/// Something about an entry of `validation_overrides` that somebody should look at.
public struct OverrideDiagnostic: Hashable, Sendable {
    /// What it is.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The entry cannot be read; it is kept, and never active.
        case malformedEntry = "malformed_entry"
        /// Another entry before it has the same identifier.
        case duplicateID = "duplicate_id"
        /// `expires_at` is not a moment in UTC; the override counts as expired.
        case malformedExpiry = "malformed_expiry"
        /// An override has `revokes`, which is ignored.
        case revokesOnOverride = "revokes_on_override"
        /// A tombstone has no `revokes`; it has no effect.
        case tombstoneWithoutTarget = "tombstone_without_target"
        /// No entry has the identifier that a tombstone revokes.
        case orphanTombstone = "orphan_tombstone"
        /// A tombstone revokes another tombstone; it has no effect.
        case tombstoneOnTombstone = "tombstone_on_tombstone"
    }

    /// What it is.
    public let kind: Kind
    /// The index of the entry.
    public let index: Int
    /// The identifier that it is about, or the reason for which an entry cannot be read.
    public let detail: String

    /// Where the entry is in its record.
    public var pointer: JSONPointer { JSONPointer.root.appending("validation_overrides").appending(index) }

    /// A plain sentence about it.
    public var message: String {
        switch kind {
        case .malformedEntry: "entry \(index) cannot be read and is never active: \(detail)"
        case .duplicateID: "entry \(index) has the identifier \(quoted(detail)) of an earlier entry"
        case .malformedExpiry: "entry \(index) counts as expired: expires_at is not a time in UTC (…Z or …+00:00)"
        case .revokesOnOverride: "entry \(index) is an override, so its “revokes” is ignored"
        case .tombstoneWithoutTarget: "entry \(index) is a tombstone without “revokes” and has no effect"
        case .orphanTombstone: "entry \(index) revokes \(quoted(detail)), which no entry has"
        case .tombstoneOnTombstone: "entry \(index) revokes \(quoted(detail)), which is a tombstone itself"
        }
    }
}
