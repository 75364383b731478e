import CreationJSON
import Testing

@testable import CreationCLI

/// CLI-62: which names a sweep looks for.
@Suite struct AuditNamesTests {
    private func meaning(_ name: String, _ patterns: [String] = []) -> AuditNames.Meaning {
        AuditNames(patterns: patterns.map { Array($0.utf8) }).meaning(of: Array(name.utf8))
    }

    @Test(arguments: [
        ("creation.json", AuditNames.Meaning.record), ("creation.json.tmp", .temporary),
        ("creation.json.8f3a.tmp", .temporary), ("creation.jsonabc.tmp", .temporary), ("creation.json.lock", .nothing),
        ("Creation.json", .nothing), ("creation.json2", .nothing), (".tmp", .nothing), ("creation.tmp", .nothing),
        ("x.creation.json", .nothing), ("", .nothing),
    ])
    func recordsAndTheirTemporariesAreToldApart(_ name: String, _ expected: AuditNames.Meaning) {
        #expect(meaning(name) == expected)
    }

    @Test func patternsReplaceTheUsualName() {
        #expect(meaning("a.json", ["*.json"]) == .record)
        #expect(meaning("creation.json", ["hook?.json"]) == .nothing)
        #expect(meaning("hook1.json", ["x", "hook?.json"]) == .record)
        #expect(meaning("hook1.json.tmp", ["hook?.json"]) == .temporary)
        #expect(meaning("run-1.json.tmp", ["run-*"]) == .temporary)
        #expect(meaning("run-1.json.lock", ["run-*"]) == .nothing)
    }

    @Test(arguments: [
        ("a*b*c", "abc", true), ("a*b*c", "axxbyybzzc", true), ("a*b*c", "acb", false), ("*", "", true),
        ("*a", "aaa", true), ("**", "x", true), ("?", "", false), ("??", "ab", true), ("a", "", false),
        ("*.json", "creation.json", true), ("*.json", "creation.jsonx", false),
    ])
    func starsAndQuestionMarksStandForBytes(_ pattern: String, _ name: String, _ fits: Bool) {
        #expect(RecordNames(patterns: [Array(pattern.utf8)]).matches(Array(name.utf8)) == fits)
    }

    @Test(arguments: [
        ("/d/Runs/R1", "/d/Runs/R1", false), ("/d/TestRuns/T/", "/d/TestRuns/T/", false),
        ("Runs/R1/.exlab-wizard", "Runs/R1", true),
    ])
    func foldersOfRunsAreKnownByTheirPlace(_ path: String, _ run: String, _ holdsRecord: Bool) throws {
        let found = try #require(AuditNames.run(of: Array(path.utf8)[...]))
        #expect(String(decoding: found.path, as: UTF8.self) == run)
        #expect(found.holdsRecord == holdsRecord)
    }

    @Test(arguments: [
        "/d/Runs", "/d/runs/R1", "/d/Runs/R1/data", "Runs/.cache", "R1", "/", "", "/d/MyRuns/R1", "Runs/.exlab-wizard",
    ])
    func otherFoldersAreNot(_ path: String) {
        #expect(AuditNames.run(of: Array(path.utf8)[...]) == nil)
    }

    @Test func timesAreGivenAsDatesMomentsOrAges() throws {
        let now = try #require(Timestamp(utc: "2026-04-17T14:32:00Z"))
        let cases = [
            ("2026-04-01", "2026-04-01T00:00:00Z"), ("2026-04-01T10:00:00Z", "2026-04-01T10:00:00Z"),
            ("30m", "2026-04-17T14:02:00Z"), ("12h", "2026-04-17T02:32:00Z"), ("7d", "2026-04-10T14:32:00Z"),
            ("2w", "2026-04-03T14:32:00Z"), ("0s", "2026-04-17T14:32:00Z"),
        ]
        for (text, moment) in cases {
            #expect(Timestamp(changedSince: text, now: now) == Timestamp(utc: moment), "\(text)")
        }
        for text in ["", "d", "-1d", "7", "7y", "yesterday", "2026-13-01", "99999999999999999999d", "1.5h"] {
            #expect(Timestamp(changedSince: text, now: now) == nil, "\(text)")
        }
    }
}
