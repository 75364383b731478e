import CreationJSON
import CreationTestSupport
import Foundation
import Testing

@testable import CreationCLI

/// CLI-64: the page of `audit --html`, as text.
@Suite struct AuditPageTests {
    private let tree: AuditPageTree

    init() throws { tree = try AuditPageTree() }

    @Test func everyRecordHasARowAndIsCounted() async throws {
        let page = try await tree.page()
        #expect(page.components(separatedBy: "<tr><td data-v=").count - 1 == 7)
        #expect(page.contains("<li class=\"plain\"><b>6</b> records</li>"))
        #expect(page.contains("<li class=\"error\"><b>2</b> errors</li>"))
        for (status, count) in [("pending", 2), ("synced", 1), ("unknown", 1)] {
            #expect(page.contains("<th scope=\"row\">\(status)</th>"), "\(status)")
            #expect(page.contains("title=\"\(status): \(count)\""), "\(status)")
        }
    }

    @Test func theInstrumentIsTheLabelOrTheFolderAboveTheProject() async throws {
        let page = try await tree.page()
        for (instrument, count) in [("CONFOCAL_01", 3), ("Confocal &lt;2&gt;", 1), ("SEM", 1)] {
            let row = try #require(
                page.components(separatedBy: "<th scope=\"row\">\(instrument)</th>").dropFirst().first)
            #expect(row.prefix(400).contains("<td class=\"number\">\(count)</td>"), "\(instrument)")
        }
    }

    @Test func nothingFromARecordOrANameIsMarkup() async throws {
        let page = try await tree.page()
        #expect(!page.contains("<script>alert"))
        #expect(!page.contains("<b>evil"))
        #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;\\u{202e}"))
        #expect(page.contains("Runs/<wbr>&lt;b&gt;evil&amp;&#39;&quot;\\n"))
        #expect(!page.unicodeScalars.contains { $0 == "\u{202E}" || $0 == "\u{1B}" })
    }

    @Test func thePageNeedsNothingFromElsewhere() async throws {
        let page = try await tree.page()
        for needed in ["http://", "https://", "src=", "href=", "@import", "url("] { #expect(!page.contains(needed)) }
        #expect(page.contains("Content-Security-Policy\" content=\"default-src 'none';"))
        #expect(page.components(separatedBy: "<script>").count == 2)
    }

    @Test func thePageAppearsWholeOrNotAtAll() async throws {
        let file = tree.folder.file("page.html")
        try "before".write(toFile: file, atomically: false, encoding: .utf8)
        #expect(await runTool(["audit", Argument(tree.root), "--html", Argument(file), "--quiet"]).status == 1)
        #expect(try String(contentsOfFile: file, encoding: .utf8).hasSuffix("</html>\n"))
        #expect(try tree.folder.names() == ["page.html", "tree"])
        let answer = await runTool([
            "audit", Argument(tree.root), "--html", Argument(tree.folder.file("none/page.html")),
        ])
        #expect(answer.status == 2)
        #expect(answer.output == "")
    }

    @Test func manyInstrumentsShareABar() {
        let instruments = Dictionary(uniqueKeysWithValues: (0..<40).map { ("I\(100 + $0)", ["synced": 40 - $0]) })
        let bars = AuditPage.bars(instruments)
        #expect(bars.count == 12)
        #expect(bars.first?.name == "I100")
        #expect(bars.last?.name == "29 others")
        #expect(bars.reduce(0) { $0 + $1.count } == (1...40).reduce(0, +))
    }
}

/// A small tree with something of everything, for the tests of the page.
struct AuditPageTree {
    let folder: TemporaryFolder
    var root: String { folder.file("tree") }

    init() throws {
        folder = try TemporaryFolder()
        let good = try String(contentsOfFile: Fixtures.directory + "/records/run-1.8.json", encoding: .utf8)
        try put("P/Runs/A", good)
        try put("P/Runs/B", good.replacing("\"pending\"", with: "\"synced\""))
        try put(
            "P/Runs/C",
            good.replacing("\"pending\"", with: "\"<script>alert(1)</script>\u{202E}\"").replacing(
                "\"label\"", with: "\"equipment_label\": \"Confocal <2>\", \"label\""))
        try put("P/Runs/D", good.replacing("CONFOCAL_01", with: "SEM").replacing("\"asmith\"", with: "7"))
        try put(
            "P/Runs/E",
            good.replacing("\"1.8\"", with: "\"1.7\"").replacing("\"pending\"", with: "\"blocked_by_validation\""))
        try put("P/Runs/<b>evil&'\"\n", "{")
        try FileManager.default.createDirectory(atPath: root + "/P/Runs/F", withIntermediateDirectories: true)
    }

    private func put(_ run: String, _ text: String) throws {
        let place = "\(root)/\(run)/.exlab-wizard"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        try text.write(toFile: place + "/creation.json", atomically: false, encoding: .utf8)
    }

    /// Makes the page, and answers with its text.
    func page() async throws -> String {
        let file = folder.file("page.html")
        _ = await runTool(["audit", Argument(root), "--html", Argument(file), "--now", "2026-06-01T00:00:00Z"])
        return try String(contentsOfFile: file, encoding: .utf8)
    }
}
