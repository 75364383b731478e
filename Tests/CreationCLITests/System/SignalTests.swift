import CreationTestSupport
import Foundation
import Testing

/// CLI-25: a signal leaves the old record or the new one, no temporary, and a process that ended by that signal.
@Suite struct SignalTests {
    static let tool = BuiltProducts.path(of: "creation-json")

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func aSignalEndsTheWaitForALock(_ signal: Int32) async throws {
        let shell = try Shell()
        defer { shell.remove() }
        #expect(try await shell.run("cp $RECORDS/run-1.8.json run.json").status == 0)
        let holder = try ChildProcess(
            Self.tool, ["lock", "run.json", "--", "sh", "-c", "echo held; exec sleep 600"],
            directory: shell.directory.path)
        defer { holder.kill() }
        #expect(await holder.firstOutput() == "held\n")
        let waiter = try ChildProcess(
            Self.tool, ["mutate", "run.json", "--set", "/sync_status=synced"], directory: shell.directory.path)
        try await Task.sleep(for: .seconds(2))
        let start = ContinuousClock.now
        kill(waiter.pid, signal)
        let ending = await waiter.ending()
        #expect(ending.status == 128 + signal)
        #expect(ending.errors == "creation-json: interrupted; nothing was written\n")
        #expect(ContinuousClock.now - start < .seconds(120))
        kill(holder.pid, SIGTERM)
        #expect(await holder.ending().status == 128 + SIGTERM)
        #expect(try await shell.run("ls").output == "run.json\nrun.json.lock\n")
    }

    @Test func aSignalInTheMiddleOfManyWritesLeavesWholeRecordsAndNoTemporary() async throws {
        let shell = try Shell()
        defer { shell.remove() }
        #expect(try await shell.run("cp $RECORDS/run-1.8.json run.json; touch run.json.lock").status == 0)
        let lines = (0..<20_000).map { index in
            #"{"op":"update","path":"run.json","merge_patch":{"sync_status":"\#(index % 2 == 0 ? "synced" : "failed")"}}"#
        }
        try Data(lines.joined(separator: "\n").utf8).write(to: shell.directory.appendingPathComponent("ops"))
        for delay in [100, 200, 400] {
            let bulk = try ChildProcess(
                Self.tool, ["bulk", "ops", "--output", "json"], directory: shell.directory.path)
            try await Task.sleep(for: .milliseconds(delay))
            kill(bulk.pid, SIGTERM)
            let ending = await bulk.ending()
            #expect(ending.status == 128 + SIGTERM || ending.status == 0)
            #expect(try await shell.run("ls").output == "ops\nrun.json\nrun.json.lock\n")
            #expect(try await shell.run("creation-json inspect run.json /level").output == "\"run\"\n")
        }
    }

    /// Again and again, since the signal comes as soon as the program has begun, while the tool may still be starting it.
    @Test func theProgramUnderALockGetsTheSignalAndHasTheLastWord() async throws {
        let shell = try Shell()
        defer { shell.remove() }
        #expect(try await shell.run("cp $RECORDS/run-1.8.json run.json").status == 0)
        for _ in 0..<10 {
            let lock = try ChildProcess(
                Self.tool,
                [
                    "lock", "run.json", "--", "sh", "-c",
                    "trap 'exit 9' TERM; echo ready; n=0; while [ $n -lt 1200 ]; do sleep 0.05; n=$((n + 1)); done",
                ], directory: shell.directory.path)
            #expect(await lock.firstOutput() == "ready\n")
            kill(lock.pid, SIGTERM)
            let ending = await lock.ending()
            #expect(ending.status == 9, "\(ending.errors)")
        }
    }

    /// BULK-8: operations that were read while more were waited for are told as not attempted.
    @Test(arguments: ["-", "/dev/stdin"])
    func aBulkThatIsInterruptedAtItsInputTellsWhatItHadRead(_ input: String) async throws {
        let shell = try Shell()
        defer { shell.remove() }
        let operation = #"{"op":"update","path":"run.json","merge_patch":{"sync_status":"synced"}}"#
        let answer = try await shell.run(
            """
            cp $RECORDS/run-1.8.json run.json; mkfifo input
            creation-json bulk \(input) --output json < input & exec 3> input
            echo '\(operation)' >&3; sleep 2; kill -TERM $!; wait $!
            """)
        #expect(answer.status == 128 + SIGTERM)
        #expect(answer.output.hasPrefix(#"{"index":0,"path":"run.json","status":"failed","code":"not_attempted","#))
        // Behind it the shell may say that it was ended.
        #expect(answer.errors.hasPrefix(#"{"summary":{"succeeded":0,"failed":1,"not_attempted":1}}"# + "\n"))
        #expect(try await shell.run("ls").output == "input\nrun.json\n")
    }
}
