internal import CreationJSON
internal import LosslessJSON

extension RecordJudge {
    /// What there is to say about the entries of `validation_overrides`; nothing, in no time, where there are none.
    func judgeOverrides(of document: JSONDocument, _ judgement: inout Judgement) {
        guard let entries = document.root["validation_overrides"]?.arrayValue, !entries.isEmpty else { return }
        // Entries of older files have no identifiers of their own; raised, they have.
        guard let raised = try? schema.migrated(document).document,
            let ledger = try? OverrideLedger(record: raised.root)
        else { return }
        for (index, verdict) in ledger.verdicts(now: now).enumerated() {
            guard case .expired(let moment?) = verdict, let entry = ledger.override(at: index) else { continue }
            judgement.findings.append(expired(entry, at: index, since: moment, in: ledger))
        }
        judgement.findings += ledger.diagnostics.map(Self.finding)
    }

    private func expired(
        _ entry: Override, at index: Int, since moment: Timestamp, in ledger: OverrideLedger
    ) -> AuditFinding {
        let pointer = JSONPointer.root.appending("validation_overrides").appending(index)
        let subject = "the override of “\(entry.problemClass)” expired at \(moment)"
        if let other = ledger.activeIndex(problemClass: entry.problemClass, now: now) {
            return AuditFinding(
                .overrideExpired, .info, "\(subject); entry \(other) holds in its place", at: pointer,
                advice: "nothing has to be done: the entry stays as a trace")
        }
        return AuditFinding(
            .overrideExpired, .warning, subject, at: pointer,
            advice: "decide again: `creation-json overrides add RECORD --class C …`, "
                + "or close it: `creation-json overrides revoke RECORD \(entry.id) …`")
    }

    private static func finding(_ remark: OverrideDiagnostic) -> AuditFinding {
        switch remark.kind {
        case .orphanTombstone, .tombstoneWithoutTarget, .tombstoneOnTombstone:
            AuditFinding(
                .overrideOrphaned, .warning, remark.message, at: remark.pointer,
                advice: "look which override was meant (`creation-json overrides list RECORD`) and revoke that one")
        case .malformedExpiry:
            AuditFinding(
                .overrideMalformed, .warning, remark.message, at: remark.pointer.appending("expires_at"),
                advice: "add the override again with a time such as 2026-10-18T09:14:22Z")
        case .revokesOnOverride:
            AuditFinding(
                .overrideMalformed, .info, remark.message, at: remark.pointer,
                advice: "if it was to revoke, do so: `creation-json overrides revoke RECORD ID …`")
        default:
            AuditFinding(
                .overrideMalformed, .warning, remark.message, at: remark.pointer,
                advice: "add what was meant as an entry of its own: `creation-json overrides add RECORD …`")
        }
    }
}
