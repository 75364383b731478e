// What a coverage-guided fuzzer asks of CreationJSON: versions, migration, validation, typed records, policy, overrides.
//
// The input is a record, or two with a NUL between them: the one before and the one after. A broken promise ends the
// process, and the fuzzer keeps the input that did it.

@testable import CreationJSON
@testable import LosslessJSON

private let schema = RecordSchema<CreationRecord>.creation
private let limits = JSONLimits(maximumDepth: 200, maximumSize: 1 << 20)

/// Tries one input; the name and the shape are libFuzzer's.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    let texts = input.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false).map { Array($0) }
    let records = texts.compactMap { try? JSONDocument($0, limits: limits) }.compactMap(checkMigration)
    for record in records {
        checkValidation(record)
        checkOverrides(record.document.root)
    }
    checkHook(texts[0])
    if records.count > 1 { checkPolicy(records[0], records[1]) }
    return 0
}

/// Raising a record adds defaults and the version, drops what was withdrawn, and nothing else; twice is once.
private func checkMigration(_ document: JSONDocument) -> MigratedRecord? {
    guard let raised = try? schema.migrated(document) else { return nil }
    precondition(raised.found <= raised.version, "a record is never lowered")
    if !raised.raised { precondition(raised.document.bytes == document.bytes, "nothing to raise, and yet a change") }
    guard let again = try? schema.migrated(raised.document), let once = try? JSONDocument(raised.document.bytes),
        let twin = try? schema.migrated(document)
    else { preconditionFailure("what was raised cannot be read") }
    precondition(once.root == raised.document.root, "the tape is not that of the bytes")
    precondition(again.document.bytes == raised.document.bytes && !again.raised, "raising twice")
    precondition(twin.document.bytes == raised.document.bytes, "two readings differ")
    if let before = document.root.objectValue, let after = raised.document.root.objectValue { keeps(before, after) }
    guard let completed = try? schema.completed(document), let twice = try? schema.completed(completed) else {
        preconditionFailure("a record that cannot be completed")
    }
    precondition(twice.bytes == completed.bytes, "completing twice")
    return raised
}

/// Whether everything of one object is in the other, at every depth.
private func keeps(_ before: JSONObject, _ after: JSONObject, isRoot: Bool = true) {
    for (key, value) in before {
        if isRoot, key == "schema_version" || key == "lims_status" { continue }
        guard let kept = after[key] else { preconditionFailure("raising lost a member") }
        keeps(value, kept)
    }
}

private func keeps(_ before: JSONValue, _ after: JSONValue) {
    if let old = before.objectValue, let new = after.objectValue {
        keeps(old, new, isRoot: false)
    } else if let old = before.arrayValue, let new = after.arrayValue {
        precondition(old.count == new.count, "raising lost an element")
        for (one, other) in zip(old, new) { keeps(one, other) }
    } else {
        precondition(before.bytes == after.bytes, "raising changed a value")
    }
}

/// The quick look and the thorough one agree, and what is valid can be decoded, encoded and merged without a change.
private func checkValidation(_ record: MigratedRecord) {
    let root = record.document.root
    let findings = schema.findings(root, version: record.version)
    let quick = schema.validate(root, version: record.version)
    precondition(quick.count == findings.count, "the quick look says \(quick), the thorough one \(findings)")
    guard let decoded = try? schema.decode(record.document) else {
        precondition(findings.contains { $0.severity == .error }, "a record without errors cannot be decoded")
        return
    }
    guard let encoded = try? schema.encode(decoded), let again = try? schema.encode(schema.decode(encoded)) else {
        preconditionFailure("a record that was decoded cannot be encoded and decoded")
    }
    precondition(again.bytes == encoded.bytes, "encoding twice")
    if let merged = try? record.document.merging(from: encoded, to: encoded) {
        precondition(merged.bytes == record.document.bytes, "a merge without a change changes")
    }
}

/// Document and types agree, nothing unreadable is active, time only ends overrides, and the gate follows them.
private func checkOverrides(_ record: JSONValue) {
    guard let ledger = try? OverrideLedger(record: record) else { return }
    _ = ledger.diagnostics.map { ($0.message, $0.pointer.description) }
    var active: Set<Int>?
    for year in stride(from: Int64(1_600_000_000), through: 2_000_000_000, by: 100_000_000) {
        let now = Timestamp(seconds: year)
        let verdicts = ledger.verdicts(now: now)
        let indices = ledger.activeIndices(now: now)
        precondition(verdicts.count == ledger.count)
        precondition(indices == verdicts.indices.filter { verdicts[$0] == .active })
        precondition(ledger.activeOverrides(now: now).count == indices.count, "an active entry that is none")
        if let active { precondition(active.isSuperset(of: indices), "time brought an override back") }
        active = Set(indices)
        for index in verdicts.indices {
            guard let entry = ledger.override(at: index) else {
                precondition(verdicts[index] != .active, "what is no override is active")
                continue
            }
            let covered = indices.contains { other in
                ledger.override(at: other).map { Array($0.problemClass.utf8) == Array(entry.problemClass.utf8) } ?? false
            }
            precondition(ledger.isOverridden(problemClass: entry.problemClass, now: now) == covered)
            let verdict = PreSyncGate([ValidationFinding(rule: entry.problemClass, tier: .hard)])
                .verdict(for: ledger, now: now)
            precondition(verdict.isEligible == covered, "the gate does not follow the overrides")
        }
        guard let entries = record["validation_overrides"],
            let typed = try? DocumentDecoder(hook: schema.scalars).decode([OverrideEntry].self, from: entries)
        else { continue }
        let names = OverrideLedger(typed).verdicts(now: now).map(\.name)
        precondition(names == verdicts.map(\.name), "the types say \(names), the document \(verdicts)")
    }
}

/// What was there of an append-only list is still there, wherever the policy has no objection.
private func checkPolicy(_ before: MigratedRecord, _ after: MigratedRecord) {
    let (old, new) = (before.document.root, after.document.root)
    precondition(PolicyCheck.breach(before: old, after: old, object: schema.root) == nil, "no change is a breach")
    guard PolicyCheck.breach(before: old, after: new, object: schema.root) == nil else { return }
    for name in ["validation_overrides", "plugins_applied"] {
        guard let trail = old[name]?.arrayValue, !trail.isEmpty else { continue }
        guard let later = new[name]?.arrayValue else { preconditionFailure("a trail that is gone is no breach") }
        precondition(later.count >= trail.count && zip(trail, later).allSatisfy { $0 == $1 }, "a trail that changed")
    }
    for name in ["created_at", "created_by", "level", "run_kind", "lims_project", "template", "variables", "paths"] {
        guard let once = old[name], !once.isNull else { continue }
        precondition(new[name] == once, "what is written once changed")
    }
}

/// The second kind of record, with its unions.
private func checkHook(_ text: [UInt8]) {
    let schema = RecordSchema<HookDefinition>.hook
    guard let document = try? JSONDocument(text, limits: limits), let record = try? schema.decode(document) else { return }
    guard let encoded = try? schema.encode(record), let merged = try? document.merging(from: encoded, to: encoded) else {
        return
    }
    precondition(merged.bytes == document.bytes, "a merge without a change changes")
}
