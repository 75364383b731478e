/// Something that a validation found out about a run.
public struct ValidationFinding: Codable, Hashable, Sendable {
    /// The class of the finding, which overrides name.
    public var rule: String
    /// Whether it holds back the data.
    public var tier: FindingTier
    /// A sentence for the operator.
    public var message: String

    /// A finding of this class.
    public init(rule: String, tier: FindingTier, message: String = "") {
        self.rule = rule
        self.tier = tier
        self.message = message
    }
}

/// Whether a finding holds back the data. A tier that is not known here does, as a hard one (spec OVR-12).
public struct FindingTier: OpenValue {
    /// The text of the tier.
    public let rawValue: String
    /// The tier with this text.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Holds back the data unless an override covers it.
    public static let hard = FindingTier(rawValue: "hard")
    /// Is reported, no more.
    public static let soft = FindingTier(rawValue: "soft")
}

/// Decides whether data may sync: blocked if some hard finding has no active override of its class (spec OVR-12).
public struct PreSyncGate: Sendable {
    /// What the validation found.
    public let findings: [ValidationFinding]

    /// The gate for these findings.
    public init(_ findings: [ValidationFinding]) {
        self.findings = findings
    }

    /// The decision for a record at a moment.
    public func verdict(for record: CreationRecord, now: Timestamp) -> PreSyncVerdict {
        verdict(for: OverrideLedger(record.validationOverrides), now: now)
    }

    /// The decision for the entries of a record at a moment; linear in entries and findings.
    public func verdict(for ledger: OverrideLedger, now: Timestamp) -> PreSyncVerdict {
        var coverage: [ExactText: Override] = [:]
        for entry in ledger.activeOverrides(now: now) where coverage[ExactText(entry.problemClass)] == nil {
            coverage[ExactText(entry.problemClass)] = entry
        }
        var verdict = PreSyncVerdict()
        for finding in findings where finding.tier != .soft {
            if let cover = coverage[ExactText(finding.rule)] {
                verdict.covered.append(.init(finding: finding, override: cover))
            } else {
                verdict.blocking.append(finding)
            }
        }
        return verdict
    }
}

/// What the gate decided, and why.
public struct PreSyncVerdict: Hashable, Sendable {
    /// A hard finding that was let through, and the override that covered it.
    public struct Covered: Hashable, Sendable {
        /// The finding.
        public let finding: ValidationFinding
        /// The first active override of its class.
        public let override: Override
    }

    /// The findings that hold back the data, in the order given.
    public internal(set) var blocking: [ValidationFinding] = []
    /// The hard findings that were let through, in the order given.
    public internal(set) var covered: [Covered] = []

    /// Whether the data may sync.
    public var isEligible: Bool { blocking.isEmpty }
}
