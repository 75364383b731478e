public import LosslessJSON

/// What became of a write.
public struct WriteOutcome: RawRepresentable, Hashable, Sendable {
    /// `written`, `unchanged` or `removed`.
    public let rawValue: String
    /// An outcome from its wire form.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The record has new bytes.
    public static let written = WriteOutcome(rawValue: "written")
    /// The bytes came out as they were; nothing was written.
    public static let unchanged = WriteOutcome(rawValue: "unchanged")
    /// There is no record any more.
    public static let removed = WriteOutcome(rawValue: "removed")
}

/// A record as it was read or left behind: its value, its document, its bytes.
public struct RecordSnapshot<Record: Codable & Sendable>: Sendable {
    /// The record, with the defaults of its version filled in.
    public let record: Record
    /// The stored document, whole and lossless.
    public let document: JSONDocument
    /// The version the stored record names.
    public let schemaVersion: SchemaVersion

    /// The checksum of the stored bytes; computed on every call, linear in the size of the record.
    public var checksum: RecordChecksum { RecordChecksum(of: document.bytes) }
}

/// The answer to a write that left a record: what happened, and the record as it now stands on the storage.
public struct WriteResult<Record: Codable & Sendable>: Sendable {
    /// What this write did: `written` or `unchanged`.
    public let outcome: WriteOutcome
    /// The record as it stands; writes that shared the hold are in it.
    public let snapshot: RecordSnapshot<Record>

    /// The record as it stands.
    public var record: Record { snapshot.record }
    /// The checksum of the record as it stands; computed on every call, linear in the size of the record.
    public var checksum: RecordChecksum { snapshot.checksum }
}
