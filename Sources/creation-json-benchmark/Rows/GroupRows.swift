import CreationJSON
import Foundation

/// Many updates of one record in one process: they share holds and the cost of the disk.
enum GroupRows {
    static var scenarios: [Scenario] {
        [
            Scenario("update-group", "500 concurrent durable updates of one record, each", group)
        ]
    }
    private static let updates = 500

    private static func group(_ bench: Bench) throws -> [Row] {
        let path = RecordPath(try Workspace.newRecord(named: "ours", in: bench.workspace.disk))
        let floor = Floor(try Workspace.newRecord(named: "floor", in: bench.workspace.disk))
        let writer = CreationWriter()
        let ours = { try secondsPerRepetition(1) { try together(writer, path, updates) } / Double(updates) }
        let (own, reference) = try medians(
            rounds: 20, ours: ours, reference: { try secondsPerRepetition(20) { try floor.update(durable: true) } })
        var rows = [
            Row(
                "update-group", ours: own, reference: reference, against: "floor, one update", .microseconds,
                .atMost(0.05))
        ]
        let against = "SQLite, WAL, full sync"
        switch try bench.peer() {
        case .missing(let why):
            rows.append(Row("update-group-sqlite", against: against, .microseconds, .timesFaster(1), missing: why))
        case .there(let python):
            let database = bench.workspace.disk + "/peer.sqlite"
            let (own, reference) = try medians(
                rounds: 20, ours: ours, reference: { try python.seconds("sqlite", database, "50") })
            rows.append(
                Row(
                    "update-group-sqlite", ours: own, reference: reference, against: against, .microseconds,
                    .timesFaster(1)))
        }
        return rows
    }

    static func together(_ writer: CreationWriter, _ path: RecordPath, _ updates: Int) throws {
        try blocking {
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for _ in 0..<updates {
                    tasks.addTask {
                        try await writer.update(at: path) { $0.syncStatus = UpdateRows.other($0.syncStatus) }
                    }
                }
                try await tasks.waitForAll()
            }
        }
    }
}
