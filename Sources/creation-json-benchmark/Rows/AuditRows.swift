import Foundation

/// Sweeps over trees of records, warm.
enum AuditRows {
    static var scenarios: [Scenario] {
        [
            Scenario("audit-20000", "audit of 20,000 records", { try audit($0, records: 20_000) }),
            Scenario("audit-200000", "audit of 200,000 records", { try audit($0, records: 200_000) }),
            Scenario("audit-memory", "the peak of an audit, 200,000 records beside 20,000", memory),
        ]
    }

    private static func audit(_ bench: Bench, records: Int) throws -> [Row] {
        let root = try RecordTree.make(records: records, in: bench.workspace)
        let tool = try bench.tool()
        let name = "audit-\(records)"
        let ours = {
            let start = monotonicSeconds()
            let status = try Child.run([tool, "audit", root], quiet: true)
            guard status == 0 else { throw Failure("audit ended with \(status)") }
            return monotonicSeconds() - start
        }
        let rounds = records > 100_000 ? 5 : 15
        let (own, reference) = try medians(
            rounds: rounds, ours: ours,
            reference: {
                let start = monotonicSeconds()
                guard try FloorWalk.count(root) == records else { throw Failure("the walk missed records") }
                return monotonicSeconds() - start
            })
        var rows = [Row(name, ours: own, reference: reference, against: "C walk, one thread", .seconds, .atMost(0.8))]
        let against = "Python, msgspec"
        switch try bench.peer(needing: "msgspec") {
        case .missing(let why):
            rows.append(Row(name + "-python", against: against, .seconds, .timesFaster(2), missing: why))
        case .there(let python):
            let (own, reference) = try medians(
                rounds: max(3, rounds / 2), ours: ours, reference: { try python.seconds("walk", root) })
            rows.append(
                Row(name + "-python", ours: own, reference: reference, against: against, .seconds, .timesFaster(2)))
        }
        return rows
    }

    private static func memory(_ bench: Bench) throws -> [Row] {
        let small = try RecordTree.make(records: 20_000, in: bench.workspace)
        let large = try RecordTree.make(records: 200_000, in: bench.workspace)
        let tool = try bench.tool()
        return [
            Row(
                "audit-memory", ours: try MemoryProbe.peak(of: [tool, "audit", large]) / 1e6,
                reference: try MemoryProbe.peak(of: [tool, "audit", small]) / 1e6, against: "20,000 records",
                .megabytes,
                .atMost(1.25))
        ]
    }
}

/// A tree of records as a laboratory keeps them: projects, runs in them, the record in a folder of its own.
enum RecordTree {
    private static let runsPerProject = 100

    /// Makes the tree, or takes the one that an earlier run left; the answer is its root.
    static func make(records: Int, in workspace: Workspace) throws -> String {
        let root = "\(workspace.kept)/records-\(records)"
        if access(root + "/.complete", F_OK) == 0 { return root }
        try? FileManager.default.removeItem(atPath: root)
        FileHandle.standardError.write(Data("making \(records) records under .build/benchmark …\n".utf8))
        for index in 0..<records {
            let folder = "\(root)/PROJ-\(index / runsPerProject)/Run_\(index % runsPerProject)/.exlab-wizard"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Workspace.write(
                SampleRecord.text.replacing("PROJ-0042", with: "PROJ-\(1000 + index)"), to: folder + "/creation.json")
        }
        try Workspace.write("", to: root + "/.complete")
        return root
    }
}
