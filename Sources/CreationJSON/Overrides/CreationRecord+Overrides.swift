extension CreationRecord {
    /// The verdict on every entry of `validation_overrides` at a moment, in file order.
    public func overrideVerdicts(now: Timestamp) -> [OverrideVerdict] {
        OverrideLedger(validationOverrides).verdicts(now: now)
    }

    /// What somebody should look at in `validation_overrides`.
    public var overrideDiagnostics: [OverrideDiagnostic] {
        OverrideLedger(validationOverrides).diagnostics
    }

    /// The overrides that hold at a moment, in file order.
    public func activeOverrides(now: Timestamp) -> [Override] {
        OverrideLedger(validationOverrides).activeOverrides(now: now)
    }

    /// Whether some override of a class holds at a moment.
    public func isOverridden(problemClass: String, now: Timestamp) -> Bool {
        OverrideLedger(validationOverrides).isOverridden(problemClass: problemClass, now: now)
    }

    /// When the answers above next change by themselves; nil if never.
    public func nextExpiry(after now: Timestamp) -> Timestamp? {
        OverrideLedger(validationOverrides).nextExpiry(after: now)
    }

    /// Appends an override, or throws `editFailed` and changes nothing; see `OverrideLedger.newOverride`.
    @discardableResult
    public mutating func addOverride(
        problemClass: String, operator: String, reason: String, expiresAt: Timestamp? = nil, id: String, now: Timestamp
    ) throws(RecordError) -> Override {
        let entry = try OverrideLedger(validationOverrides).newOverride(
            problemClass: problemClass, operator: `operator`, reason: reason, expiresAt: expiresAt, id: id, now: now)
        validationOverrides.append(.override(entry))
        return entry
    }

    /// Appends a tombstone, or throws `editFailed` and changes nothing; see `OverrideLedger.newTombstone`.
    @discardableResult
    public mutating func revokeOverride(
        id target: String, operator: String, reason: String, tombstoneID: String, now: Timestamp
    ) throws(RecordError) -> Tombstone {
        let entry = try OverrideLedger(validationOverrides).newTombstone(
            revoking: target, operator: `operator`, reason: reason, id: tombstoneID, now: now)
        validationOverrides.append(.tombstone(entry))
        return entry
    }
}
