extension OverrideLedger {
    /// What somebody should look at, in file order. It does not depend on the moment.
    public var diagnostics: [OverrideDiagnostic] {
        var holders: [ExactText: Holder] = [:]
        holders.reserveCapacity(readings.count)
        var isRepeated = [Bool](repeating: false, count: readings.count)
        for (index, reading) in readings.enumerated() {
            guard let id = reading.id.map({ ExactText(texts[$0]) }) else { continue }
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
            if isRepeated[index], let id = reading.id { add(.duplicateID, texts[id]) }
            switch reading.shape {
            case .malformed(let reason): add(.malformedEntry, reason.description)
            case .override(let deadline, let hasRevokes):
                if case .malformed = deadline { add(.malformedExpiry) }
                if hasRevokes { add(.revokesOnOverride) }
            case .tombstone:
                guard let target = reading.target.map({ texts[$0] }) else {
                    add(.tombstoneWithoutTarget)
                    continue
                }
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
