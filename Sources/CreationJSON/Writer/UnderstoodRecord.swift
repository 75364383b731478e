internal import LosslessJSON

/// What a writer understands of a record's bytes: parsed once per hold, carried from one body to the next.
struct UnderstoodRecord<Record: Codable & Sendable>: Sendable {
    /// The bytes as stored, parsed.
    let stored: JSONDocument
    /// The version they name.
    let storedVersion: SchemaVersion
    /// The document raised to the version it is written at; equal to `stored` where there was nothing to raise.
    let migrated: JSONDocument
    /// The version it is written at.
    let version: SchemaVersion
    /// The record, where a body has decoded it already.
    var decoded: Record?
    /// The record's encoding, where a body has encoded it already.
    var encoding: JSONDocument?
}

extension RecordSchema {
    /// Parses and migrates, or takes over what an earlier body of the hold left.
    func understand(_ state: RecordState, limits: JSONLimits) throws -> UnderstoodRecord<Record>? {
        if let known = state.understanding as? UnderstoodRecord<Record> { return known }
        guard let bytes = state.bytes else { return nil }
        let stored = try document(bytes, limits: limits)
        let storedVersion = try version(of: stored)
        let raised = try migrated(stored)
        return UnderstoodRecord(
            stored: stored, storedVersion: storedVersion, migrated: raised.document, version: raised.version)
    }

    /// Parses, with the errors of the record layer.
    func document(_ bytes: [UInt8], limits: JSONLimits) throws -> JSONDocument {
        do {
            return try JSONDocument(bytes, limits: limits)
        } catch {
            throw RecordError(error)
        }
    }

    /// Decodes a document of this schema.
    func decode(_ document: JSONDocument) throws -> Record {
        do {
            return try DocumentDecoder(hook: scalars).decode(Record.self, from: document.root)
        } catch let error as JSONError {
            throw RecordError(error)
        }
    }

    /// Encodes a record; members in the order of the type.
    func encode(_ record: Record) throws -> JSONDocument {
        do {
            return try DocumentEncoder(hook: scalars).encode(record)
        } catch let error as JSONError {
            throw RecordError(error)
        }
    }
}
