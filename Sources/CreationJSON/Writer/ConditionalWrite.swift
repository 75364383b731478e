public import LosslessJSON

/// One write with its conditions: what a writer performs, alone or in bulk.
public struct ConditionalWrite<Record: Codable & Sendable>: Sendable {
    /// What is to be done.
    public enum Action: Sendable {
        /// Create the record; fails with `alreadyExists` where there is one.
        case create(Record)
        /// Create the record from a document, keeping its bytes where it is at the current version or a newer minor.
        case createDocument(JSONDocument)
        /// Create the record, or accept the one there if its write-once members are the same.
        case ensure(Record)
        /// The same from a document.
        case ensureDocument(JSONDocument)
        /// Change the record. The closure is pure and may run more than once.
        case update(@Sendable (inout Record) throws -> Void)
        /// Change the document, losslessly. The closure is pure and may run more than once.
        case updateDocument(@Sendable (inout JSONDocument) throws -> Void)
        /// Remove the record; its sidecar stays.
        case remove
    }

    /// The record to write.
    public var path: RecordPath
    /// What is to be done.
    public var action: Action
    /// Conditions, all of which must hold.
    public var gates: [RecordGate]
    /// The checksum the record must have; nil skips the check.
    public var ifMatch: RecordChecksum?
    /// Whether the schema's policy protects the record from this write.
    public var policy: RecordPolicy

    /// A write.
    public init(
        _ action: Action, at path: RecordPath, gates: [RecordGate] = [], ifMatch: RecordChecksum? = nil,
        policy: RecordPolicy = .standard
    ) {
        self.path = path
        self.action = action
        self.gates = gates
        self.ifMatch = ifMatch
        self.policy = policy
    }

    /// The records other than its own that its gates look at, each once, in the order of their first gate.
    var gatePaths: [RecordPath] {
        if gates.isEmpty { return [] }
        var seen: Set<RecordPath> = [path]
        return gates.compactMap(\.path).filter { seen.insert($0).inserted }
    }
}
