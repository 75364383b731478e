import CreationTestSupport
import Foundation
import Testing

@Suite(
    "Whatever call fails, and wherever the program dies",
    .enabled(if: Tracing.program != nil, "set CREATION_JSON_TEST_STRACE to a strace"))
struct SystemCallFaultTests {
    /// The errors that a call may meet; one run for each call and error.
    private static let errors = ["EIO", "ENOSPC", "EACCES", "EMFILE"]

    @Test("the record is the old one or the new one, whole, and the answer says which", arguments: Tracing.actions)
    func everyError(_ action: Tracing.Action) async throws {
        let tracing = try await Tracing(action)
        var tried = 0
        for (call, count) in tracing.calls {
            for number in 1...count {
                for error in Self.errors {
                    guard let outcome = try await tracing.run(call, number, "error=\(error)") else { continue }
                    tried += 1
                    check(outcome, tracing, "\(action) \(call) #\(number) \(error)")
                }
            }
        }
        print("\(action): \(tried) failed calls")
        #expect(tried >= 76)
        try await healthyRun(tracing)
    }

    private func check(_ outcome: Tracing.Outcome, _ tracing: Tracing, _ what: String) {
        // A bulk tells of its failures among its results.
        let (status, text) = (outcome.ending.status, outcome.ending.errors + outcome.ending.output)
        let isNew = outcome.record == tracing.new
        #expect(isNew || outcome.record == tracing.old, "\(what): neither old nor new")
        if status == 0 {
            #expect(isNew, "\(what): success without the change")
        } else if isNew, tracing.new != tracing.old {
            // Only the directory's sync may fail after the change.
            #expect(text.contains("durability_unknown"), "\(what): a change that is called a failure: \(text)")
        }
        #expect([0, 1, 2, 5, 70, 74, 77].contains(status), "\(what): exit \(status) \(text)")
        #expect(!outcome.hasTemporary || what.contains("unlinkat"), "\(what): a temporary stays")
    }

    @Test(
        "SIGKILL at any call leaves the old record or the new one, and the next run sweeps up",
        arguments: Tracing.actions)
    func everyKill(_ action: Tracing.Action) async throws {
        let tracing = try await Tracing(action)
        var kills = 0
        for (call, count) in tracing.calls {
            for number in 1...count {
                guard let outcome = try await tracing.run(call, number, "signal=SIGKILL") else { continue }
                #expect(outcome.ending.status == 137)
                kills += 1
                let isWhole = outcome.record == tracing.old || outcome.record == tracing.new
                #expect(isWhole, "\(action) killed at \(call) #\(number): neither old nor new")
                try await healthyRun(tracing, keepingLeftovers: true)
            }
        }
        print("\(action): \(kills) kills")
        #expect(kills >= 19)
    }

    @Test("SIGINT and SIGTERM leave the old record or the new one, and no temporary", arguments: Tracing.actions)
    func everyInterruption(_ action: Tracing.Action) async throws {
        let tracing = try await Tracing(action)
        for signal in ["SIGINT", "SIGTERM"] {
            var interrupted = 0
            for (call, count) in tracing.calls {
                for number in 1...count {
                    guard let outcome = try await tracing.run(call, number, "signal=\(signal)") else { continue }
                    interrupted += 1
                    let what = "\(action) \(signal) at \(call) #\(number)"
                    #expect(
                        outcome.record == tracing.old || outcome.record == tracing.new, "\(what): neither old nor new")
                    #expect(!outcome.hasTemporary, "\(what): a temporary stays")
                    let expected: Set<Int32> = signal == "SIGINT" ? [0, 130] : [0, 143]
                    #expect(expected.contains(outcome.ending.status), "\(what): exit \(outcome.ending.status)")
                }
            }
            #expect(interrupted >= 19)
        }
    }

    /// Afterwards everything works, at once, and nothing is left over.
    private func healthyRun(_ tracing: Tracing, keepingLeftovers: Bool = false) async throws {
        if keepingLeftovers {
            try? FileManager.default.removeItem(atPath: tracing.folder.file("creation.json"))
            if let old = tracing.old { try tracing.folder.write(old) }
        } else {
            try Tracing.reset(tracing.folder, tracing.old)
        }
        let ending = try await Tracing.run(tracing.action, in: tracing.folder, under: nil)
        #expect(ending.status == 0, "\(tracing.action) afterwards: \(ending.errors)")
        #expect(tracing.folder.bytes("creation.json") == tracing.new)
        #expect(tracing.folder.bytes("creation.json.tmp") == nil)
    }
}
