internal import CreationJSON
internal import LosslessJSON

/// What an `audit` is asked for.
struct AuditRequest: Sendable {
    /// Which files are looked at.
    var names = AuditNames()
    /// Nil shows every kind.
    var kinds: Set<AuditKind>?
    /// The least that is shown.
    var severity = AuditSeverity.info
    /// Files changed before are not looked at.
    var since: Timestamp?
    /// The moment that overrides are asked about.
    var now = Timestamp.now
    /// The places whose values are shown beside each finding.
    var columns: [JSONPointer] = []
    /// Whether every record is wanted, with what the page shows of it.
    var wantsEveryRecord = false

    /// Whether a finding is to be shown and counted.
    func shows(_ finding: AuditFinding) -> Bool {
        finding.severity.rank >= severity.rank && kinds?.contains(finding.kind) ?? true
    }
}

/// What one file, or one folder, turned out to be.
struct AuditEntry: Sendable {
    /// Where it is.
    var path: RecordPath
    /// Whether it is a record, however broken; other files and folders are not counted.
    var isRecord = false
    /// What there is to say.
    var findings: [AuditFinding]
    /// The values at the places that were asked for, as JSON text; nil where there is none.
    var columns: [String?] = []
    /// What the page shows of a record.
    var facts: RecordFacts?
}

/// One delivery of the walk.
enum AuditItem: Sendable {
    /// A record that nothing is to be said about.
    case clean
    /// Something to show.
    case entry(AuditEntry)
    /// The root cannot be looked at.
    case failure(RecordError)
}
