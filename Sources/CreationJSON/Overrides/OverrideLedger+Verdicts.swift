extension OverrideLedger {
    /// The verdict on every entry at a moment, in file order.
    public func verdicts(now: Timestamp) -> [OverrideVerdict] {
        readings.map { verdict(on: $0, now: now) }
    }

    /// The indices of the overrides that hold at a moment, in file order.
    public func activeIndices(now: Timestamp) -> [Int] {
        readings.indices.filter { isActive(readings[$0], now: now) }
    }

    /// The overrides that hold at a moment, in file order.
    public func activeOverrides(now: Timestamp) -> [Override] {
        activeIndices(now: now).compactMap { override(at: $0) }
    }

    /// Whether some override of a class holds at a moment.
    public func isOverridden(problemClass: String, now: Timestamp) -> Bool {
        activeIndex(problemClass: problemClass, now: now) != nil
    }

    /// The index of the first override of a class that holds at a moment.
    public func activeIndex(problemClass: String, now: Timestamp) -> Int? {
        readings.firstIndex {
            guard let covered = $0.problemClass else { return false }
            return texts.has(problemClass.utf8, at: covered) && isActive($0, now: now)
        }
    }

    /// When the verdicts next change by themselves: the earliest expiry of an override that holds now; nil if never.
    public func nextExpiry(after now: Timestamp) -> Timestamp? {
        readings.compactMap { reading in
            guard case .override(.at(let end), _) = reading.shape, isActive(reading, now: now) else { return nil }
            return end
        }.min()
    }

    func verdict(on reading: OverrideReading, now: Timestamp) -> OverrideVerdict {
        switch reading.shape {
        case .malformed(let reason): return .malformed(reason)
        case .tombstone: return .tombstone(revokes: reading.target.map { texts[$0] })
        case .override(let deadline, _):
            if let index = revoker(of: reading) { return .revoked(by: readings[index].id.map { texts[$0] }) }
            switch deadline {
            case .never: return .active
            case .at(let end): return end > now ? .active : .expired(at: end)
            case .malformed: return .expired(at: nil)
            }
        }
    }

    private func isActive(_ reading: OverrideReading, now: Timestamp) -> Bool {
        guard case .override(let deadline, _) = reading.shape, deadline.isAfter(now) else { return false }
        return revoker(of: reading) == nil
    }
}

extension OverrideReading.Deadline {
    fileprivate func isAfter(_ now: Timestamp) -> Bool {
        switch self {
        case .never: true
        case .at(let end): end > now
        case .malformed: false
        }
    }
}
