import CreationJSON
import CreationTestSupport
import Foundation
import LosslessJSON
import Testing

@testable import CreationCLI

/// CLI-61: what `audit` says about a record, by its bytes alone.
@Suite struct RecordJudgeTests {
    /// One file of `Fixtures/cli/audit`.
    struct Case {
        let bytes: [UInt8]
        let now: Timestamp
        let schema: String
        let findings: [[String?]]

        init(_ name: String) throws {
            let path = "\(Fixtures.directory)/cli/audit/\(name)"
            let document = try JSONDocument([UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))).root
            bytes =
                try document["text"]?.stringValue.map { Array($0.utf8) } ?? Array(#require(document["record"]).bytes)
            now = try #require(document["now"]?.stringValue.flatMap(Timestamp.init(utc:)))
            schema = try #require(document["schema"]?.stringValue)
            findings = try #require(document["findings"]?.arrayValue).map { finding in
                ["kind", "severity", "pointer"].map { finding[$0]?.stringValue }
            }
        }

        func judge() -> Judgement {
            schema == "hook" ? RecordJudge(.hook, now: now).judge(bytes) : RecordJudge(.creation, now: now).judge(bytes)
        }
    }

    static let cases = Fixtures.names(in: "cli/audit")

    @Test(arguments: cases)
    func aRecordHasTheFindingsOfItsFixture(_ name: String) throws {
        let fixture = try Case(name)
        let findings = fixture.judge().findings
        #expect(
            findings.map { [$0.kind.rawValue, $0.severity.rawValue, $0.pointer?.description] } == fixture.findings)
    }

    @Test func everyKindThatARecordCanHaveIsInAFixture() throws {
        let found = Set(try Self.cases.flatMap { try Case($0).findings.compactMap { $0[0] } })
        let ofFiles: Set<AuditKind> = [.unreadable, .leftoverTemporary, .runWithoutRecord, .linkedFolder]
        #expect(found == Set(AuditKind.allCases.filter { !ofFiles.contains($0) }.map(\.rawValue)))
    }

    @Test(arguments: Fixtures.names(in: "json/reject").filter { !$0.hasSuffix(".error.json") })
    func whatTheParserRejectsIsMalformed(_ name: String) throws {
        let path = "\(Fixtures.directory)/json/reject/\(name)"
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        let now = Timestamp(seconds: 0)
        #expect(RecordJudge(.creation, now: now).judge(bytes).findings.map(\.kind) == [.malformed])
    }

    @Test func messagesAndAdviceAreOneLine() throws {
        for name in Self.cases {
            for finding in try Case(name).judge().findings {
                #expect(!finding.message.isEmpty && !finding.message.contains("\n"), "\(name)")
                #expect(!finding.advice.isEmpty && !finding.advice.contains("\n"), "\(name)")
                #expect(finding.message.utf8.count < 400, "\(name)")
            }
        }
    }

    @Test func noProgramIsMadeForARecordWithoutAVersion() throws {
        let names = ["no-version.json", "foreign-major.json"]
        let findings = try names.map { try #require(Case($0).judge().findings.first) }
        #expect(
            findings.map(\.advice) == [
                "if it is a record, add it: `creation-json mutate RECORD --force --set /schema_version=VERSION`",
                "read and change it with a program made for that version",
            ])
    }

    @Test func theMomentDecidesAboutAnOverride() throws {
        let fixture = try Case("override-expired.json")
        let early = RecordJudge(.creation, now: fixture.now.advanced(by: .seconds(-1))).judge(fixture.bytes)
        #expect(early.findings.isEmpty)
        let late = RecordJudge(.creation, now: fixture.now.advanced(by: .seconds(2))).judge(fixture.bytes)
        #expect(late.findings.map(\.kind) == [.overrideExpired, .overrideExpired])
    }
}
