internal import LosslessJSON

extension RecordWriter where Record == CreationRecord {
    /// Appends an override in one hold, with a fresh identifier and the time of day.
    ///
    /// Throws `editFailed` if a text is empty or the expiry is not in the future (OVR-9).
    @discardableResult
    public func addOverride(
        problemClass: String, operator: String, reason: String, expiresAt: Timestamp? = nil, at path: RecordPath,
        ifMatch: RecordChecksum? = nil
    ) async throws -> WriteResult<CreationRecord> {
        let environment = environment
        let id = environment.newID()
        return try await update(at: path, ifMatch: ifMatch) { record in
            try record.addOverride(
                problemClass: problemClass, operator: `operator`, reason: reason, expiresAt: expiresAt, id: id,
                now: environment.now())
        }
    }

    /// Takes an override back in one hold, by a tombstone with a fresh identifier.
    ///
    /// Throws `editFailed` if the target is unknown, revoked already or a tombstone; an expired one may be revoked (OVR-9).
    @discardableResult
    public func revokeOverride(
        id target: String, operator: String, reason: String, at path: RecordPath, ifMatch: RecordChecksum? = nil
    ) async throws -> WriteResult<CreationRecord> {
        let environment = environment
        let id = environment.newID()
        return try await update(at: path, ifMatch: ifMatch) { record in
            try record.revokeOverride(
                id: target, operator: `operator`, reason: reason, tombstoneID: id, now: environment.now())
        }
    }
}

extension RecordGate {
    /// An override of a class holds at the moment the gate is looked at, inside the hold.
    ///
    /// A record that is absent has none, and an entry that cannot be read is none; where `validation_overrides` is not
    /// even an array, the write fails with `invalidRecord`.
    public static func overrideActive(
        _ problemClass: String, at path: RecordPath? = nil, now: @escaping @Sendable () -> Timestamp = { .now }
    ) -> RecordGate {
        RecordGate("an override of “\(problemClass)” is active", at: path) { document in
            guard let document else { return false }
            return try OverrideLedger(record: document.root).isOverridden(problemClass: problemClass, now: now())
        }
    }
}
