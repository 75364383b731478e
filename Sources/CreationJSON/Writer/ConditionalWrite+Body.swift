internal import LosslessJSON

// The bodies of storage transactions: gates, preconditions, migration, mutation, merge and policy, in this order
// (CYC-2). They know no file, clock or randomness.

extension RecordSchema {
    /// What the write makes of the target, given what its gates see.
    ///
    /// The answer's result is nil after a removal.
    func answer(
        to write: ConditionalWrite<Record>, target: RecordState, gates: [RecordState], limits: JSONLimits,
        diagnostics: DiagnosticHandler
    ) throws -> TransactionAnswer<WriteResult<Record>?> {
        do {
            try check(write, target: target, gates: gates, limits: limits)
            return switch write.action {
            case .create(let record):
                try create(newDocument(record), write: write, target: target, limits: limits, diagnostics)
            case .createDocument(let document):
                try create(document, write: write, target: target, limits: limits, diagnostics)
            case .ensure(let record):
                try ensure(newDocument(record), write: write, target: target, limits: limits, diagnostics)
            case .ensureDocument(let document):
                try ensure(document, write: write, target: target, limits: limits, diagnostics)
            case .update(let mutate):
                try update(write: write, target: target, limits: limits, diagnostics, mutate)
            case .updateDocument(let mutate):
                try updateDocument(write: write, target: target, limits: limits, diagnostics, mutate)
            case .remove:
                try remove(write: write, target: target, limits: limits)
            }
        } catch let error as RecordError {
            throw error.at(write.path)
        }
    }

    // MARK: Preconditions

    private func check(
        _ write: ConditionalWrite<Record>, target: RecordState, gates: [RecordState], limits: JSONLimits
    ) throws {
        let others = write.gatePaths
        for gate in write.gates {
            let path = gate.path ?? write.path
            let state =
                if let index = others.firstIndex(of: path) { gates[index] } else { target }
            let isOwn = path == write.path || state.isTarget
            if gate.existence == nil, state.bytes == nil, isOwn, write.needsTarget { throw write.missing }
            let holds =
                try gate.existence.map { $0 == (state.bytes != nil) }
                ?? holds(gate, for: state, at: path, limits: limits)
            guard holds else {
                throw RecordError(
                    .gateRejected,
                    "the write was refused, because its condition does not hold: \(gate.summary)"
                        + (path == write.path ? "" : " (\(path))"),
                    path: write.path)
            }
        }
        if target.bytes == nil, write.needsTarget { throw write.missing }
        if let expected = write.ifMatch {
            let actual = target.bytes.map { RecordChecksum(of: $0).rawValue } ?? "absent"
            guard actual == expected.rawValue else {
                throw RecordError(
                    .concurrencyConflict,
                    target.bytes == nil
                        ? "there is no record with this checksum, nor any other; leave the checksum out to create one"
                        : "the record changed since it was read; read it again, then repeat the change with its new checksum",
                    path: write.path, expected: expected.rawValue, found: actual)
            }
        }
    }

    private func holds(
        _ gate: RecordGate, for state: RecordState, at path: RecordPath, limits: JSONLimits
    ) throws -> Bool {
        do {
            return try gate.condition(try understand(state, limits: limits).map { try completed($0.migrated) })
        } catch let error as RecordError {
            throw error.at(path)
        }
    }

    // MARK: Creation

    /// The document of a new record: two spaces, final newline, `schema_version` first where the type has none.
    private func newDocument(_ record: Record) throws -> JSONDocument {
        var document = try encode(record)
        if let object = document.root.objectValue, object[SchemaVersion.member] == nil {
            let version = JSONValue.string(currentVersion.description)
            let members = object.compactMap { member in member.key.string.map { ($0, member.value) } }
            document = JSONDocument(.object([(SchemaVersion.member, version)] + members))
        }
        do {
            return try document.pretty(indent: 2)
        } catch {
            throw RecordError(error)
        }
    }

    private func create(
        _ document: JSONDocument, write: ConditionalWrite<Record>, target: RecordState, limits: JSONLimits,
        _ diagnostics: DiagnosticHandler
    ) throws -> TransactionAnswer<WriteResult<Record>?> {
        guard target.bytes == nil else {
            throw RecordError(
                .alreadyExists,
                "there is a record already; update it, or use the idempotent form to accept an equal one",
                path: write.path)
        }
        return try land(
            migrated(checkedRoot(document)).document, before: nil, write: write, target: target, diagnostics)
    }

    private func ensure(
        _ document: JSONDocument, write: ConditionalWrite<Record>, target: RecordState, limits: JSONLimits,
        _ diagnostics: DiagnosticHandler
    ) throws -> TransactionAnswer<WriteResult<Record>?> {
        guard var there = try understand(target, limits: limits) else {
            return try create(document, write: write, target: target, limits: limits, diagnostics)
        }
        let wanted = try migrated(checkedRoot(document)).document
        try judge(before: nil, after: wanted, write.policy, diagnostics)
        let (found, expected) = (try completed(there.migrated), try completed(wanted))
        if let pointer = writeOnceDifference(found, expected) {
            throw RecordError(
                .concurrencyConflict,
                "there is a different record already: \(pointer) is not the same; look at it before you go on",
                path: write.path, pointer: pointer,
                expected: expected.root[pointer].map { String(decoding: $0.bytes, as: UTF8.self) } ?? "absent",
                found: found.root[pointer].map { String(decoding: $0.bytes, as: UTF8.self) } ?? "absent")
        }
        let record = try there.decoded ?? decode(there.migrated)
        there.decoded = record
        return answer(.keep, .unchanged, there, record)
    }

    // MARK: Change

    private func update(
        write: ConditionalWrite<Record>, target: RecordState, limits: JSONLimits, _ diagnostics: DiagnosticHandler,
        _ mutate: (inout Record) throws -> Void
    ) throws -> TransactionAnswer<WriteResult<Record>?> {
        guard let there = try understand(target, limits: limits) else { throw RecordError.missing(write.path) }
        let before = try there.decoded ?? decode(there.migrated)
        var record = before
        try mutate(&record)
        var encoding: JSONDocument?
        let merged: JSONDocument
        do {
            let change: TouchedPart?
            if let encodeTouched {
                change = try encodeTouched(before, record)
            } else {
                let (old, new) = (try there.encoding ?? encode(before), try encode(record))
                change = new == old ? nil : TouchedPart(before: old, after: new)
                encoding = new
            }
            merged = try change.map { try there.migrated.merging(from: $0.before, to: $0.after) } ?? there.migrated
        } catch let error as JSONError {
            throw RecordError(error)
        }
        return try land(
            merged, before: there.migrated, write: write, target: target, diagnostics, record: record,
            encoding: encoding)
    }

    private func updateDocument(
        write: ConditionalWrite<Record>, target: RecordState, limits: JSONLimits, _ diagnostics: DiagnosticHandler,
        _ mutate: (inout JSONDocument) throws -> Void
    ) throws -> TransactionAnswer<WriteResult<Record>?> {
        let before = try startOfDocumentUpdate(write: write, target: target, limits: limits)
        var after = before
        do {
            try mutate(&after)
        } catch let error as JSONError {
            throw RecordError(edit: error)
        }
        // The version is not the mutator's to change: only where a broken record is mended may it be an older one.
        let result = try checkedRoot(after)
        guard write.policy == .unrestricted else {
            return try land(result, before: before, write: write, target: target, diagnostics)
        }
        try refuseOlder(result, than: before)
        return try land(
            migrated(result).document, before: before, write: write, target: target, diagnostics)
    }

    /// The document that a lossless update begins with: raised, or as it is where only its result must be valid.
    private func startOfDocumentUpdate(
        write: ConditionalWrite<Record>, target: RecordState, limits: JSONLimits
    ) throws -> JSONDocument {
        do {
            guard let there = try understand(target, limits: limits) else { throw RecordError.missing(write.path) }
            return there.migrated
        } catch let error as RecordError where error.code == .schemaMajorMismatch && write.policy == .unrestricted {
            // A version that nobody can read may be mended.
            guard let bytes = target.bytes, !isForeign(target, limits: limits) else { throw error }
            return try document(bytes, limits: limits)
        }
    }

    /// Whether a record has a version of another major: it is somebody else's, whatever the policy (CYC-13).
    private func isForeign(_ target: RecordState, limits: JSONLimits) -> Bool {
        guard let bytes = target.bytes, let stored = try? document(bytes, limits: limits),
            let version = stored.root[SchemaVersion.member]?.stringValue.flatMap(SchemaVersion.init)
        else { return false }
        return version.major != currentVersion.major
    }

    private func remove(
        write: ConditionalWrite<Record>, target: RecordState, limits: JSONLimits
    ) throws -> TransactionAnswer<WriteResult<Record>?> {
        do {
            if let there = try understand(target, limits: limits) {
                try checkRemoval(of: there.migrated, policy: write.policy)
            }
        } catch {
            // What nobody can read may be removed by force.
            if write.policy == .standard || isForeign(target, limits: limits) { throw error }
        }
        return TransactionAnswer(.remove) { _ in nil }
    }

    // MARK: The end of every change

    /// Checks the document that is to land and answers with it, or with `keep` where its bytes are there already.
    private func land(
        _ document: JSONDocument, before: JSONDocument?, write: ConditionalWrite<Record>, target: RecordState,
        _ diagnostics: DiagnosticHandler, record: Record? = nil, encoding: JSONDocument? = nil
    ) throws -> TransactionAnswer<WriteResult<Record>?> {
        try judge(before: before, after: document, write.policy, diagnostics)
        let version = try self.version(of: document)
        if write.policy == .unrestricted, let before { try refuseOlder(document, than: before) }
        let record = try record ?? decode(document)
        let understood = UnderstoodRecord(
            stored: document, storedVersion: version, migrated: document, version: version, decoded: record,
            encoding: encoding)
        return document.bytes == target.bytes
            ? answer(.keep, .unchanged, understood, record)
            : answer(.replace(document.bytes), .written, understood, record)
    }

    /// An unrestricted policy may write the version, but not take back what a newer one says.
    private func refuseOlder(_ document: JSONDocument, than before: JSONDocument) throws {
        guard let old = try? version(of: before) else { return }
        let new = try version(of: document)
        guard new < old else { return }
        throw RecordError(
            .policyViolation,
            "the version of a record never goes down, not even with an unrestricted policy (--force); leave it as it is",
            pointer: SchemaVersion.pointer, expected: "version \(old) or newer", found: "version \(new)")
    }

    private func answer(
        _ change: RecordChange, _ outcome: WriteOutcome, _ understood: UnderstoodRecord<Record>, _ record: Record
    ) -> TransactionAnswer<WriteResult<Record>?> {
        let own = RecordSnapshot(
            record: record, document: understood.stored, schemaVersion: understood.storedVersion)
        return TransactionAnswer(change, understanding: understood) { final in
            guard let last = final.understanding as? UnderstoodRecord<Record>, let record = last.decoded else {
                return WriteResult(outcome: outcome, snapshot: own)
            }
            return WriteResult(
                outcome: outcome,
                snapshot: RecordSnapshot(
                    record: record, document: last.stored, schemaVersion: last.storedVersion))
        }
    }

    /// Lets the schema judge what would be written, and passes on what somebody should look at.
    private func judge(
        before: JSONDocument?, after: JSONDocument, _ policy: RecordPolicy, _ diagnostics: DiagnosticHandler
    ) throws {
        let version = try version(of: policy == .standard ? before ?? after : after)
        for finding in try checkWrite(before: before, after: after, version: version, policy: policy) {
            diagnostics(
                Diagnostic(
                    Diagnostic.Code(rawValue: finding.kind.rawValue), finding.message, pointer: finding.pointer))
        }
    }

    private func checkedRoot(_ document: JSONDocument) throws -> JSONDocument {
        guard document.root.kind == .object else {
            throw RecordError(
                .invalidRecord, "a record is a JSON object", pointer: .root, expected: "an object",
                found: document.root.kind.description)
        }
        return document
    }
}

extension ConditionalWrite {
    /// Whether the write is about a record that must be there.
    fileprivate var needsTarget: Bool {
        switch action {
        case .create, .createDocument, .ensure, .ensureDocument: false
        case .update, .updateDocument, .remove: true
        }
    }

    /// The error that the record is not there; what was to be removed need not be created first.
    fileprivate var missing: RecordError {
        if case .remove = action { return RecordError(.notFound, "there is no record here to remove", path: path) }
        return .missing(path)
    }
}

extension RecordError {
    static func missing(_ path: RecordPath) -> RecordError {
        RecordError(.notFound, "there is no record here; create it first", path: path)
    }
}
