internal import LosslessJSON

/// How much a finding matters; `audit` ends with 1 from warnings up (CLI-60).
enum AuditSeverity: String, Sendable, Hashable, CaseIterable {
    case info
    case warning
    case error

    /// Its place, the worst last.
    var rank: Int {
        switch self {
        case .info: 0
        case .warning: 1
        case .error: 2
        }
    }

    /// The colour it is shown in.
    var style: Style {
        switch self {
        case .info: .quiet
        case .warning: .warning
        case .error: .bad
        }
    }
}

/// The kinds of findings, in the order the summary lists them (CLI-61).
enum AuditKind: String, Sendable, Hashable, CaseIterable {
    case unreadable
    case malformed
    case invalid
    case missingField = "missing_field"
    case foreignMajor = "foreign_major"
    case olderMinor = "older_minor"
    case newerMinor = "newer_minor"
    case blockedByValidation = "blocked_by_validation"
    case overrideExpired = "override_expired"
    case overrideOrphaned = "override_orphaned"
    case overrideMalformed = "override_malformed"
    case leftoverTemporary = "leftover_temporary"
    case runWithoutRecord = "run_without_record"
    case linkedFolder = "linked_folder"

    /// What it is, for the help page and the report.
    var summary: String {
        switch self {
        case .unreadable: "a record or a folder that cannot be read"
        case .malformed: "text that is not JSON, or has a key twice"
        case .invalid: "a value that the schema does not allow"
        case .missingField: "a field that is required, or expected"
        case .foreignMajor: "another major version, or none"
        case .olderMinor: "an older version; the next write raises it"
        case .newerMinor: "a newer version; what is unknown is kept"
        case .blockedByValidation: "data held back until somebody decides"
        case .overrideExpired: "an override whose time is over"
        case .overrideOrphaned: "a revocation that revokes nothing"
        case .overrideMalformed: "an entry that cannot be read, and never holds"
        case .leftoverTemporary: "what a writer left when it crashed"
        case .runWithoutRecord: "a folder of Runs/ or TestRuns/ with no record"
        case .linkedFolder: "a link to a folder, which is not followed"
        }
    }
}

/// One thing that `audit` has to say about one file.
struct AuditFinding: Sendable, Hashable {
    /// What kind of thing it is.
    var kind: AuditKind
    /// How much it matters.
    var severity: AuditSeverity
    /// The place in the record; nil where it is about the whole file.
    var pointer: JSONPointer?
    /// One plain sentence.
    var message: String
    /// What to do.
    var advice: String

    init(
        _ kind: AuditKind, _ severity: AuditSeverity, _ message: String, at pointer: JSONPointer? = nil, advice: String
    ) {
        self.kind = kind
        self.severity = severity
        self.message = message
        self.pointer = pointer
        self.advice = advice
    }
}
