internal import LockedFiles

/// One window of a bulk: planned as a whole, performed unit by unit.
struct BulkWindow<Record: Codable & Sendable>: Sendable {
    typealias Left = Result<WriteResult<Record>?, RecordError>
    private typealias Answer = Result<TransactionAnswer<WriteResult<Record>?>, RecordError>

    private let writer: RecordWriter<Record>
    private let bulk: BulkOptions
    private let input: [Result<ConditionalWrite<Record>, RecordError>]

    /// Every write of a unit was refused: nothing to replace and nothing to sync.
    private struct AllRefused: Error {}

    init(
        writer: RecordWriter<Record>, bulk: BulkOptions,
        _ input: [Result<ConditionalWrite<Record>, RecordError>]
    ) {
        self.writer = writer
        self.bulk = bulk
        self.input = input.map { item in item.flatMap { Self.confined($0, bulk.root) } }
    }

    /// Performs the window; the results are in input order.
    func results() async -> [(RecordPath?, Left)] {
        var results = input.map { item -> (RecordPath?, Left) in
            switch item {
            case .success(let write): (write.path, .failure(Self.notAttempted(write.path)))
            case .failure(let error): (error.path, .failure(error))
            }
        }
        let places = input.indices.filter { if case .success = input[$0] { true } else { false } }
        let writes = places.compactMap { try? input[$0].get() }
        let items = writes.map { BulkPlan.Item(target: $0.path, gates: $0.gatePaths) }
        for part in BulkPlan.parts(of: items) {
            let left = await left(by: Array(writes[part]), BulkPlan(Array(items[part])).units)
            for (place, result) in zip(places[part], left) { if let result { results[place].1 = result } }
        }
        return results
    }

    /// Performs the units of a plan; nil for a write that a cancellation came before.
    private func left(by writes: [ConditionalWrite<Record>], _ units: [BulkPlan.Unit]) async -> [Left?] {
        await withTaskGroup(of: (Int, [Left]).self) { group in
            var results = [Left?](repeating: nil, count: writes.count)
            var schedule = Schedule(units)
            var running = 0
            while true {
                while running < bulk.concurrency, !Task.isCancelled, let next = schedule.next() {
                    running += 1
                    let unit = units[next]
                    group.addTask { (next, await perform(unit, unit.items.map { writes[$0] })) }
                }
                guard running > 0, let (done, left) = await group.next() else { break }
                running -= 1
                schedule.finish(done)
                for (item, result) in zip(units[done].items, left) { results[item] = result }
            }
            return results
        }
    }

    /// One unit: one transaction, each write a savepoint.
    private func perform(_ unit: BulkPlan.Unit, _ writes: [ConditionalWrite<Record>]) async -> [Left] {
        let answers = Guarded<[Answer]>([])
        do {
            var options = writer.options
            options.root = bulk.root
            return try await writer.storage.transaction(on: unit.target, gates: unit.gates, options: options) {
                target, gates in
                let (run, state) = run(writes, unit, target, gates)
                answers.withLock { $0 = run }
                guard run.contains(where: { if case .success = $0 { true } else { false } }) else { throw AllRefused() }
                let change: RecordChange =
                    state.bytes == target.bytes ? .keep : state.bytes.map { .replace($0) } ?? .remove
                return TransactionAnswer(change, understanding: state.understanding) { final in
                    run.map { answer in
                        answer.flatMap { answer in Self.caught(unit.target) { try answer.result(final) } }
                    }
                }
            }
        } catch {
            // What failed on its own keeps its own error; what would have landed did not.
            let reason = Self.recordError(error, unit.target)
            let run = answers.withLock { $0 }
            if run.isEmpty, let gate = Self.gate(at: reason, unit) {
                return await perform(unit, writes, without: unit.gates[gate], reason)
            }
            guard !run.isEmpty else { return writes.map { _ in .failure(reason) } }
            return run.map { answer in answer.flatMap { _ in .failure(reason) } }
        }
    }

    /// The gate that could not be had, if it was one. The file layer tells its number, since it names files as it found
    /// them; another storage names it as it was named.
    private static func gate(at fault: RecordError, _ unit: BulkPlan.Unit) -> Int? {
        if let error = fault.cause as? FileError { return error.gate }
        return unit.gates.firstIndex { $0 == fault.path?.plain }
    }

    /// The unit again after one of its gates could not be had: the writes that look there fail, the others go on (BULK-5).
    private func perform(
        _ unit: BulkPlan.Unit, _ writes: [ConditionalWrite<Record>], without gate: RecordPath, _ reason: RecordError
    ) async -> [Left] {
        let others = writes.indices.filter { !writes[$0].gatePaths.contains { $0.plain == gate } }
        var left = writes.map { _ in Left.failure(reason) }
        guard !others.isEmpty else { return left }
        var rest = unit
        rest.gates.removeAll { $0 == gate }
        for (index, result) in zip(others, await perform(rest, others.map { writes[$0] })) { left[index] = result }
        return left
    }

    private func run(
        _ writes: [ConditionalWrite<Record>], _ unit: BulkPlan.Unit, _ target: RecordState, _ gates: [RecordState]
    ) -> ([Answer], RecordState) {
        var state = target
        var answers: [Answer] = []
        for write in writes {
            let answer = Self.caught(unit.target) {
                let body = writer.body(of: write)
                // A gate that looks at the record itself sees what the write before left.
                let own = state.seenByGate
                let seen = write.gatePaths.map { path in
                    unit.gates.firstIndex(of: path.plain).map { gates[$0].isTarget ? own : gates[$0] } ?? own
                }
                return try body(state, seen)
            }
            if case .success(let answer) = answer { state = answer.state(after: state) }
            answers.append(answer.mapError { Self.naming($0, write.path) })
        }
        return (answers, state)
    }

    // MARK: Errors

    private static func caught<Value>(_ path: RecordPath, _ body: () throws -> Value) -> Result<Value, RecordError> {
        do { return .success(try body()) } catch { return .failure(recordError(error, path)) }
    }

    private static func recordError(_ error: any Error, _ path: RecordPath) -> RecordError {
        switch error {
        case let error as RecordError: error.at(path)
        case is CancellationError: notAttempted(path)
        default: RecordError(.editFailed, "the change was refused by its own code: \(error)", path: path, cause: error)
        }
    }

    /// Says in the message which record is at fault, where it is another than the write's: a result names only that one.
    private static func naming(_ error: RecordError, _ path: RecordPath) -> RecordError {
        guard let other = error.path, other != path else { return error }
        var copy = error
        copy.message += " (\(other))"
        return copy
    }

    private static func notAttempted(_ path: RecordPath) -> RecordError {
        RecordError(.notAttempted, "the bulk was cancelled before this write; run it again", path: path)
    }

    private static func confined(
        _ write: ConditionalWrite<Record>, _ root: RecordPath?
    ) -> Result<ConditionalWrite<Record>, RecordError> {
        guard root != nil else { return .success(write) }
        for path in [write.path] + write.gates.compactMap(\.path) where path.leavesRoot {
            return .failure(
                RecordError(
                    .outsideRoot, "\(path) leads out of the root; name records inside it, relative to it",
                    path: write.path))
        }
        return .success(write)
    }
}

extension RecordPath {
    /// Whether the name leads out of the directory it is relative to, by its text alone.
    var leavesRoot: Bool {
        if bytes.first == UInt8(ascii: "/") { return true }
        var depth = 0
        for part in bytes.split(separator: UInt8(ascii: "/")) {
            if part.elementsEqual("..".utf8) { depth -= 1 } else if !part.elementsEqual(".".utf8) { depth += 1 }
            if depth < 0 { return true }
        }
        return false
    }
}

/// Which units may begin, in order.
private struct Schedule {
    private var waitingFor: [Set<Int>]
    private var followers: [Int: [Int]] = [:]
    private var ready: [Int]
    private var nextReady = 0

    init(_ units: [BulkPlan.Unit]) {
        waitingFor = units.map(\.after)
        ready = units.indices.filter { units[$0].after.isEmpty }
        for (index, unit) in units.enumerated() {
            for other in unit.after { followers[other, default: []].append(index) }
        }
    }

    mutating func next() -> Int? {
        guard nextReady < ready.count else { return nil }
        defer { nextReady += 1 }
        return ready[nextReady]
    }

    mutating func finish(_ unit: Int) {
        for follower in followers[unit, default: []] {
            waitingFor[follower].remove(unit)
            if waitingFor[follower].isEmpty { ready.append(follower) }
        }
    }
}
