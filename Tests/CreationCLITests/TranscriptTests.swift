import CreationTestSupport
import Foundation
import Testing

/// Help texts, results and error messages of the real binary, word for word.
///
/// `CREATION_JSON_RECORD=1 swift test --filter TranscriptTests` writes down what the binary says now; read the
/// difference before you keep it.
@Suite struct TranscriptTests {
    static let directory = URL(fileURLWithPath: Fixtures.directory + "/cli")
    static let files: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? [])
        .filter { $0.hasSuffix(".transcript") }.sorted()

    @Test func thereAreTranscripts() {
        #expect(Self.files.count >= 10)
    }

    @Test(arguments: files)
    func theBinarySaysWhatTheTranscriptSays(_ file: String) async throws {
        let url = Self.directory.appendingPathComponent(file)
        var transcript = Transcript(String(decoding: try Data(contentsOf: url), as: UTF8.self))
        #expect(!transcript.steps.isEmpty)
        let shell = try Shell()
        defer { shell.remove() }
        let records = ProcessInfo.processInfo.environment["CREATION_JSON_RECORD"] != nil
        for index in transcript.steps.indices {
            let step = transcript.steps[index]
            let lines = Transcript.lines(of: try await shell.run(step.command))
            if records {
                transcript.steps[index].expected = lines
            } else {
                #expect(lines == step.expected, "\(file): $ \(step.command)")
            }
        }
        if records { try Data(transcript.text.utf8).write(to: url) }
    }
}
