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
        root.members.first { $0.access == .writeOnce && !isSame(one.root[$0.name], other.root[$0.name], $0) }
            .map { JSONPointer.root.appending($0.name) }
    }

    /// Whether two values of a member say the same, where null stands for absence too (spec MIG-13). Linear.
    private func isSame(_ one: JSONValue?, _ other: JSONValue?, _ member: MemberNode) -> Bool {
        let one = one.flatMap { member.allowsNull && $0.isNull ? nil : $0 }
        let other = other.flatMap { member.allowsNull && $0.isNull ? nil : $0 }
        guard let shape = member.node.object, let mine = one?.objectValue, let yours = other?.objectValue else {
            return one == other
        }
        let names = Set(shape.members.map(\.name))
        func unknown(_ object: JSONObject) -> [JSONString: JSONValue] {
            Dictionary(object.filter { !names.contains($0.key.lossyString) }.map { ($0.key, $0.value) }) { $1 }
        }
        return shape.members.allSatisfy { isSame(mine[$0.name], yours[$0.name], $0) } && unknown(mine) == unknown(yours)
    }
}
