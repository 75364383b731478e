import Foundation
import Testing

/// CLI-24: what happens when nobody reads the results, or they cannot be written.
@Suite struct StreamTests {
    static func large() async throws -> Shell {
        let shell = try Shell()
        let answer = try await shell.run(
            """
            { sed '$d' $RECORDS/run-1.8.json; echo ', "filler": ['; yes '"0123456789",' | head -n 100000; echo '1]}'; } \
            > large.json; touch large.json.lock
            """)
        #expect(answer.status == 0)
        return shell
    }

    @Test func aReaderWhoLeavesIsNoError() async throws {
        let shell = try await Self.large()
        defer { shell.remove() }
        let answer = try await shell.run(
            "creation-json inspect large.json | head -c 1; echo; echo ${PIPESTATUS[0]}", shell: "/bin/bash")
        #expect(answer == Shell.Answer(output: "{\n0\n", errors: "", status: 0))
    }

    @Test func aFullDiskIsOne() async throws {
        let shell = try await Self.large()
        defer { shell.remove() }
        let answer = try await shell.run("creation-json inspect large.json /level > /dev/full")
        #expect(answer.status == 74)
        #expect(answer.errors == "creation-json: cannot write the results: No space left on device\n")
    }

    @Test func closedStreamsAreErrorsAndNoOtherFileGetsTheirNumbers() async throws {
        let shell = try await Self.large()
        defer { shell.remove() }
        #expect(try await shell.run("creation-json inspect large.json >&-").status == 74)
        #expect(try await shell.run("creation-json inspect large.json /level 2>&-").output == "\"run\"\n")
        #expect(try await shell.run("creation-json bulk - <&-").status == 74)
    }

    @Test func theVersionNeedsNoFileNoThreadAndNoTerminal() async throws {
        let shell = try Shell()
        defer { shell.remove() }
        #expect(
            try await shell.run("creation-json --version")
                == .init(output: "creation-json 1.0.0\n", errors: "", status: 0))
    }
}
