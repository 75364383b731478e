public import LosslessJSON

extension RecordSchema {
    /// The record as a reader sees it: raised, and with every default filled in that its writer left out (spec MIG-6).
    ///
    /// For looking at, not for writing: a default is only written where a record is raised or a change sets it. Linear.
    public func completed(_ document: JSONDocument) throws(RecordError) -> JSONDocument {
        let raised = try migrated(document)
        return try filled(raised.document, version: raised.version)
    }

    /// The first write-once member, in schema order, that two records do not have the same.
    func writeOnceDifference(_ one: JSONDocument, _ other: JSONDocument) -> JSONPointer? {
        root.members.first { $0.access == .writeOnce && one.root[$0.name] != other.root[$0.name] }
            .map { JSONPointer.root.appending($0.name) }
    }
}
