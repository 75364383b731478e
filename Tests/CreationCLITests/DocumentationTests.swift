import CreationJSON
import CreationTestSupport
import Foundation
import Testing

@testable import CreationCLI

/// What the pages say and what the tool does are one.
@Suite struct DocumentationTests {
    static func file(_ name: String) throws -> String {
        let root = Fixtures.directory.dropLast("/Fixtures".count)
        return String(decoding: try Data(contentsOf: URL(fileURLWithPath: root + "/" + name)), as: UTF8.self)
    }

    @Test func theReadmeShowsOverridesAsTheToolPrintsThem() throws {
        let readme = try Self.file("README.md")
        let transcript = Transcript(try Self.file("Fixtures/cli/overrides.transcript"))
        let step = try #require(transcript.steps.first { $0.command.contains("overrides list") })
        #expect(readme.contains("```\n$ \(step.command)\n\(step.expected.joined(separator: "\n"))\n```"))
    }

    @Test func theReadmeShowsAnAuditAsTheToolPrintsIt() throws {
        let readme = try Self.file("README.md")
        let transcript = Transcript(try Self.file("Fixtures/cli/audit.transcript"))
        let step = try #require(transcript.steps.first { $0.command == "creation-json audit lab --output text" })
        let shown = step.expected.filter { !$0.hasPrefix("[exit") }.map {
            $0.hasPrefix("! ") ? String($0.dropFirst(2)) : $0
        }
        #expect(shown.count > 10)
        #expect(readme.contains("```\n$ \(step.command)\n\(shown.joined(separator: "\n"))\n```"))
    }

    @Test func everyCommandLineInTheReadmeParses() throws {
        var lines = 0
        for line in try Self.file("README.md").split(separator: "\n") where line.hasPrefix("creation-json ") {
            let words = line.split(separator: "#")[0].split(separator: "|")[0].split(separator: " ").dropFirst()
            #expect(throws: Never.self) {
                try ArgumentParser.parse(words.map { Argument(String($0)) }, root: CommandTree.root)
            }
            lines += 1
        }
        #expect(lines >= 4)
    }

    /// An example that the guard on write-once fields refuses would be no example.
    @Test func theEditsThatAreShownCanBeMade() async throws {
        let readme = try Self.file("README.md").split(separator: "`").map(String.init)
        let lines = readme.filter { !$0.contains("\n") } + MutateCommand.definition.examples.map(\.line)
        let shown = lines.filter { $0.hasPrefix("creation-json mutate ") && !$0.contains("…") && !$0.contains("...") }
        #expect(shown.count >= 4)
        for line in shown {
            let folder = try TemporaryFolder()
            let file = try folder.write(Array(try Self.file("Fixtures/records/run-1.8.json").utf8))
            var words = line.split(separator: " ").dropFirst().map { Argument(String($0)) }
            words[1] = Argument(bytes: file.bytes)
            let answer = await runTool(words)
            #expect(answer.status == 0, "\(line): \(answer.errors)")
        }
    }

    /// CLI-30: the table of the page is the table of the code.
    @Test func thePageHasEveryExitStatusWithItsCodes() throws {
        let page = try Self.file("spec/command-line.md")
        for row in ExitStatus.table {
            let line = page.split(separator: "\n").first { $0.contains("| \(row.status) | ") }
            for code in row.codes { #expect(line?.contains("`\(code)`") == true, "\(row.status) \(code)") }
        }
    }

    /// CLI-51.
    @Test(arguments: ["creation", "hook"])
    func theSchemaThatIsPrintedIsTheOneInTheSpecification(_ kind: String) async throws {
        let printed = await runTool(["schema", Argument(kind)])
        #expect(printed.status == 0)
        #expect(printed.output == (try Self.file("spec/\(kind).schema.json")))
    }

    @Test func theManualPageHasEveryCommandAndTopic() {
        let page = ManualPage.lines().joined(separator: "\n")
        for command in CommandTree.root.subcommands where command.subcommands.isEmpty {
            #expect(page.contains(".SS \(ManualPage.escape(command.name))\n"))
        }
        for topic in Topics.all { #expect(page.contains(".SH \(ManualPage.escape(topic.name.uppercased()))\n")) }
        #expect(ManualPage.escape(".x-'\\") == "\\&.x\\-\\(aq\\e")
    }

    /// Every test and long run that the threat model relies on is there, under that name.
    @Test func whatHoldsTheThreatModelExists() throws {
        let root = Fixtures.directory.dropLast("/Fixtures".count)
        let sources = try FileManager.default.subpathsOfDirectory(atPath: root + "/Tests")
            .filter { $0.hasSuffix(".swift") }.map { try Self.file("Tests/" + $0) }.joined()
        var held = 0
        for rule in try Self.file("spec/threat-model.md").components(separatedBy: "- **THR-") {
            guard let start = rule.range(of: "Held by ") else { continue }
            let proof = rule[start.upperBound...].split(whereSeparator: \.isWhitespace).joined(separator: " ")
            for quoted in proof.matches(of: /“([^”]*)”/) {
                let name = quoted.output.1
                #expect(["\"\(name)\"", "`\(name)`", "func \(name)("].contains(where: sources.contains), "\(name)")
                held += 1
            }
            for run in proof.matches(of: /`(.ci[^`]*)`/).map(\.output.1) {
                #expect(FileManager.default.isExecutableFile(atPath: root + "/" + run), "\(run)")
            }
        }
        #expect(held > 30)
    }
}
