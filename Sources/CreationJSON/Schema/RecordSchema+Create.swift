public import LosslessJSON

extension RecordSchema {
    /// The document of a new record: the version first, then the members as given, laid out as a new file.
    ///
    /// A record that names a version keeps it, wherever it stands; raise it then as if it had been read.
    public func newDocument(_ record: JSONValue) throws(RecordError) -> JSONDocument {
        guard let object = record.objectValue else {
            throw SchemaFinding(
                kind: .wrongType, severity: .error, pointer: .root, expected: "an object",
                found: record.kind.description
            ).asError
        }
        guard object[SchemaVersion.member] == nil else { return JSONDocument(record).pretty() }
        let versioned = JSONValue.object([(SchemaVersion.member, .string(currentVersion.description))])
        var document = JSONDocument(versioned)
        var edits = JSONEdits(document)
        guard let target = document.root.objectValue else { return document }
        for (key, value) in object { edits.set(key, value, in: target) }
        do {
            document = try edits.applied()
        } catch {
            throw RecordError(error)
        }
        return document.pretty()
    }
}
