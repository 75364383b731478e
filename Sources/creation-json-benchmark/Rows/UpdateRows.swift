import CreationJSON
import Foundation

/// One writer, one record: what an update and a snapshot cost beside the kernel's floor.
enum UpdateRows {
    static var scenarios: [Scenario] {
        [
            Scenario("update-durable", "one durable update on the disk, beside the same system calls raw", durable),
            Scenario("update-durable-async", "what the change of thread adds to it", durableAsync),
            Scenario("update-tmpfs", "one update without syncing, in memory", inMemory),
            Scenario("snapshot-tmpfs", "one locked snapshot, in memory", snapshot),
        ]
    }

    private static func durable(_ bench: Bench) throws -> [Row] {
        let path = try Workspace.newRecord(named: "ours", in: bench.workspace.disk)
        let floor = Floor(try Workspace.newRecord(named: "floor", in: bench.workspace.disk))
        let update = updater(SynchronousCreationWriter(), path)
        let (ours, reference) = try medians(
            rounds: 400, ours: { try secondsPerRepetition(1, update) },
            reference: { try secondsPerRepetition(1) { try floor.update(durable: true) } })
        return [Row("update-durable", ours: ours, reference: reference, against: "floor", .microseconds, .atMost(1.10))]
    }

    private static func durableAsync(_ bench: Bench) throws -> [Row] {
        let path = RecordPath(try Workspace.newRecord(named: "async", in: bench.workspace.disk))
        let update = updater(
            SynchronousCreationWriter(), try Workspace.newRecord(named: "sync", in: bench.workspace.disk))
        let writer = CreationWriter()
        let (ours, reference) = try medians(
            rounds: 200,
            ours: {
                try secondsPerRepetition(1) {
                    try blocking { _ = try await writer.update(at: path) { $0.syncStatus = other($0.syncStatus) } }
                }
            },
            reference: { try secondsPerRepetition(1, update) })
        return [
            Row(
                "update-durable-async", ours: ours, reference: reference, against: "the synchronous call",
                .microseconds,
                .none)
        ]
    }

    private static func inMemory(_ bench: Bench) throws -> [Row] {
        let goal = Row.Goal.atMost(2)
        guard let memory = bench.workspace.memory else {
            return [Row("update-tmpfs", against: "floor", .microseconds, goal, missing: "there is no tmpfs here")]
        }
        let path = try Workspace.newRecord(named: "ours", in: memory)
        let floor = Floor(try Workspace.newRecord(named: "floor", in: memory))
        let update = updater(SynchronousCreationWriter(CreationWriter(durability: .none)), path)
        let (ours, reference) = try medians(
            rounds: 200, ours: { try secondsPerRepetition(20, update) },
            reference: { try secondsPerRepetition(20) { try floor.update(durable: false) } })
        return [Row("update-tmpfs", ours: ours, reference: reference, against: "floor", .microseconds, goal)]
    }

    private static func snapshot(_ bench: Bench) throws -> [Row] {
        let (goal, peerGoal) = (Row.Goal.atMost(2), Row.Goal.timesFaster(15))
        guard let memory = bench.workspace.memory else {
            return [Row("snapshot-tmpfs", against: "floor", .microseconds, goal, missing: "there is no tmpfs here")]
        }
        let path = try Workspace.newRecord(named: "ours", in: memory)
        let recordPath = RecordPath(path)
        let floor = Floor(try Workspace.newRecord(named: "floor", in: memory))
        let writer = SynchronousCreationWriter()
        let ours = { try secondsPerRepetition(50) { keep(try writer.snapshot(at: recordPath)) } }
        let (own, reference) = try medians(
            rounds: 200, ours: ours, reference: { try secondsPerRepetition(50) { try floor.snapshot() } })
        var rows = [Row("snapshot-tmpfs", ours: own, reference: reference, against: "floor", .microseconds, goal)]

        let against = "Python, filelock's read lock"
        switch try bench.peer(needing: "msgspec", "filelock") {
        case .missing(let why):
            rows.append(Row("snapshot-tmpfs-python", against: against, .microseconds, peerGoal, missing: why))
        case .there(let python):
            let (own, reference) = try medians(
                rounds: 30, ours: ours, reference: { try python.seconds("snapshot", path, "50") })
            rows.append(
                Row(
                    "snapshot-tmpfs-python", ours: own, reference: reference, against: against, .microseconds, peerGoal)
            )
        }
        return rows
    }

    /// A body that changes one field back and forth.
    static func updater(_ writer: SynchronousCreationWriter, _ path: String) -> () throws -> Void {
        let path = RecordPath(path)
        return { try writer.update(at: path) { $0.syncStatus = other($0.syncStatus) } }
    }

    static func other(_ status: SyncStatus) -> SyncStatus { status == .pending ? .synced : .pending }
}

/// Runs asynchronous work and waits for it on this thread, which is not of Swift's pool.
func blocking<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) throws -> Result {
    let done = DispatchSemaphore(value: 0)
    let box = Box<Result>()
    Task.detached {
        do { box.result = .success(try await body()) } catch { box.result = .failure(error) }
        done.signal()
    }
    done.wait()
    guard let result = box.result else { throw Failure("the task gave no answer") }
    return try result.get()
}

// Unchecked, because the semaphore orders the one write before the one read.
private final class Box<Value>: @unchecked Sendable {
    var result: Result<Value, any Error>?
}
