import Foundation

/// The command line tool as a process, from its start to its end.
enum ProcessRows {
    static var scenarios: [Scenario] {
        [
            Scenario("process-mutate", "`mutate --set` as a process", mutate)
        ]
    }

    private static func mutate(_ bench: Bench) throws -> [Row] {
        let tool = try bench.tool()
        let path = try Workspace.newRecord(named: "ours", in: bench.workspace.disk)
        var turn = 0
        let ours = {
            turn += 1
            let value = turn % 2 == 0 ? "pending" : "synced"
            return try seconds([tool, "mutate", path, "--set", "/sync_status=\(value)"])
        }
        return [try beside(floor: bench, ours), try beside(shell: bench, ours)]
    }

    private static func beside(floor bench: Bench, _ ours: @escaping () throws -> Double) throws -> Row {
        let goal = Row.Goal.atMost(2)
        guard let program = try FloorProgram.build(in: bench.workspace) else {
            return Row(
                "process-mutate", against: "floor in C", .milliseconds, goal, missing: "there is no C compiler here")
        }
        let path = try Workspace.newRecord(named: "floor", in: bench.workspace.disk)
        let (own, reference) = try medians(
            rounds: 150, ours: ours, reference: { try seconds([program.path, path]) })
        return Row(
            "process-mutate", ours: own, reference: reference,
            against: program.isStatic ? "floor in C, static" : "floor in C", .milliseconds, goal)
    }

    private static func beside(shell bench: Bench, _ ours: @escaping () throws -> Double) throws -> Row {
        let (against, goal) = ("flock + jq + mv", Row.Goal.timesFaster(4))
        guard let shell = Tools.find("sh"), Tools.find("jq") != nil, Tools.find("flock") != nil else {
            return Row(
                "process-mutate-shell", against: against, .milliseconds, goal, missing: "jq or flock is not here")
        }
        let path = try Workspace.newRecord(named: "shell", in: bench.workspace.disk)
        let script = "jq '.sync_status = \"synced\"' \"$0\" > \"$0.tmp\" && mv \"$0.tmp\" \"$0\""
        let command = [shell, "-c", "exec flock \"$0.lock\" \(shell) -c '\(quoted(script))' \"$0\"", path]
        let (own, reference) = try medians(rounds: 60, ours: ours, reference: { try seconds(command) })
        return Row(
            "process-mutate-shell", ours: own, reference: reference, against: against, .milliseconds, goal)
    }

    private static func quoted(_ text: String) -> String { text.replacing("'", with: "'\\''") }

    /// Seconds from the start of a process to its end.
    private static func seconds(_ command: [String]) throws -> Double {
        let start = monotonicSeconds()
        let status = try Child.run(command, quiet: true)
        let seconds = monotonicSeconds() - start
        guard status == 0 else { throw Failure("\(command.joined(separator: " ")) ended with \(status)") }
        return seconds
    }
}
