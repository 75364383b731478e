extension OverrideLedger {
    /// What somebody should look at, in file order. It does not depend on the moment.
    public var diagnostics: [OverrideDiagnostic] {
        var holders: [ExactText: Holder] = [:]
        holders.reserveCapacity(readings.count)
        var isRepeated = [Bool](repeating: false, count: readings.count)
        for (index, reading) in readings.enumerated() {
            guard let id = reading.id.map(ExactText.init) else { continue }
            var holder = holders[id] ?? Holder()
            if reading.isReadable {
                isRepeated[index] = holder.isReadable
                holder.isReadable = true
            }
            if case .tombstone = reading.shape {} else { holder.isMoreThanTombstone = true }
            holders[id] = holder
        }

        var result: [OverrideDiagnostic] = []
        for (index, reading) in readings.enumerated() {
            func add(_ kind: OverrideDiagnostic.Kind, _ detail: String = "") {
                result.append(OverrideDiagnostic(kind: kind, index: index, detail: detail))
            }
            if isRepeated[index], let id = reading.id { add(.duplicateID, id) }
            switch reading.shape {
            case .malformed(let reason, _): add(.malformedEntry, reason.description)
            case .override(_, let expiry, let hasRevokes):
                if case .malformed = expiry { add(.malformedExpiry) }
                if hasRevokes { add(.revokesOnOverride) }
            case .tombstone(nil): add(.tombstoneWithoutTarget)
            case .tombstone(let target?):
                switch holders[ExactText(target)] {
                case nil: add(.orphanTombstone, target)
                case let holder?: if !holder.isMoreThanTombstone { add(.tombstoneOnTombstone, target) }
                }
            }
        }
        return result
    }

    /// What is known about an identifier.
    private struct Holder {
        var isReadable = false
        var isMoreThanTombstone = false
    }
}
