public import LosslessJSON

extension RecordWriter {
    /// Creates a record. Exactly one of many simultaneous creators wins; the others get `alreadyExists`.
    @discardableResult
    public func create(_ record: Record, at path: RecordPath) async throws -> WriteResult<Record> {
        try await write(.create(record), at: path)
    }

    /// Creates a record from a document, keeping its bytes where it is at the current version or a newer minor.
    @discardableResult
    public func createDocument(_ document: JSONDocument, at path: RecordPath) async throws -> WriteResult<Record> {
        try await write(.createDocument(document), at: path)
    }

    /// Creates a record, or accepts the one there if its write-once members are the same: for redelivered requests.
    ///
    /// Throws `concurrencyConflict` where a different record is there.
    @discardableResult
    public func ensure(_ record: Record, at path: RecordPath) async throws -> WriteResult<Record> {
        try await write(.ensure(record), at: path)
    }

    /// Changes a record. Members that the mutator does not touch keep their bytes, known or not.
    @discardableResult
    public func update(
        at path: RecordPath, ifMatch: RecordChecksum? = nil, policy: RecordPolicy = .standard,
        _ mutate: @escaping @Sendable (inout Record) throws -> Void
    ) async throws -> WriteResult<Record> {
        try await write(.update(mutate), at: path, ifMatch: ifMatch, policy: policy)
    }

    /// Changes a record as a lossless document, unknown members included.
    @discardableResult
    public func updateDocument(
        at path: RecordPath, ifMatch: RecordChecksum? = nil, policy: RecordPolicy = .standard,
        _ mutate: @escaping @Sendable (inout JSONDocument) throws -> Void
    ) async throws -> WriteResult<Record> {
        try await write(.updateDocument(mutate), at: path, ifMatch: ifMatch, policy: policy)
    }

    /// Removes a record; its sidecar stays. A record that holds overrides needs the unrestricted policy.
    public func remove(
        at path: RecordPath, ifMatch: RecordChecksum? = nil, policy: RecordPolicy = .standard
    ) async throws {
        try await perform(ConditionalWrite(.remove, at: path, ifMatch: ifMatch, policy: policy))
    }

    private func write(
        _ action: ConditionalWrite<Record>.Action, at path: RecordPath, ifMatch: RecordChecksum? = nil,
        policy: RecordPolicy = .standard
    ) async throws -> WriteResult<Record> {
        try left(
            await perform(ConditionalWrite(action, at: path, ifMatch: ifMatch, policy: policy)), at: path)
    }
}
