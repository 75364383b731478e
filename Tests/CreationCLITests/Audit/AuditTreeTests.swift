import CreationTestSupport
import Foundation
import Testing

@testable import CreationCLI

/// CLI-60 to CLI-63: a sweep over a tree, as its user sees it.
@Suite struct AuditTreeTests {
    private let folder: TemporaryFolder
    private static let good =
        (try? String(contentsOfFile: Fixtures.directory + "/records/run-1.8.json", encoding: .utf8))

    init() throws { folder = try TemporaryFolder() }

    private func put(_ name: String, _ text: String? = Self.good) throws {
        let path = folder.file(name)
        let parent = (path as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        try #require(text).write(toFile: path, atomically: false, encoding: .utf8)
    }

    private func audit(_ options: String..., width: Int? = nil, colour: Bool = false) async -> (
        status: Int32, output: String, errors: String
    ) {
        await runTool(
            [Argument("audit"), Argument(folder.path)] + options.map { Argument($0) }, width: width, colour: colour)
    }

    private func lines(_ text: String) throws -> [[String: String]] {
        try text.split(separator: "\n").map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return try #require(object).compactMapValues { $0 as? String }
        }
    }

    @Test func aTreeOfGoodRecordsEndsWithNothing() async throws {
        for run in 0..<30 { try put("P/Runs/\(run)/.exlab-wizard/creation.json") }
        let answer = await audit()
        #expect(answer.status == 0)
        #expect(answer.output == "")
        #expect(answer.errors == "30 records: nothing found\n")
    }

    @Test func findingsComeInTheOrderOfThePathsEveryTime() async throws {
        for run in 0..<300 {
            let text = run % 3 == 0 ? "{" : run % 3 == 1 ? #"{"schema_version":"3.0"}"# : try #require(Self.good)
            try put("P\(run % 7)/Runs/\(100 + run)/.exlab-wizard/creation.json", text)
        }
        let first = await audit("--quiet")
        #expect(first.status == 1)
        let paths = try lines(first.output).map { try #require($0["path"]) }
        #expect(paths.count == 200)
        #expect(paths == paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        for _ in 0..<10 { #expect(await audit("--quiet").output == first.output) }
    }

    /// Neither a sidecar nor a changed time: nobody can tell that there was an audit.
    @Test func nothingIsLeftBehind() async throws {
        try put("a/creation.json")
        try put("b/creation.json", "{")
        try put("b/creation.json.lock", "")
        func state() throws -> [String] {
            let files = try #require(FileManager.default.enumerator(atPath: folder.path)).compactMap { $0 as? String }
            return try files.sorted().map { name in
                let attributes = try FileManager.default.attributesOfItem(atPath: folder.file(name))
                return
                    "\(name) \(String(describing: attributes[.modificationDate])) \(String(describing: attributes[.size]))"
            }
        }
        let before = try state()
        _ = await audit()
        #expect(try state() == before)
    }

    @Test func aRecordThatIsLockedIsReadAllTheSame() async throws {
        try put("creation.json")
        try put("creation.json.lock", "")
        let holder = try ChildProcess(
            "/usr/bin/flock", [folder.file("creation.json.lock"), "sh", "-c", "echo; sleep 60"])
        _ = await holder.firstOutput()
        let start = ContinuousClock.now
        #expect(await audit("--timeout", "0").errors == "1 record: nothing found\n")
        #expect(ContinuousClock.now - start < .seconds(30))
        holder.kill()
    }

    @Test func onATerminalLinesFitAndColoursEnd() async throws {
        try put("Runs/a/.exlab-wizard/creation.json", #"{"schema_version":"1.8","created_by":7}"#)
        try put("Runs/\(String(repeating: "x", count: 200))/.exlab-wizard/creation.json", "{")
        for columns in [[], ["--select", "/created_by,/schema_version"]] {
            let answer = await runTool(
                (["audit", folder.path] + columns).map { Argument($0) }, width: 80, colour: false)
            let findings = answer.output.split(separator: "\n").filter { $0.hasPrefix("  ") || !columns.isEmpty }
            #expect(!findings.isEmpty)
            for line in findings { #expect(DisplayWidth.of(line) <= 80, "\(line)") }
            #expect(!answer.output.contains("\u{1B}"))
        }
        let colourful = await audit(width: 80, colour: true)
        #expect(colourful.output.contains("\u{1B}[31merror\u{1B}[0m"))
        for line in colourful.output.split(separator: "\n") where line.contains("\u{1B}") {
            #expect(
                line.components(separatedBy: "\u{1B}[0m").count * 2 == line.components(separatedBy: "\u{1B}").count + 1)
        }
    }

    @Test func progressIsForTerminalsOnly() async throws {
        for run in 0..<50 { try put("\(run)/creation.json") }
        #expect(await audit(width: 80).errors.contains("records, "))
        #expect(await audit(width: 80).errors.contains("\r"))
        #expect(!(await audit().errors.contains("\r")))
        #expect(!(await audit("--quiet", width: 80).errors.contains("\r")))
    }

    @Test func theLeastSeverityDecidesTheStatusToo() async throws {
        try put("creation.json", String(contentsOfFile: Fixtures.directory + "/records/run-1.0.json", encoding: .utf8))
        #expect(await audit().status == 0)
        try put("creation.json.tmp", "")
        #expect(await audit().status == 1)
        #expect(await audit("--severity", "error").status == 0)
        #expect(await audit("--kind", "older_minor,newer_minor").status == 0)
    }

    @Test func aRootThatIsARecordCanBeTooOldToBeLookedAt() async throws {
        try put("creation.json", "{")
        let moment = Date(timeIntervalSinceReferenceDate: 0)
        try FileManager.default.setAttributes(
            [.modificationDate: moment], ofItemAtPath: folder.file("creation.json"))
        func audit(since: String) async -> (status: Int32, output: String, errors: String) {
            await runTool([Argument("audit"), Argument(folder.file("creation.json")), "--since", Argument(since)])
        }
        let old = await audit(since: "2001-01-02")
        #expect(old.status == 0)
        #expect(old.output == "")
        #expect(old.errors == "0 records: nothing found\n")
        #expect(await audit(since: "2001-01-01").status == 1)
    }

    /// A name of 255 bytes, texts of 10 kB, and everything that could move a cursor.
    @Test func hostileNamesAndTextsAreHarmless() async throws {
        let nasty = "\u{1B}[2J\u{202E}\u{7}\n\u{9B}31m"
        try put(
            "\(nasty)/creation.json",
            "{\"schema_version\":\"1.8\",\"level\":\"\(String(repeating: "x\u{202E}", count: 5000))\"}")
        try put("\(String(repeating: "é", count: 127))/creation.json", "[")
        let text = await audit("--select", "/level", width: 80)
        #expect(text.output.unicodeScalars.allSatisfy { $0 == "\n" || VisibleText.isHarmless($0) })
        let json = await audit()
        let findings = try lines(json.output)
        #expect(findings.contains { $0["path"]?.contains(nasty) == true })
        #expect(Set(findings.compactMap { $0["path"] }).count == 2)
    }
}
