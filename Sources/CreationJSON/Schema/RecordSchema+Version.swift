public import LosslessJSON

extension RecordSchema {
    /// The version that a document says it has.
    ///
    /// Throws `invalidRecord` if the document is not an object, and `schemaMajorMismatch` if the version is missing, not
    /// a text, not a version, or of another major (spec MIG-4).
    public func version(of document: JSONDocument) throws(RecordError) -> SchemaVersion {
        try version(of: document.root)
    }

    func version(of record: JSONValue) throws(RecordError) -> SchemaVersion {
        guard record.kind == .object else {
            var error = RecordError(
                .invalidRecord, "a record is a JSON object, but the file holds \(record.kind.description)")
            error.pointer = .root
            error.expected = "an object"
            error.found = record.kind.description
            throw error
        }
        guard let member = record[SchemaVersion.member] else {
            throw mismatch("no version", next: "add “\(SchemaVersion.member)” to it")
        }
        guard let text = member.stringValue else { throw mismatch(member.kind.description) }
        guard let version = SchemaVersion(text) else { throw mismatch("“\(text)”, which is not a version") }
        guard version.major == currentVersion.major else { throw mismatch("version \(version)") }
        return version
    }

    private func mismatch(_ found: String, next: String = "use a program made for it") -> RecordError {
        let expected = "version \(currentVersion.major).x"
        var error = RecordError(
            .schemaMajorMismatch,
            "the record has \(found), but this program reads \(expected) of “\(name)”; \(next)")
        error.pointer = SchemaVersion.pointer
        error.expected = expected
        error.found = found
        return error
    }

    /// The version that a file of this version has after its next write: never an older one (spec MIG-5).
    public func writtenVersion(for found: SchemaVersion) -> SchemaVersion { max(found, currentVersion) }
}
