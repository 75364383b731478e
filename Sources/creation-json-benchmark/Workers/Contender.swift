import CreationJSON
import Foundation

/// One of several processes that update the same record, with the library or with the floor.
///
/// It says `ready`, waits for a line, makes its updates and reports when it began and ended, then how long each update
/// waited: from the call until the record was read under the lock.
struct Contender {
    enum Means: String {
        case library
        case floor
    }

    let means: Means
    let path: String
    let updates: Int

    /// The figures of one contender.
    struct Report {
        var began: Double
        var ended: Double
        var waits: [Double]
    }

    // MARK: In the child

    func run() throws {
        let update = try updater()
        print("ready")
        fflush(nil)
        guard readLine() != nil else { return }
        var waits: [Double] = []
        waits.reserveCapacity(updates)
        let began = monotonicSeconds()
        for _ in 0..<updates { waits.append(try update()) }
        let ended = monotonicSeconds()
        print(([began, ended] + waits).map { String($0) }.joined(separator: " "))
        fflush(nil)
    }

    /// Makes one update; the answer is how long it waited.
    private func updater() throws -> () throws -> Double {
        switch means {
        case .floor:
            let floor = Floor(path)
            return {
                let called = monotonicSeconds()
                try floor.update(durable: true)
                return floor.began - called
            }
        case .library:
            let writer = SynchronousCreationWriter()
            let path = RecordPath(path)
            let began = Instant()
            return {
                let called = monotonicSeconds()
                try writer.update(at: path) { record in
                    began.seconds = monotonicSeconds()
                    let label = record.orchestrator?.label ?? ""
                    record.orchestrator?.label = Self.successor(of: label)
                }
                return began.seconds - called
            }
        }
    }

    /// The number after the one at the end of a label, with as many digits: every update leaves its trace.
    private static func successor(of label: String) -> String {
        let number = Int(label) ?? 0
        let digits = String(number + 1)
        return String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }

    // MARK: In the parent

    /// Lets several processes contend for one record; the answer is what each reports.
    static func contend(_ means: Means, _ path: String, processes: Int, updates: Int) throws -> [Report] {
        let children = try (0..<processes).map { _ in
            try Conversation([Tools.own, "contend", means.rawValue, path, String(updates)])
        }
        defer { for child in children { child.end() } }
        for child in children {
            guard child.hear() == "ready" else { throw Failure("a contender did not start") }
        }
        for child in children { try child.say("go") }
        let reports = try children.map { child in
            guard let figures = child.hear()?.split(separator: " ").compactMap({ Double($0) }),
                figures.count == updates + 2
            else { throw Failure("a contender failed") }
            return Report(began: figures[0], ended: figures[1], waits: Array(figures[2...]))
        }
        if means == .library {
            let record = try SynchronousCreationWriter().snapshot(at: RecordPath(path)).record
            let counted = Int(record.orchestrator?.label ?? "") ?? 0
            guard counted % (processes * updates) == 0 else {
                throw Failure("an update was lost: \(counted) are there")
            }
        }
        return reports
    }
}

/// A moment that a mutator notes for the thread that called it.
final class Instant: @unchecked Sendable {
    // Unchecked, because a synchronous update runs its mutator before it returns.
    var seconds = 0.0
}
