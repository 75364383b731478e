public import LosslessJSON

/// Reads and changes the records of one schema, on one storage: the only way a record is written.
///
/// Every call is one transaction: whole, or without any effect. A writer is a value without state; any number may
/// work on the same records, in one process and in many.
///
/// A mutator is a pure closure. On local files it runs once, under the exclusive lock, so it must not wait and must not update the
/// record it is changing (`reentrantUpdate`). On an object store it may run again after a lost race.
///
/// Errors are ``RecordError``; what a mutator throws comes back as it is; a cancelled wait throws `CancellationError`.
public struct RecordWriter<Record: Codable & Sendable>: Sendable {
    /// The kind of record.
    public let schema: RecordSchema<Record>
    /// Where the records are.
    public let storage: any RecordStorage
    /// How long to wait for a record that others hold; zero tries once.
    public var timeout: Duration
    /// What has been synced when a change returns.
    public var durability: Durability
    /// The deepest and the largest record that is read.
    public var limits: JSONLimits
    /// The clock, the identifiers and the chance.
    public var environment: RecordEnvironment
    /// Receives what is worth knowing without being an error.
    public var diagnostics: DiagnosticHandler

    /// A writer.
    public init(
        schema: RecordSchema<Record>, storage: any RecordStorage = LocalRecordStorage(),
        timeout: Duration = .seconds(30), durability: Durability = .full, limits: JSONLimits = .standard,
        environment: RecordEnvironment = .system, diagnostics: @escaping DiagnosticHandler = { _ in }
    ) {
        self.schema = schema
        self.storage = storage
        self.timeout = timeout
        self.durability = durability
        self.limits = limits
        self.environment = environment
        self.diagnostics = diagnostics
    }

    /// Performs a write; nil after a removal.
    ///
    /// On return the change is visible to everybody and as durable as ``durability`` says.
    @specialized(where Record == CreationRecord)
    @discardableResult
    public func perform(_ write: ConditionalWrite<Record>) async throws -> WriteResult<Record>? {
        try await storage.transaction(
            on: write.path, gates: write.gatePaths, options: options, body: body(of: write))
    }

    /// The record as it is now, read under the shared lock where there is a sidecar.
    @specialized(where Record == CreationRecord)
    public func snapshot(at path: RecordPath) async throws -> RecordSnapshot<Record> {
        try snapshot(of: try await storage.read(path, options: options), at: path)
    }
}

/// The writer of `creation.json`.
public typealias CreationWriter = RecordWriter<CreationRecord>

extension RecordWriter where Record == CreationRecord {
    /// A writer of creation records.
    public init(
        storage: any RecordStorage = LocalRecordStorage(), timeout: Duration = .seconds(30),
        durability: Durability = .full, limits: JSONLimits = .standard, environment: RecordEnvironment = .system,
        diagnostics: @escaping DiagnosticHandler = { _ in }
    ) {
        self.init(
            schema: .creation, storage: storage, timeout: timeout, durability: durability, limits: limits,
            environment: environment, diagnostics: diagnostics)
    }
}

// MARK: - What the asynchronous and the synchronous writer share

extension RecordWriter {
    var options: TransactionOptions {
        TransactionOptions(
            timeout: timeout, durability: durability, maximumSize: limits.maximumSize, diagnostics: diagnostics)
    }

    func body(
        of write: ConditionalWrite<Record>
    ) -> @Sendable (RecordState, [RecordState]) throws -> TransactionAnswer<WriteResult<Record>?> {
        { [schema, limits, diagnostics] target, gates in
            try schema.answer(to: write, target: target, gates: gates, limits: limits) { diagnostic in
                var located = diagnostic
                located.path = diagnostic.path ?? write.path
                diagnostics(located)
            }
        }
    }

    func snapshot(of state: RecordState, at path: RecordPath) throws -> RecordSnapshot<Record> {
        do {
            guard let there = try schema.understand(state, limits: limits) else { throw RecordError.missing(path) }
            let record = try there.decoded ?? schema.decode(there.migrated)
            return RecordSnapshot(record: record, document: there.stored, schemaVersion: there.storedVersion)
        } catch let error as RecordError {
            throw error.at(path)
        }
    }

    /// The result of a write that leaves a record.
    func left(_ result: WriteResult<Record>?, at path: RecordPath) throws -> WriteResult<Record> {
        guard let result else {
            throw RecordError(.internalError, "the storage answered a write as if it were a removal", path: path)
        }
        return result
    }
}
