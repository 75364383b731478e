public import LosslessJSON

extension RecordSchema {
    /// Everything that a record as read has otherwise than the schema says; the errors make it invalid.
    ///
    /// What the schema does not know is not an error here: unknown members are no finding at all, unknown values and
    /// entries that cannot be read are warnings (spec MIG-9, OVR-3). Linear in the size of the record.
    ///
    /// - Parameters:
    ///   - record: The record as the file has it, not raised.
    ///   - version: The version that the file says it has.
    /// - Returns: The findings, in the order of the document.
    public func validate(_ record: JSONValue, version: SchemaVersion) -> [SchemaFinding] {
        if version == currentVersion, record.withCursor({ flat.fits($0) }) { return [] }
        return findings(record, version: version)
    }

    /// The same without the quick look before.
    func findings(_ record: JSONValue, version: SchemaVersion) -> [SchemaFinding] {
        var walk = ShapeCheck(
            version: version, current: currentVersion, newestKnown: newestKnown, purpose: .reading)
        record.withCursor { walk.check($0, before: nil, against: root) }
        return walk.findings
    }

    /// Checks what a write would leave: the policy first, then the parts of the record that are new or changed.
    ///
    /// - Parameters:
    ///   - before: The record before, raised to the version that will be written; nil if the record is new.
    ///   - after: The record as it would be written.
    ///   - version: The version that it would be written with.
    ///   - policy: How far the write may go.
    /// - Returns: What somebody should look at although the write may go on.
    /// - Throws: `policyViolation` or `invalidRecord`, with the pointer. Parts with the same bytes as before are taken as
    ///   judged, unless the policy is unrestricted.
    @discardableResult
    public func checkWrite(
        before: JSONDocument?, after: JSONDocument, version: SchemaVersion, policy: RecordPolicy = .standard
    ) throws(RecordError) -> [SchemaFinding] {
        if policy == .standard, let before,
            let breach = PolicyCheck.breach(before: before.root, after: after.root, object: root)
        {
            throw breach
        }
        if policy == .unrestricted { _ = try self.version(of: after) }
        let purpose = before == nil ? ShapeCheck.Purpose.creating(policy) : .updating(policy)
        var walk = ShapeCheck(version: version, current: currentVersion, newestKnown: newestKnown, purpose: purpose)
        after.root.withCursor { after in
            if let before {
                before.root.withCursor { walk.check(after, before: $0, against: root) }
            } else {
                walk.check(after, before: nil, against: root)
            }
        }
        if let error = walk.findings.first(where: { $0.severity == .error }) { throw error.asError }
        return walk.findings
    }

    /// Checks whether a record may be removed: one whose audit trail has entries needs an unrestricted policy.
    public func checkRemoval(of record: JSONDocument, policy: RecordPolicy = .standard) throws(RecordError) {
        guard policy == .standard else { return }
        for member in root.members where member.access == .auditTrail {
            guard let trail = record.root[member.name], !trail.isNull, trail.arrayValue?.isEmpty != true else {
                continue
            }
            let pointer = JSONPointer.root.appending(member.name)
            var error = RecordError(
                .policyViolation,
                "the record may not be removed: “\(pointer)” is an audit trail with entries; "
                    + "only an unrestricted policy (--force) may do that")
            error.pointer = pointer
            throw error
        }
    }

    /// The names of the members of the record, in the order in which new ones are written.
    public var memberOrder: [String] {
        root.members.filter { $0.since <= currentVersion }.map(\.name)
    }
}
