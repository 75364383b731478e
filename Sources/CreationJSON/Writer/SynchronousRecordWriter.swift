public import LosslessJSON

/// ``RecordWriter`` for programs without tasks: the same writes on local files, on the calling thread.
///
/// A call waits where it stands, so none belongs on a thread of Swift's cooperative pool. A mutator whose record others
/// had runs on another thread meanwhile (LOCK-18), so it must not count on the thread or its task-local values.
public struct SynchronousRecordWriter<Record: Codable & Sendable>: Sendable {
    private let files = LocalRecordStorage()
    /// The settings; its storage is not used.
    private let writer: RecordWriter<Record>

    /// A synchronous writer with the settings of `writer`, on local files.
    public init(_ writer: RecordWriter<Record>) { self.writer = writer }

    /// A synchronous writer with the usual settings.
    public init(schema: RecordSchema<Record>) { self.init(RecordWriter(schema: schema)) }

    /// Performs a write; nil after a removal.
    @specialized(where Record == CreationRecord)
    @discardableResult
    public func perform(_ write: ConditionalWrite<Record>) throws -> WriteResult<Record>? {
        try files.transactionSynchronously(
            on: write.path, gates: write.gatePaths, options: writer.options, body: writer.body(of: write))
    }

    /// The record as it is now.
    @specialized(where Record == CreationRecord)
    public func snapshot(at path: RecordPath) throws -> RecordSnapshot<Record> {
        try writer.snapshot(of: files.readSynchronously(path, options: writer.options), at: path)
    }

    /// Creates a record; `alreadyExists` where there is one.
    @discardableResult
    public func create(_ record: Record, at path: RecordPath) throws -> WriteResult<Record> {
        try writer.left(perform(ConditionalWrite(.create(record), at: path)), at: path)
    }

    /// Creates a record, or accepts the one there if its write-once members are the same.
    @discardableResult
    public func ensure(_ record: Record, at path: RecordPath) throws -> WriteResult<Record> {
        try writer.left(perform(ConditionalWrite(.ensure(record), at: path)), at: path)
    }

    /// Changes a record.
    @specialized(where Record == CreationRecord)
    @discardableResult
    public func update(
        at path: RecordPath, ifMatch: RecordChecksum? = nil, policy: RecordPolicy = .standard,
        _ mutate: @escaping @Sendable (inout Record) throws -> Void
    ) throws -> WriteResult<Record> {
        try writer.left(
            perform(ConditionalWrite(.update(mutate), at: path, ifMatch: ifMatch, policy: policy)), at: path)
    }

    /// Changes a record as a lossless document.
    @discardableResult
    public func updateDocument(
        at path: RecordPath, ifMatch: RecordChecksum? = nil, policy: RecordPolicy = .standard,
        _ mutate: @escaping @Sendable (inout JSONDocument) throws -> Void
    ) throws -> WriteResult<Record> {
        try writer.left(
            perform(ConditionalWrite(.updateDocument(mutate), at: path, ifMatch: ifMatch, policy: policy)), at: path)
    }

    /// Removes a record.
    public func remove(
        at path: RecordPath, ifMatch: RecordChecksum? = nil, policy: RecordPolicy = .standard
    ) throws {
        try perform(ConditionalWrite(.remove, at: path, ifMatch: ifMatch, policy: policy))
    }
}

/// The synchronous writer of `creation.json`.
public typealias SynchronousCreationWriter = SynchronousRecordWriter<CreationRecord>

extension SynchronousRecordWriter where Record == CreationRecord {
    /// A synchronous writer of creation records, with the usual settings.
    public init() { self.init(CreationWriter()) }
}
