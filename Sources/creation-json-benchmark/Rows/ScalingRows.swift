import CreationJSON
import Foundation

/// How the cost of an update grows with the record.
enum ScalingRows {
    static var scenarios: [Scenario] {
        [
            Scenario("scaling-size", "update cost against size, 1 kB to 10 MB", size),
            Scenario("scaling-overrides", "update cost against 10 to 100,000 overrides", overrides),
        ]
    }

    private static func size(_ bench: Bench) throws -> [Row] {
        try row("scaling-size", bench, sizes: [1_500, 10_000, 100_000, 1_000_000, 10_000_000]) {
            SampleRecord.text(bytes: $0)
        }
    }

    private static func overrides(_ bench: Bench) throws -> [Row] {
        try row("scaling-overrides", bench, sizes: [10, 100, 1_000, 10_000, 100_000]) {
            SampleRecord.text(overrides: $0)
        }
    }

    /// The exponent of a power law through the costs, and the steepest step between two sizes.
    private static func row(
        _ name: String, _ bench: Bench, sizes: [Int], _ text: (Int) -> String
    ) throws -> [Row] {
        let writer = SynchronousCreationWriter(CreationWriter(durability: .none))
        let costs = try medians(
            rounds: 9,
            sizes.enumerated().map { index, size in
                let path = try Workspace.newRecord(
                    text(size), named: "\(name)-\(index)", in: bench.workspace.memory ?? bench.workspace.disk)
                let update = UpdateRows.updater(writer, path)
                let repetitions = max(1, 20_000 / size)
                return { try secondsPerRepetition(repetitions, update) }
            })
        let points = zip(sizes, costs).map { (log(Double($0)), log($1)) }
        let steps = zip(points, points.dropFirst()).map { ($1.1 - $0.1) / ($1.0 - $0.0) }
        let figures = zip(sizes, costs).map { "\($0): \(($1 * 1e6).shortText) µs" }.joined(separator: ", ")
        return [
            Row(
                name, ours: slope(points), reference: 1, against: "linear", .exponent, .atMost(1.05),
                remark: "\(figures); exponent of each step \(steps.map(\.shortText).joined(separator: ", "))")
        ]
    }

    /// The slope of the least-squares line through points.
    private static func slope(_ points: [(x: Double, y: Double)]) -> Double {
        let count = Double(points.count)
        let (x, y) = (points.map(\.x).reduce(0, +) / count, points.map(\.y).reduce(0, +) / count)
        let above = points.map { ($0.x - x) * ($0.y - y) }.reduce(0, +)
        return above / points.map { ($0.x - x) * ($0.x - x) }.reduce(0, +)
    }
}
