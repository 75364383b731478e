import Testing

/// What the caller of the tool ignores, and what a program that the tool runs is started with (CLI-27, CLI-50).
@Suite struct DispositionTests {
    static let record = "cp $RECORDS/run-1.8.json run.json; "
    static let ignored = "grep SigIgn /proc/self/status"
    /// Signals 1 to 28; the C library uses higher ones itself.
    static let ordinary = " | tail -c 8"

    @Test func aCallerWhoIgnoresItsChildrenStillLearnsHowTheProgramEnded() async throws {
        let shell = try Shell()
        defer { shell.remove() }
        let answer = try await shell.run(
            Self.record + "env --ignore-signal=CHLD creation-json lock run.json -- sh -c 'echo ran; exit 3'")
        #expect(answer == Shell.Answer(output: "ran\n", errors: "", status: 3))
    }

    @Test(arguments: ["env", "env --ignore-signal=PIPE --ignore-signal=XFSZ"])
    func aProgramUnderALockIgnoresWhatTheCallerIgnores(_ caller: String) async throws {
        let shell = try Shell()
        defer { shell.remove() }
        let before = try await shell.run("\(caller) \(Self.ignored)" + Self.ordinary)
        let under = try await shell.run(
            Self.record + "\(caller) creation-json lock run.json -- \(Self.ignored)" + Self.ordinary)
        #expect(before.status == 0)
        #expect(under == before)
    }

    @Test(arguments: ["env", "env --ignore-signal=PIPE --ignore-signal=XFSZ"])
    func theCompanionIgnoresWhatTheCallerIgnores(_ caller: String) async throws {
        let shell = try Shell()
        defer { shell.remove() }
        let before = try await shell.run("\(caller) \(Self.ignored)" + Self.ordinary)
        let companion = try await shell.run(
            """
            cp "$(command -v creation-json)" .
            printf '#!/bin/sh\\nexec \(Self.ignored)\\n' > creation-json-s3; chmod +x creation-json-s3
            \(caller) ./creation-json inspect s3://bucket/key
            """ + Self.ordinary)
        #expect(companion == before)
    }

    /// A limit on the size of files is like a full disk: the call fails, and the tool says why.
    @Test func aFileThatMayNotGrowLargerLeavesTheOldRecordAndNoTemporary() async throws {
        let shell = try await StreamTests.large()
        defer { shell.remove() }
        let sum = try await shell.run("sha256sum large.json")
        let answer = try await shell.run(
            "ulimit -f 64; exec creation-json mutate large.json --set /sync_status=synced --output json")
        #expect(answer.status == 74)
        #expect(answer.output.isEmpty)
        let message = "cannot replace large.json: File too large (errno 27)"
        #expect(answer.errors == #"{"error":{"code":"io_error","message":"\#(message)","path":"large.json"}}"# + "\n")
        #expect(try await shell.run("ls").output == "large.json\nlarge.json.lock\n")
        #expect(try await shell.run("sha256sum large.json") == sum)
    }

    @Test func resultsThatMayNotGrowLargerAreAnErrorToo() async throws {
        let shell = try await StreamTests.large()
        defer { shell.remove() }
        let answer = try await shell.run("ulimit -f 64; exec creation-json inspect large.json > results")
        #expect(answer.status == 74)
        #expect(answer.errors == "creation-json: cannot write the results: File too large\n")
    }
}
