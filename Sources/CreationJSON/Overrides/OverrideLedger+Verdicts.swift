extension OverrideLedger {
    /// The verdict on every entry at a moment, in file order.
    public func verdicts(now: Timestamp) -> [OverrideVerdict] {
        readings.map { verdict(on: $0, now: now) }
    }

    /// The indices of the overrides that hold at a moment, in file order.
    public func activeIndices(now: Timestamp) -> [Int] {
        readings.indices.filter { verdict(on: readings[$0], now: now) == .active }
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
            return ExactText(covered) == ExactText(problemClass) && verdict(on: $0, now: now) == .active
        }
    }

    /// When the verdicts next change by themselves: the earliest expiry of an override that holds now; nil if never.
    public func nextExpiry(after now: Timestamp) -> Timestamp? {
        readings.compactMap { reading in
            guard case .override(_, .at(let end), _) = reading.shape, verdict(on: reading, now: now) == .active else {
                return nil
            }
            return end
        }.min()
    }

    func verdict(on reading: OverrideReading, now: Timestamp) -> OverrideVerdict {
        switch reading.shape {
        case .malformed(let reason, _): return .malformed(reason)
        case .tombstone(let target): return .tombstone(revokes: target)
        case .override(_, let expiry, _):
            if let id = reading.id, let index = revocations[ExactText(id)] { return .revoked(by: readings[index].id) }
            switch expiry {
            case .never: return .active
            case .at(let end): return end > now ? .active : .expired(at: end)
            case .malformed: return .expired(at: nil)
            }
        }
    }
}

extension OverrideReading {
    /// The class that an override covers; nil for everything else.
    var problemClass: String? {
        if case .override(let problemClass, _, _) = shape { problemClass } else { nil }
    }
}
