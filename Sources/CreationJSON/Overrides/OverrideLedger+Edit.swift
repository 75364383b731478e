import LosslessJSON

extension OverrideLedger {
    /// The override that is to be appended; the ledger itself does not change.
    ///
    /// - Parameters:
    ///   - problemClass: The class of findings that it covers; not empty.
    ///   - operator: Who decided; not empty.
    ///   - reason: Why; not empty.
    ///   - expiresAt: Until when it holds, that moment excluded; nil is for ever.
    ///   - id: A fresh identifier.
    ///   - now: The moment that is recorded, to the second.
    /// - Returns: The entry.
    /// - Throws: `editFailed` if a text is empty, the expiry is not in the future, or the identifier is in use.
    public func newOverride(
        problemClass: String, operator: String, reason: String, expiresAt: Timestamp?, id: String, now: Timestamp
    ) throws(RecordError) -> Override {
        try requireText(problemClass, "problem class")
        try requireText(`operator`, "operator")
        try requireText(reason, "reason")
        if let expiresAt, expiresAt <= now {
            throw refusal("an override may not expire in the past: \(expiresAt) is not after \(now)")
        }
        if let expiresAt, RecordTime(expiresAt).timestamp != expiresAt {
            throw refusal("an override cannot expire that late: \(expiresAt) is no date that records hold")
        }
        try requireFresh(id)
        return Override(
            id: id, problemClass: problemClass, operator: `operator`, recordedAt: now.wholeSecond, reason: reason,
            expiresAt: expiresAt.map { .at(RecordTime($0)) })
    }

    /// The tombstone that is to be appended; the ledger itself does not change.
    ///
    /// - Parameters:
    ///   - target: The override that is taken back; it may have expired.
    ///   - operator: Who decided; not empty.
    ///   - reason: Why; not empty.
    ///   - id: A fresh identifier.
    ///   - now: The moment that is recorded, to the second.
    /// - Returns: The entry.
    /// - Throws: `editFailed` if a text is empty, or the target is unknown, malformed, a tombstone or revoked already.
    public func newTombstone(
        revoking target: String, operator: String, reason: String, id: String, now: Timestamp
    ) throws(RecordError) -> Tombstone {
        try requireText(`operator`, "operator")
        try requireText(reason, "reason")
        let holders = readings.filter { has($0, id: target) }
        guard !holders.isEmpty else { throw refusal("no override has the identifier \(quoted(target))") }
        guard let override = holders.first(where: \.isOverride) else {
            let isTombstone = holders.contains { $0.isReadable }
            throw refusal(
                isTombstone
                    ? "the entry \(quoted(target)) is a tombstone, which cannot be revoked"
                    : "the entry \(quoted(target)) cannot be read; it is never active, so there is nothing to revoke")
        }
        if revoker(of: override) != nil { throw refusal("the override \(quoted(target)) is revoked already") }
        try requireFresh(id)
        return Tombstone(
            id: id, revokes: target, operator: `operator`, recordedAt: now.wholeSecond, reason: reason)
    }

    private func has(_ reading: OverrideReading, id: String) -> Bool {
        reading.id.map { texts.has(id.utf8, at: $0) } ?? false
    }

    private func requireText(_ text: String, _ name: String) throws(RecordError) {
        guard text.allSatisfy(\.isWhitespace) else { return }
        throw refusal("the \(name) may not be empty: somebody will ask for it in two years")
    }

    private func requireFresh(_ id: String) throws(RecordError) {
        guard !id.isEmpty, !readings.contains(where: { has($0, id: id) }) else {
            throw refusal("the identifier \(quoted(id)) cannot be used for a new entry: it is empty or in use")
        }
    }

    private func refusal(_ message: String) -> RecordError {
        var error = RecordError(.editFailed, message)
        error.pointer = "/validation_overrides"
        return error
    }
}

extension Timestamp {
    fileprivate var wholeSecond: RecordTime { RecordTime(Timestamp(seconds: seconds)) }
}
