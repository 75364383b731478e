import CreationTestSupport
import Foundation
import Testing

@testable import CreationCLI

/// CLI-64 in a real browser, which `CREATION_JSON_TEST_CHROMIUM` names.
///
/// `CREATION_JSON_TEST_SCREENSHOTS` names the folder for the pictures; otherwise they go away with the test.
@Suite(
    .serialized,
    .enabled(if: Chromium.program != nil, "set CREATION_JSON_TEST_CHROMIUM to a Chromium"))
struct AuditPageBrowserTests {
    private let tree: AuditPageTree
    private let chromium: Chromium

    init() throws {
        tree = try AuditPageTree()
        chromium = Chromium(profile: tree.folder.file("profile"))
    }

    private func rows(_ view: String = "") async throws -> [Chromium.Row] {
        _ = try await tree.page()
        return try await chromium.rows(of: tree.folder.file("page.html") + view)
    }

    @Test func rowsStandInTheOrderOfThePathsAtFirst() async throws {
        let rows = try await rows()
        #expect(rows.map(\.run) == ["<b>evil&'\"\\n", "A", "B", "C", "D", "E", "F"])
        #expect(rows.allSatisfy { !$0.isHidden })
    }

    @Test func aColumnSortsBothWays() async throws {
        let up = try await rows("#sort=0").map(\.result)
        #expect(up == ["ok", "ok", "warning", "warning", "warning", "error", "error"])
        let down = try await rows("#sort=0&down=1").map(\.result)
        #expect(down == ["error", "error", "warning", "warning", "warning", "ok", "ok"])
    }

    @Test func aSearchLeavesTheRowsWithAllItsWords() async throws {
        let shown = try await rows("#search=sem").filter { !$0.isHidden }.map(\.run)
        #expect(shown == ["D"])
        let both = try await rows("#search=older_minor+CONFOCAL&sort=1").filter { !$0.isHidden }.map(\.run)
        #expect(both == ["E"])
        #expect(try await rows("#search=nothing+like+that").allSatisfy(\.isHidden))
    }

    @Test func theLeastResultHidesTheRest() async throws {
        let rows = try await rows("#least=3&sort=1&down=1").filter { !$0.isHidden }
        #expect(rows.map(\.result) == ["error", "error"])
        #expect(rows.map(\.run) == ["D", "<b>evil&'\"\\n"])
    }

    @Test func anAddressThatMeansNothingShowsEverything() async throws {
        #expect(try await rows("#sort=99&least=x&down=2&%%%").count == 7)
    }

    /// A click, a key and a choice do what the address does, and are kept in it.
    @Test func peopleCanSortAndSearch() async throws {
        let script = """
            document.querySelectorAll('#table th button')[0].click();
            document.querySelectorAll('#table th button')[0].click();
            const search = document.getElementById('search');
            search.value = 'runs';
            search.dispatchEvent(new Event('input'));
            const least = document.getElementById('least');
            least.value = '2';
            least.dispatchEvent(new Event('change'));
            document.title = location.hash + ' ' + document.getElementById('count').textContent;
            """
        let text = try await tree.page().replacing("</body>", with: "<script>\(script)</script></body>")
        let file = tree.folder.file("clicked.html")
        try text.write(toFile: file, atomically: false, encoding: .utf8)
        let dom = try await chromium.dom(of: file)
        #expect(dom.contains("<title>#sort=0&amp;down=1&amp;search=runs&amp;least=2 5 of 7 listed</title>"))
        #expect(dom.contains("aria-sort=\"descending\""))
    }

    /// Screenshots at two widths and on paper; nothing stands out over the edge.
    @Test(arguments: [1400, 480])
    func thePageFitsAWindow(_ width: Int) async throws {
        let script = "document.title = `${document.documentElement.scrollWidth} of ${innerWidth}`;"
        let text = try await tree.page()
        let file = tree.folder.file("measured.html")
        try text.replacing("</body>", with: "<script>\(script)</script></body>").write(
            toFile: file, atomically: false, encoding: .utf8)
        let dom = try await chromium.dom(of: file, width: width)
        let title = try #require(dom.components(separatedBy: "<title>").dropFirst().first?.prefix { $0 != "<" })
        let numbers = title.split(separator: " ").compactMap { Int($0) }
        #expect(numbers.count == 2 && numbers[0] <= numbers[1], "\(title)")
        let picture = try await chromium.picture(
            of: tree.folder.file("page.html"), name: "page-\(width).png", width: width)
        #expect(picture.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        #expect(picture.count > 20_000)
    }

    @Test func thePageGoesOntoPaper() async throws {
        _ = try await tree.page()
        let paper = try await chromium.paper(of: tree.folder.file("page.html"), name: "page.pdf")
        #expect(paper.starts(with: "%PDF".utf8))
        #expect(paper.count > 10_000)
    }
}

/// A browser without a window.
struct Chromium {
    static let program = ProcessInfo.processInfo.environment["CREATION_JSON_TEST_CHROMIUM"]

    /// A row of the table, as the browser shows it.
    struct Row {
        var run: String
        var result: String
        var isHidden: Bool
    }

    /// A folder for the browser's own files.
    let profile: String

    private func run(_ arguments: [String]) async throws -> String {
        let common = [
            "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
            "--disable-dev-shm-usage", "--user-data-dir=\(profile)",
        ]
        let ending = try await ChildProcess(#require(Self.program), common + arguments).ending()
        #expect(ending.status == 0, "\(ending.errors)")
        return ending.output
    }

    /// The document as it is after its script has run.
    func dom(of page: String, width: Int = 1400) async throws -> String {
        try await run(["--window-size=\(width),1000", "--dump-dom", "file://\(page)"])
    }

    /// The rows of the table in the order in which they stand.
    func rows(of page: String) async throws -> [Row] {
        let dom = try await dom(of: page)
        let body = try #require(dom.components(separatedBy: "<tbody>").first { $0.contains("data-name=\"Path\"") })
        let table = try #require(body.components(separatedBy: "</tbody>").first)
        return table.components(separatedBy: "<tr").dropFirst().map { row in
            func text(between start: String, and end: String) -> String {
                row.components(separatedBy: start).dropFirst().first?.components(separatedBy: end).first ?? ""
            }
            let path = text(between: "data-name=\"Path\">", and: "</td>").replacing("<wbr>", with: "")
                .replacing("/.exlab-wizard/creation.json", with: "").replacing("&lt;", with: "<")
                .replacing("&gt;", with: ">").replacing("&amp;", with: "&").replacing("&quot;", with: "\"")
            let result = text(between: "class=\"badge ", and: "\"")
            return Row(
                run: path.components(separatedBy: "Runs/").last ?? "", result: result,
                isHidden: row.prefix { $0 != ">" }.contains("hidden"))
        }
    }

    /// A picture of the page, kept where `CREATION_JSON_TEST_SCREENSHOTS` says.
    func picture(of page: String, name: String, width: Int) async throws -> [UInt8] {
        let file = place(name)
        _ = try await run(["--window-size=\(width),1800", "--screenshot=\(file)", "file://\(page)"])
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
    }

    /// The page as it is printed.
    func paper(of page: String, name: String) async throws -> [UInt8] {
        let file = place(name)
        _ = try await run(["--no-pdf-header-footer", "--print-to-pdf=\(file)", "file://\(page)"])
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
    }

    private func place(_ name: String) -> String {
        let folder = ProcessInfo.processInfo.environment["CREATION_JSON_TEST_SCREENSHOTS"]
        return "\(folder ?? (profile as NSString).deletingLastPathComponent)/\(name)"
    }
}
