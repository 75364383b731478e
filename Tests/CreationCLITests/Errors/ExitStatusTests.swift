import CreationJSON
import Testing

@testable import CreationCLI

/// CLI-30.
@Suite struct ExitStatusTests {
    @Test(
        arguments: [
            ("not_found", 2), ("concurrency_conflict", 3), ("already_exists", 3), ("schema_major_mismatch", 4),
            ("lock_timeout", 5), ("gate_rejected", 6), ("malformed_json", 7), ("duplicate_key", 7),
            ("invalid_record", 7), ("limit_exceeded", 7), ("policy_violation", 8), ("edit_failed", 9),
            ("merge_ambiguous", 9), ("outside_root", 9), ("usage", 64), ("reentrant_update", 70),
            ("internal_error", 70), ("something_new", 70), ("io_error", 74), ("durability_unknown", 74),
            ("storage_error", 74), ("permission_denied", 77),
        ] as [(String, Int32)])
    func everyCodeHasItsStatus(_ code: String, _ status: Int32) {
        #expect(ExitStatus.of(code: code).rawValue == status)
    }

    @Test func aSignalCountsFrom128() {
        #expect(ExitStatus.signal(15).rawValue == 143)
    }
}
