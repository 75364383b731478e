internal import CreationJSON
internal import LosslessJSON

/// Judges one record by its bytes: no file, no clock, no lock. A good record costs little more than its parse.
struct RecordJudge<Record: Codable & Sendable>: Sendable {
    /// What the record is held against.
    let schema: RecordSchema<Record>
    /// The moment that overrides are asked about.
    let now: Timestamp
    private let hasOverrides: Bool

    init(_ schema: RecordSchema<Record>, now: Timestamp) {
        self.schema = schema
        self.now = now
        hasOverrides = schema.name == RecordSchema.creation.name
    }

    /// Everything there is to say, and the record where it could be read.
    func judge(_ bytes: [UInt8]) -> Judgement {
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(bytes)
        } catch {
            return Judgement(findings: [.malformed(error)])
        }
        var judgement = Judgement(document: document)
        do throws(RecordError) {
            let version = try schema.version(of: document)
            judgement.version = version
            compare(version, &judgement)
            let faults = schema.validate(document.root, version: version)
            if !faults.isEmpty { judgement.findings += faults.compactMap { finding($0, version: version) } }
        } catch {
            judgement.findings.append(.refused(error))
            return judgement
        }
        if hasOverrides {
            if let status = document.root["sync_status"], status.isText(SyncStatus.blockedByValidation.rawValue) {
                judgement.findings.append(.blocked)
            }
            judgeOverrides(of: document, &judgement)
        }
        return judgement
    }

    private func compare(_ version: SchemaVersion, _ judgement: inout Judgement) {
        let current = schema.currentVersion
        if version < current {
            judgement.findings.append(
                AuditFinding(
                    .olderMinor, .info, "the record has version \(version), the current one is \(current)",
                    at: "/schema_version",
                    advice: "nothing has to be done: its next write raises it; `creation-json migrate` does so now"))
        } else if version > current {
            judgement.findings.append(
                AuditFinding(
                    .newerMinor, .info, "the record has version \(version), newer than \(current)",
                    at: "/schema_version",
                    advice: "nothing has to be done: what this program does not know is kept; update it to know more"))
        }
    }

    /// A fault as a finding; nil where the overrides' own findings say it better.
    private func finding(_ fault: SchemaFinding, version: SchemaVersion) -> AuditFinding? {
        let isOverride = hasOverrides && fault.pointer.tokens.first == "validation_overrides"
        let pointer = fault.pointer
        switch fault.kind {
        case .missingMember:
            return AuditFinding(
                .missingField, .error, fault.message, at: pointer,
                advice: "add it: `creation-json mutate RECORD --force --set \(pointer):=JSON`")
        case .missingRecommended:
            return AuditFinding(
                .missingField, .warning, fault.message, at: pointer,
                advice: "set it where it is known: `creation-json mutate RECORD --set \(pointer):=JSON`")
        case .unreadableElement where isOverride: return nil
        case .malformedTimestamp where isOverride && pointer.tokens.last == "expires_at": return nil
        case .unknownValue, .unknownVariant:
            let isNews = version > schema.currentVersion
            return AuditFinding(
                .invalid, isNews ? .info : .warning, fault.message, at: pointer,
                advice: isNews
                    ? "nothing has to be done: a newer program wrote it, and it is kept"
                    : "if it is a slip, mend it: `creation-json mutate RECORD --force --set \(pointer)=TEXT`")
        default:
            return AuditFinding(
                .invalid, fault.severity == .error ? .error : .warning, fault.message, at: pointer,
                advice: "mend it: `creation-json mutate RECORD --force --set \(pointer):=JSON`")
        }
    }
}

/// What is known about a record after a look at it.
struct Judgement: Sendable {
    /// What there is to say; empty for a good record.
    var findings: [AuditFinding] = []
    /// The record, where its text is JSON.
    var document: JSONDocument?
    /// Its version, where it has one that can be read.
    var version: SchemaVersion?
}

extension AuditFinding {
    /// What to do about bytes that no edit can mend, in a local file and elsewhere.
    static let restore = "restore it from a copy, or mend the text: `creation-json lock RECORD -- $EDITOR RECORD`"
    static let restoreObject =
        "restore it from a copy: `creation-json remove RECORD --force`, then `creation-json create RECORD --from COPY`"

    /// The finding about text that does not parse.
    fileprivate static func malformed(_ error: JSONError) -> AuditFinding {
        let place = error.line.flatMap { line in error.column.map { "line \(line), column \($0): " } } ?? ""
        return AuditFinding(
            .malformed, .error, place + clause(error.message), at: error.code == .duplicateKey ? error.pointer : nil,
            advice: restore)
    }

    /// The finding about a document that is no record of this schema.
    fileprivate static func refused(_ error: RecordError) -> AuditFinding {
        if error.code == .schemaMajorMismatch {
            return AuditFinding(
                .foreignMajor, .error,
                "the record has \(error.found ?? "another version"), expected \(error.expected ?? "another")",
                at: error.pointer,
                advice: error.found == "no version"
                    ? "if it is a record, add it: `creation-json mutate RECORD --force --set /schema_version=VERSION`"
                    : "read and change it with a program made for that version")
        }
        return AuditFinding(
            .invalid, .error, clause(error.message), at: error.pointer,
            advice: restore)
    }

    /// A sentence as it follows a colon.
    private static func clause(_ sentence: String) -> String {
        let text = sentence.last == "." ? sentence.dropLast() : Substring(sentence)
        return text.prefix(1).lowercased() + text.dropFirst()
    }

    /// The finding about a record whose data may not sync.
    fileprivate static let blocked = AuditFinding(
        .blockedByValidation, .warning, "its data may not sync: a validation holds it back",
        at: "/sync_status",
        advice: "mend the run, or let it pass: `creation-json overrides add RECORD --class C --operator O --reason R`")
}

extension JSONValue {
    /// Whether it is a string of this text.
    func isText(_ text: String) -> Bool {
        JSONString(self).map { $0 == text } ?? false
    }
}
