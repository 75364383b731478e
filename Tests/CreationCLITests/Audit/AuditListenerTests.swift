import CreationJSON
import CreationTestSupport
import Foundation
import Testing

@testable import CreationCLI

/// CLI-24, CLI-60, CLI-64: status and page of an audit are those of the whole tree, whoever reads the findings.
@Suite struct AuditListenerTests {
    private let folder: TemporaryFolder

    /// Old records, which are worth a remark each, and behind them one that is an error.
    init() throws {
        folder = try TemporaryFolder()
        let old = try String(contentsOfFile: Fixtures.directory + "/records/run-1.0.json", encoding: .utf8)
        for number in 1000..<1400 { try put("lab/\(number)", old) }
        try put("lab/last", "{")
    }

    private func put(_ place: String, _ text: String) throws {
        try FileManager.default.createDirectory(atPath: folder.file(place), withIntermediateDirectories: true)
        try folder.write(Array(text.utf8), to: place + "/creation.json")
    }

    private func expectWholePage() throws {
        let page = String(decoding: try folder.read("page.html"), as: UTF8.self)
        let rows = page.components(separatedBy: "<tr><td data-v=").count - 1
        #expect(rows == 401)
        let isCounted = page.contains("<b>401</b> records</li>")
        #expect(isCounted)
        #expect(page.suffix(8) == "</html>\n")
    }

    @Test(arguments: [[], ["--select", "/level", "--output", "text"]])
    func aReaderWhoLeavesChangesNeitherStatusNorPage(_ options: [String]) async throws {
        let errors = MemoryConsole()
        let console = Console(
            output: .init(
                isTerminal: false, hasColour: false, width: 80,
                write: { (_) throws(OutputFailure) in throw .closed }),
            errors: errors.console.errors, inputIsTerminal: false, read: { [] })
        let words = ["audit", folder.file("lab"), "--html", folder.file("page.html")] + options
        let status = await CommandLineTool().run(arguments: words.map { Argument($0) }, console: console)
        #expect(status == .answeredNo)
        #expect(errors.errors.hasPrefix("401 records: 1 error, "), "\(errors.errors)")
        try expectWholePage()
    }

    @Test func aRealReaderWhoLeavesDoesNotEither() async throws {
        let shell = try Shell()
        defer { shell.remove() }
        let answer = try await shell.run(
            """
            creation-json audit \(folder.path)/lab --html \(folder.path)/page.html --quiet | head -n 1 | wc -l
            echo ${PIPESTATUS[0]}
            """, shell: "/bin/bash")
        #expect(answer == Shell.Answer(output: "1\n1\n", errors: "", status: 0))
        try expectWholePage()
    }
}
