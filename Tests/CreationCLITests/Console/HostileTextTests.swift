import CreationTestSupport
import Foundation
import Testing

@testable import CreationCLI

/// CLI-20: whatever stands in a record, a file name or an argument, a terminal gets harmless characters only.
@Suite struct HostileTextTests {
    /// ESC, a C1 introducer, a bidirectional override, an invisible letter, a bell and a line feed.
    static let evil = "\u{1B}]0;t\u{7}\u{9B}31m\u{202E}\u{200B}\n\u{2028}"
    static let json = #"\u001b]0;t\u0007"# + "\u{9B}31m\u{202E}\u{200B}\u{2028}" + #"\n"#
    static let name = "evil\u{1B}[31m\u{202E}\n.json"

    /// A record whose every free text is hostile; some of it raw, as JSON allows.
    static func record() throws -> String {
        let url = URL(fileURLWithPath: Fixtures.directory + "/records/project-1.8-overrides.json")
        return String(decoding: try Data(contentsOf: url), as: UTF8.self)
            .replacingOccurrences(of: "asmith", with: "asmith\(json)")
            .replacingOccurrences(of: "Vendor", with: "Vendor\(json)\(String(repeating: "long ", count: 2_000))")
            .replacingOccurrences(of: "mode_prefix_mismatch", with: "mode\(json)")
            .replacingOccurrences(of: "\"n\": 3500", with: "\"n\(json)\": 3500")
            .replacingOccurrences(of: "0b7c4c1e-", with: "\(json)0b7c4c1e-")
    }

    static func commands(in folder: TemporaryFolder) -> [[Argument]] {
        let file = Argument(folder.file(name))
        let other = Argument(folder.file("other\u{9B}.json"))
        let evil = Argument(evil)
        return [
            ["inspect", file], ["inspect", file, "/variables"], ["inspect", file, "--show-checksum"],
            ["inspect", file, evil], ["inspect", file, Argument("/\(Self.evil)")],
            ["overrides", "list", file], ["overrides", "list", file, "--output", "json"],
            ["overrides", "check", file, evil, "x"], ["overrides", "check", file, evil, "--output", "json"],
            ["overrides", "revoke", file, evil, "--operator", evil, "--reason", evil],
            ["overrides", "add", file, "--class", evil, "--operator", evil, "--reason", evil],
            ["diff", file, other], ["diff", file, other, "--output", "json"],
            ["mutate", file, "--set", Argument("/sync_status=\(Self.evil)")],
            ["mutate", file, "--set", "/sync_status=synced", "--dry-run"],
            ["mutate", file, "--remove", evil], ["mutate", file, "--json-patch", evil],
            ["mutate", file, "--set", "/sync_status=synced", "--output", "json"],
            ["mutate", file, "--only-if", "/created_by=x", "--set", "/sync_status=failed"],
            ["mutate", file, "--set", "/sync_status=nonsense", "--output", "json"],
            ["migrate", file], ["migrate", Argument(folder.path), "--name", "*"],
            ["migrate", Argument(folder.path), "--name", "*", "--output", "json"],
            ["merge", other, file, other], ["create", file, "--from", other], ["remove", file],
            ["inspect", Argument(folder.file("nowhere" + Self.evil))],
            ["bulk", Argument(folder.file("ops")), "--root", Argument(folder.path)],
            ["bulk", Argument(folder.file("ops")), "--root", Argument(folder.path), "--output", "json"], [evil],
            ["inspect", file, "x", evil],
            [Argument("--" + Self.evil)], ["help", evil],
            ["inspect", Argument(folder.file("broken" + Self.evil))],
            ["inspect", Argument(folder.file("broken" + Self.evil)), "--output", "json"],
        ]
    }

    /// The characters that a terminal must not get; the tool's own way to take its progress line away may stay.
    static func harm(in text: String) -> [String] {
        text.replacingOccurrences(of: "\r\u{1B}[K", with: "").unicodeScalars.filter {
            $0 != "\n" && !VisibleText.isHarmless($0)
        }.map { String($0.value, radix: 16) }
    }

    @Test func nothingRawReachesATerminalThroughAnyCommand() async throws {
        let folder = try TemporaryFolder()
        let record = try Self.record()
        try folder.write(Array(record.utf8), to: Self.name)
        try folder.write(
            Array(record.replacingOccurrences(of: "PROJ-0042", with: "X\(Self.json)").utf8), to: "other\u{9B}.json")
        try folder.write(Array("{\"a\(Self.evil)".utf8), to: "broken" + Self.evil)
        let operation = #"{"op":"update","path":"\#(Self.json)","merge_patch":{}}"#
        try folder.write(Array("\(operation)\n{\"\(Self.json)\":1}\n\(Self.evil)\n".utf8), to: "ops")
        for command in Self.commands(in: folder) {
            let answer = await runTool(command, width: 80)
            let shown = command.map(\.shown).joined(separator: " ")
            #expect(Self.harm(in: answer.output).isEmpty, "output of \(shown)")
            #expect(Self.harm(in: answer.errors).isEmpty, "errors of \(shown)")
            #expect(!answer.output.isEmpty || !answer.errors.isEmpty, "\(shown)")
        }
    }

    @Test func resultsForProgramsStayJSON() async throws {
        let folder = try TemporaryFolder()
        try folder.write(Array(try Self.record().utf8), to: Self.name)
        for command in [["overrides", "list"], ["migrate"], ["inspect"]] {
            let words = command.map { Argument($0) } + [Argument(folder.file(Self.name))]
            let answer = await runTool(words)
            #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) }
            let shown = await runTool(words + ["--output", "json"], width: 80)
            let plain = try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? NSObject
            #expect(try JSONSerialization.jsonObject(with: Data(shown.output.utf8)) as? NSObject == plain)
        }
    }
}
