/// How the tool ends.
package struct ExitStatus: RawRepresentable, Hashable, Sendable {
    /// The number the shell sees.
    package let rawValue: Int32

    /// The status with this number.
    package init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// Done, or nothing to do.
    package static let done = ExitStatus(rawValue: 0)
    /// The answer is no: items failed, findings, a class is not covered, a difference.
    package static let answeredNo = ExitStatus(rawValue: 1)
    /// The command line was not understood.
    package static let usage = ExitStatus(rawValue: 64)
    /// A fault of this program.
    package static let internalError = ExitStatus(rawValue: 70)
    /// Reading or writing failed.
    package static let inputOutput = ExitStatus(rawValue: 74)

    /// One line of the table that `help exit-codes` prints and that decides every exit status.
    struct Row: Sendable {
        var status: Int32
        var codes: [String]
        var meaning: String
    }

    /// The table of CLI-30.
    static let table: [Row] = [
        Row(status: 0, codes: [], meaning: "done, or nothing had to change"),
        Row(
            status: 1, codes: [],
            meaning: "bulk: some items failed; audit: findings; overrides check: a class is not covered; "
                + "diff: different"),
        Row(status: 2, codes: ["not_found"], meaning: "the record or its directory is missing"),
        Row(
            status: 3, codes: ["concurrency_conflict", "already_exists"],
            meaning: "somebody else was first; read again, then decide"),
        Row(status: 4, codes: ["schema_major_mismatch"], meaning: "the record has another major version, or none"),
        Row(status: 5, codes: ["lock_timeout"], meaning: "another program held the record's lock all the time"),
        Row(status: 6, codes: ["gate_rejected"], meaning: "a condition (--only-if...) did not hold"),
        Row(
            status: 7, codes: ["malformed_json", "duplicate_key", "invalid_record", "limit_exceeded"],
            meaning: "the record, or what it would become, is not valid"),
        Row(status: 8, codes: ["policy_violation"], meaning: "a field that may not change would have changed"),
        Row(
            status: 9, codes: ["edit_failed", "merge_ambiguous", "outside_root"],
            meaning: "the edit cannot be made: nothing at that pointer, or the wrong kind of value"),
        Row(status: 64, codes: ["usage"], meaning: "the command line was not understood"),
        Row(
            status: 70, codes: ["reentrant_update", "internal_error"],
            meaning: "a fault of this program, or a change under 'lock --shared'"),
        Row(
            status: 74, codes: ["io_error", "durability_unknown", "storage_error"],
            meaning: "the system or the object store failed"),
        Row(status: 77, codes: ["permission_denied"], meaning: "permission or credentials refused"),
    ]

    /// The status for an error code; an unknown code is a fault of this program.
    package static func of(code: String) -> ExitStatus {
        let row = table.first { $0.codes.contains(code) }
        return ExitStatus(rawValue: row?.status ?? ExitStatus.internalError.rawValue)
    }

    /// The status a shell gives for an end by this signal.
    package static func signal(_ number: Int32) -> ExitStatus {
        ExitStatus(rawValue: 128 + number)
    }
}
