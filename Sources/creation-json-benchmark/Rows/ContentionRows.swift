import Foundation

/// Several processes that update one record durably.
enum ContentionRows {
    static var scenarios: [Scenario] {
        [
            Scenario("contention", "8 processes × 250 durable updates of one record", contention)
        ]
    }

    private static func contention(_ bench: Bench) throws -> [Row] {
        let ours = try Workspace.newRecord(named: "ours", in: bench.workspace.disk)
        let floor = try Workspace.newRecord(named: "floor", in: bench.workspace.disk)
        var waits: [Contender.Means: [Double]] = [:]
        func total(_ means: Contender.Means, _ path: String) throws -> Double {
            let reports = try Contender.contend(means, path, processes: 8, updates: 250)
            waits[means, default: []].append(reports.flatMap(\.waits).quantile(0.99))
            return (reports.map(\.ended).max() ?? 0) - (reports.map(\.began).min() ?? 0)
        }
        let (own, reference) = try medians(
            rounds: 9, ours: { try total(.library, ours) }, reference: { try total(.floor, floor) })
        return [
            Row(
                "contention-total", ours: own, reference: reference, against: "floor, 8 processes", .seconds,
                .atMost(1.15)),
            Row(
                "contention-wait-99", ours: waits[.library]?.median, reference: waits[.floor]?.median,
                against: "floor, 8 processes", .milliseconds, .atMost(1.5)),
        ]
    }
}
