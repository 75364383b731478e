internal import CreationJSON
internal import LosslessJSON

/// One write of a record of whatever kind: the command line works on documents, not on typed records.
struct DocumentWrite: Sendable {
    enum Action: Sendable {
        case create(JSONDocument)
        case ensure(JSONDocument)
        case update(@Sendable (inout JSONDocument) throws -> Void)
        case remove
    }

    var action: Action
    var path: RecordPath
    var gates: [RecordGate] = []
    var checksum: RecordChecksum?
    var isForced = false

    /// The write for the writer of one kind.
    func typed<Record>(_: Record.Type) -> ConditionalWrite<Record> {
        let action: ConditionalWrite<Record>.Action =
            switch action {
            case .create(let document): .createDocument(document)
            case .ensure(let document): .ensureDocument(document)
            case .update(let change): .updateDocument(change)
            case .remove: .remove
            }
        return ConditionalWrite(
            action, at: path, gates: gates, ifMatch: checksum, policy: isForced ? .unrestricted : .standard)
    }
}

/// What a write left behind.
struct WriteReport: Sendable {
    var path: RecordPath
    var outcome: WriteOutcome
    /// The record as it stands; nil after a removal.
    var document: JSONDocument?
    var schemaVersion: SchemaVersion?

    init(path: RecordPath, outcome: WriteOutcome, document: JSONDocument?, schemaVersion: SchemaVersion?) {
        self.path = path
        self.outcome = outcome
        self.document = document
        self.schemaVersion = schemaVersion
    }

    init<Record>(_ result: WriteResult<Record>?, at path: RecordPath) {
        self.init(
            path: path, outcome: result?.outcome ?? .removed, document: result?.snapshot.document,
            schemaVersion: result?.snapshot.schemaVersion)
    }

    /// The checksum of the record as it stands.
    var checksum: RecordChecksum? { document.map { RecordChecksum(of: $0.bytes) } }
}
