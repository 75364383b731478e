import CreationTestSupport
import LosslessJSON
import Testing

@testable import CreationJSON

/// What a write may do (MIG-9, MIG-10, MIG-12, MIG-16, MIG-17).
@Suite struct WriteCheckTests {
    let schema = RecordSchema.creation

    private func sample(_ name: String = "run-1.8") throws -> JSONDocument {
        try JSONDocument(Fixtures.contents("records/\(name).json"))
    }

    private func edited(_ document: JSONDocument, _ pointer: JSONPointer, _ value: JSONValue?) throws -> JSONDocument {
        var copy = document
        if let value { try copy.set(value, at: pointer) } else { try copy.remove(at: pointer) }
        return copy
    }

    private func error(
        _ before: JSONDocument?, _ after: JSONDocument, policy: RecordPolicy = .standard
    ) throws -> RecordError? {
        let version = try schema.version(of: before ?? after)
        do {
            try schema.checkWrite(before: before, after: after, version: version, policy: policy)
            return nil
        } catch {
            return error
        }
    }

    // MARK: Policy

    @Test(
        arguments: [
            ("/created_at", "2027-01-01T00:00:00Z"), ("/created_by", "eve"), ("/level", "project"),
            ("/run_kind", "test"),
            ("/lims_project/uid", "other"), ("/lims_project/new", "x"), ("/template/version", "3"),
            ("/variables/operator", "eve"),
            ("/variables/added", "x"), ("/paths/nas", "//elsewhere"), ("/plugins_applied/0/status", "failed"),
            ("/schema_version", "1.9"),
        ] as [(JSONPointer, JSONValue)])
    func `A protected member may not change, and the error names the place`(pointer: JSONPointer, value: JSONValue)
        throws
    {
        let before = try sample()
        let after = try edited(before, pointer, value)
        let error = try error(before, after)
        #expect(error?.code == .policyViolation)
        let place = pointer == "/plugins_applied/0/status" ? "/plugins_applied/0" : pointer
        #expect(error?.pointer == place)
        #expect(try self.error(before, after, policy: .unrestricted) == nil)
    }

    @Test(
        arguments: ["/created_at", "/lims_project", "/template", "/variables", "/paths", "/schema_version", "/level"]
            as [JSONPointer])
    func `A protected member may not be removed`(pointer: JSONPointer) throws {
        let before = try sample()
        let error = try error(before, edited(before, pointer, nil))
        #expect(error?.code == .policyViolation)
        #expect(error?.pointer == pointer)
    }

    @Test func `An absent or null write-once member may be set, once`() throws {
        let full = try sample()
        let project = try #require(full["/lims_project"])
        let without = try edited(full, "/lims_project", nil)
        #expect(try error(without, edited(without, "/lims_project", project)) == nil)
        let null = try edited(full, "/lims_project", .null)
        #expect(try error(null, edited(null, "/lims_project", project)) == nil)
        #expect(try error(full, edited(full, "/lims_project", .null))?.pointer == "/lims_project")
    }

    @Test func `Another spelling of the same value is no change`() throws {
        let before = try edited(sample(), "/variables/n", 1)
        let after = try edited(before, "/variables/n", JSONDocument("10e-1").root)
        #expect(try error(before, after) == nil)
    }

    @Test func `What may change may change`() throws {
        let before = try sample()
        #expect(try error(before, edited(before, "/sync_status", "synced")) == nil)
        #expect(try error(before, edited(before, "/orchestrator", nil)) == nil)
        #expect(try error(before, edited(before, "/orchestrator/host", "other")) == nil)
    }

    @Test func `Append-only members grow at the end and nowhere else`() throws {
        let before = try sample("project-1.8-overrides")
        let entry: JSONValue = [
            "id": "x", "problem_class": "c", "operator": "o", "recorded_at": "2026-05-02T08:00:00Z", "reason": "r",
            "revoked": false,
        ]
        var longer = before
        try longer.append(entry, to: "/validation_overrides")
        #expect(try error(before, longer) == nil)

        var inFront = before
        try inFront.insert(entry, at: "/validation_overrides/0")
        #expect(try error(before, inFront)?.pointer == "/validation_overrides/0")
        for index in 0..<3 {
            let pointer = JSONPointer.root.appending("validation_overrides").appending(index)
            #expect(try error(before, edited(before, pointer, nil))?.pointer == pointer)
            let changed = try edited(before, pointer.appending("reason"), "rewritten")
            #expect(try error(before, changed)?.code == .policyViolation)
            #expect(try error(before, changed)?.pointer == pointer)
        }
        #expect(try error(before, edited(before, "/validation_overrides", nil))?.pointer == "/validation_overrides")
        #expect(try error(before, edited(before, "/validation_overrides", [:]))?.code == .policyViolation)
    }

    @Test func `An empty append-only member may go, and a longer one may come`() throws {
        let before = try sample()
        #expect(try error(before, edited(before, "/validation_overrides", nil)) == nil)
    }

    @Test func `What stands where a trail belongs stays as well, whatever it is`() throws {
        for trail in [["e": [["id": "1"]]], "precious", 1, false] as [JSONValue] {
            let before = try edited(sample(), "/validation_overrides", trail)
            for after in [nil, [], .null, ["e": [["id": "1"], ["id": "2"]]]] as [JSONValue?] {
                let error = try error(before, edited(before, "/validation_overrides", after))
                #expect(error?.code == .policyViolation)
                #expect(error?.pointer == "/validation_overrides")
            }
        }
        let empty = try edited(sample(), "/validation_overrides", .null)
        #expect(try error(empty, edited(empty, "/validation_overrides", [])) == nil)
    }

    @Test func `Records with very many variables are compared in linear time`() throws {
        func variables(_ last: JSONValue) throws -> JSONDocument {
            let members = (0..<15_000).map { "\"k\($0)\":0" } + ["\"last\":\(last)"]
            let text = "{" + members.joined(separator: ",") + "}"
            return try edited(sample(), "/variables", JSONDocument(Array(text.utf8)).root)
        }
        let (one, other) = (try variables(1), try variables(2))
        let began = ContinuousClock.now
        #expect(schema.writeOnceDifference(one, one) == nil)
        #expect(schema.writeOnceDifference(one, other) == "/variables")
        #expect(try error(one, other)?.pointer == "/variables/last")
        #expect(ContinuousClock.now - began < .seconds(20))
    }

    @Test func `A record with an audit trail is not removed without force`() throws {
        let error = #expect(throws: RecordError.self) { try schema.checkRemoval(of: sample("project-1.8-overrides")) }
        #expect(error?.code == .policyViolation)
        #expect(error?.pointer == "/validation_overrides")
        try schema.checkRemoval(of: sample("project-1.8-overrides"), policy: .unrestricted)
        try schema.checkRemoval(of: sample("run-1.8"))
    }

    // MARK: Values

    @Test func `A slip in a closed set is refused, with the set`() throws {
        let before = try sample()
        let error = try error(before, edited(before, "/sync_status", "synched"))
        #expect(error?.code == .invalidRecord)
        #expect(error?.pointer == "/sync_status")
        #expect(error?.expected == "one of “pending”, “synced”, “failed”, “blocked_by_validation”")
        #expect(error?.found == "“synched”")
        #expect(try self.error(before, edited(before, "/sync_status", "synched"), policy: .unrestricted) == nil)
    }

    @Test func `A value of a version to come is known in files of that version only`() throws {
        let now = try sample()
        #expect(try error(now, edited(now, "/sync_status", "cleaned"))?.pointer == "/sync_status")
        let newer = try sample("run-1.9-defaults-omitted")
        #expect(try error(newer, edited(newer, "/sync_status", "cleaned")) == nil)
        let newest = try sample("run-1.10-from-the-future")
        #expect(try error(newest, edited(newest, "/sync_status", "cleaned")) == nil)
        #expect(try error(newest, edited(newest, "/sync_status", "tidied"))?.pointer == "/sync_status")
    }

    @Test func `An unknown value that was there is nobody's slip`() throws {
        let before = try sample("run-1.10-from-the-future")
        #expect(try error(before, edited(before, "/orchestrator/host", "other")) == nil)
        let respelled = try edited(before, "/sync_status", JSONDocument(#""\u0061rchived""#).root)
        #expect(try error(before, respelled) == nil)
        #expect(try error(nil, before) == nil)
    }

    @Test func `A new record with a slip is refused`() throws {
        let record = try edited(sample(), "/level", "runn")
        #expect(try error(nil, record)?.pointer == "/level")
    }

    @Test(
        arguments: [
            ("/created_at", 5, "a time in UTC such as “2026-04-17T14:32:00Z”", "a number"),
            ("/created_by", .null, "a string", "null"),
            ("/template", "x", "an object", "a string"), ("/template/name", [], "a string", "an array"),
            ("/variables", [], "an object", "an array"), ("/plugins_applied", [:], "an array", "an object"),
            ("/plugins_applied/0", "x", "an object", "a string"),
            ("/plugins_applied/0/files_affected/0", 1, "a string", "a number"),
            ("/plugins_applied/0/isolation/exit_code", 1.5, "an integer", "a number"),
            ("/orchestrator/enabled", "yes", "a boolean", "a string"),
            ("/sync_status", .null, "one of “pending”, “synced”, “failed”, “blocked_by_validation”", "null"),
            (
                "/lims_project/cache_freshness_at_use", 7, "a time in UTC such as “2026-04-17T14:32:00Z” or null",
                "a number"
            ),
            ("/validation_overrides", .null, "an array", "null"),
        ] as [(JSONPointer, JSONValue, String, String)])
    func `A wrong type is named with its place, what was expected and what was found`(
        pointer: JSONPointer, value: JSONValue, expected: String, found: String
    ) throws {
        let error = try error(nil, edited(sample(), pointer, value))
        #expect(error?.code == .invalidRecord)
        #expect(error?.pointer == pointer)
        if pointer != "/sync_status" { #expect(error?.expected == expected) }
        #expect(error?.found == found)
    }

    @Test(
        arguments: [
            "/created_at", "/created_by", "/level", "/template", "/template/name", "/variables", "/paths", "/paths/nas",
            "/plugins_applied/0/plugin", "/orchestrator/label", "/lims_project/uid",
        ] as [JSONPointer])
    func `A missing required member is named`(pointer: JSONPointer) throws {
        let error = try error(nil, edited(sample(), pointer, nil))
        #expect(error?.code == .invalidRecord)
        #expect(error?.pointer == pointer)
        #expect(error?.found == "nothing")
    }

    @Test func `An unrestricted write needs a valid result, all of it, whatever was there before`() throws {
        let broken = try edited(sample(), "/template/name", nil)
        #expect(
            try error(broken, edited(broken, "/sync_status", "synced"), policy: .unrestricted)?.pointer
                == "/template/name")
        #expect(try error(broken, edited(broken, "/template/name", "mended"), policy: .unrestricted) == nil)
        let foreign = try edited(sample(), "/schema_version", "2.0")
        let before = try sample()
        #expect(try error(before, foreign, policy: .unrestricted)?.code == .schemaMajorMismatch)
    }

    // MARK: Entries and diagnostics

    @Test(
        arguments: [
            (5, "/validation_overrides/0"), ([:], "/validation_overrides/0/revoked"),
            (["revoked": "no"], "/validation_overrides/0/revoked"),
            (
                [
                    "revoked": true, "id": "t", "revokes": 5, "operator": "o", "recorded_at": "2026-05-02T08:00:00Z",
                    "reason": "r",
                ],
                "/validation_overrides/0/revokes"
            ),
            (
                [
                    "revoked": false, "id": "t", "problem_class": "c", "operator": "o",
                    "recorded_at": "2026-05-02T08:00:00Z",
                ],
                "/validation_overrides/0/reason"
            ),
            (
                [
                    "revoked": false, "id": "t", "problem_class": "c", "operator": "o",
                    "recorded_at": "2026-05-02T08:00:00Z",
                    "reason": "r",
                    "expires_at": 5,
                ], "/validation_overrides/0/expires_at"
            ),
        ] as [(JSONValue, JSONPointer)])
    func `Writing an entry that nobody can read is refused, finding one is not`(entry: JSONValue, pointer: JSONPointer)
        throws
    {
        let before = try sample()
        var after = before
        try after.append(entry, to: "/validation_overrides")
        let error = try error(before, after)
        #expect(error?.code == .invalidRecord)
        #expect(error?.pointer == pointer)
        #expect(try self.error(before, after, policy: .unrestricted) == nil)

        let findings = try schema.validate(after.root, version: schema.version(of: after))
        #expect(findings.map(\.severity) == [.warning])
        #expect(findings.first?.pointer.starts(with: "/validation_overrides/0") == true)
        #expect(try self.error(after, edited(after, "/sync_status", "synced")) == nil)
    }

    @Test func `A new unknown member beside known ones is a diagnostic, an old one is not`() throws {
        let before = try edited(sample(), "/old", 1)
        var after = try edited(before, "/new", 1)
        try after.set(2, at: "/old")
        try after.set("x", at: "/orchestrator/colour")
        let findings = try schema.checkWrite(before: before, after: after, version: schema.currentVersion)
        #expect(findings.map(\.kind) == [.unknownMember, .unknownMember])
        #expect(Set(findings.map(\.pointer)) == ["/new", "/orchestrator/colour"])
    }

    @Test func `A time that is no moment is a warning where it is new`() throws {
        let after = try edited(sample(), "/created_at", "yesterday")
        let findings = try schema.checkWrite(before: nil, after: after, version: schema.currentVersion)
        #expect(findings.map(\.kind) == [.malformedTimestamp])
        #expect(findings.first?.pointer == "/created_at")
    }

    @Test func `A plugin status of another program is a diagnostic`() throws {
        let before = try sample()
        var after = before
        let run: JSONValue = ["plugin": "p", "version": "1", "files_affected": [], "status": "odd"]
        try after.append(run, to: "/plugins_applied")
        let findings = try schema.checkWrite(before: before, after: after, version: schema.currentVersion)
        #expect(findings.map(\.kind) == [.unknownValue])
        #expect(findings.first?.pointer == "/plugins_applied/1/status")
    }

    @Test func `From 1.5 on a record without its LIMS project is a soft finding`() throws {
        for (version, isExempt) in [("1.4", true), ("1.5", false), ("1.8", false), ("1.10", false)] {
            var document = try edited(sample(), "/lims_project", nil)
            try document.set(.string(version), at: "/schema_version")
            let findings = try schema.validate(document.root, version: schema.version(of: document))
            #expect(findings.map(\.kind) == (isExempt ? [] : [.missingRecommended]))
            #expect(findings.allSatisfy { $0.pointer == "/lims_project" && $0.severity == .warning })
        }
    }
}
