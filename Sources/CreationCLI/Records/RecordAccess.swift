internal import CreationJSON
internal import LosslessJSON
internal import LockedFiles

/// The records of one kind, as documents: the writer of that kind behind functions that do not name its type.
struct RecordAccess: Sendable {
    /// The version that new records get.
    let currentVersion: SchemaVersion
    /// The JSON Schema of that version.
    let jsonSchema: @Sendable () -> JSONDocument
    /// Performs a write.
    let perform: @Sendable (DocumentWrite) async throws -> WriteReport
    /// Performs many.
    let bulk:
        @Sendable (
            AsyncThrowingStream<Result<DocumentWrite, RecordError>, any Error>, BulkOptions,
            (BulkResult) async throws -> Void
        ) async throws -> BulkSummary
    /// The document, raised to the version it would be written at.
    let migrated: @Sendable (JSONDocument) throws -> JSONDocument
    /// What the schema has to say about a document; throws for a foreign major version.
    let findings: @Sendable (JSONDocument) throws -> [SchemaFinding]
    /// Throws where a change touches what the schema guards, or leaves an invalid record.
    let check: @Sendable (_ before: JSONDocument, _ after: JSONDocument) throws -> Void
    private let storage: any RecordStorage
    private let options: TransactionOptions

    /// One line of a bulk's answer.
    struct BulkResult {
        var index: Int
        var path: RecordPath?
        var result: Result<WriteReport, RecordError>
    }

    init<Record>(_ writer: RecordWriter<Record>) {
        let schema = writer.schema
        currentVersion = schema.currentVersion
        jsonSchema = { schema.jsonSchema }
        perform = { write in
            WriteReport(try await writer.perform(write.typed(Record.self)), at: write.path)
        }
        bulk = { input, options, report in
            let writes = input.map { $0.map { $0.typed(Record.self) } }
            return try await writer.bulk(writes, options: options) { item in
                let path = item.path ?? ""
                try await report(
                    BulkResult(
                        index: item.index, path: item.path, result: item.result.map { WriteReport($0, at: path) }))
            }
        }
        migrated = { try schema.migrated($0).document }
        findings = { schema.validate($0.root, version: try schema.version(of: $0)) }
        check = { before, after in
            try schema.checkWrite(before: before, after: after, version: try schema.version(of: after))
        }
        storage = writer.storage
        options = TransactionOptions(
            timeout: writer.timeout, durability: writer.durability, diagnostics: writer.diagnostics)
    }

    /// The stored bytes of a record, read under the shared lock; remarks are passed on once there is something to
    /// remark on.
    private func bytes(at path: RecordPath, quietly: Bool) async throws -> [UInt8] {
        let remarks = Guarded<[Diagnostic]>([])
        var options = options
        options.diagnostics = { remark in remarks.withLock { $0.append(remark) } }
        guard let bytes = try await storage.read(path, options: options).bytes else {
            throw RecordError(.notFound, "there is no record here", path: path)
        }
        if !quietly { remarks.withLock { $0 }.forEach(self.options.diagnostics) }
        return bytes
    }

    /// The stored document of a record; quietly, where it does not matter whether it was locked.
    func document(at path: RecordPath, quietly: Bool = false) async throws -> JSONDocument {
        let bytes = try await bytes(at: path, quietly: quietly)
        do throws(JSONError) {
            let document = try JSONDocument(bytes)
            guard document.root.kind == .object else {
                throw JSONError(.wrongKind, "a record is a JSON object")
            }
            return document
        } catch {
            throw RecordError(error).at(path)
        }
    }
}

extension Session {
    /// The records of the kind this session is about.
    var records: RecordAccess { records(on: storage) }

    /// The records of that kind, on a storage of the caller's choice.
    func records(on storage: any RecordStorage) -> RecordAccess {
        switch kind {
        case .hook: RecordAccess(writer(.hook, on: storage))
        case .creation: RecordAccess(writer(.creation, on: storage))
        }
    }

    /// A writer with this session's timeout and durability, whose remarks are notes.
    func writer<Record>(_ schema: RecordSchema<Record>, on storage: any RecordStorage) -> RecordWriter<Record> {
        RecordWriter(
            schema: schema, storage: storage, timeout: timeout, durability: isDurable ? .full : .none,
            diagnostics: { show($0) })
    }

    /// The writer of creation records.
    var creations: CreationWriter { writer(.creation, on: storage) }
}
