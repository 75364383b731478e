internal import CreationJSON
internal import LosslessJSON
internal import LockedFiles

/// A storage that finds out what a write would do, and does not do it: nothing is locked, made or changed.
///
/// Checksums, gates, migration, merge and policy are bodies of the transaction, so a dry run sees what the real one
/// would.
final class DryRunStorage: RecordStorage {
    private let base: any RecordStorage
    private let change = Guarded<Change?>(nil)

    /// The record before and after.
    struct Change: Sendable {
        var before: [UInt8]?
        var after: [UInt8]?
    }

    init(_ base: any RecordStorage) {
        self.base = base
    }

    /// What the last transaction would have done.
    var lastChange: Change? { change.withLock { $0 } }

    func read(_ path: RecordPath, options: TransactionOptions) async throws -> RecordState {
        try await base.read(path, options: options)
    }

    func transaction<Result: Sendable>(
        on target: RecordPath, gates: [RecordPath], options: TransactionOptions,
        body: @escaping @Sendable (RecordState, [RecordState]) throws -> TransactionAnswer<Result>
    ) async throws -> Result {
        var options = options
        // That nothing was locked is what a dry run is about.
        options.diagnostics = { _ in }
        let before = try await state(of: target, options)
        var seen: [RecordState] = []
        for gate in gates { seen.append(try await state(of: gate, options)) }
        let answer = try body(before, seen)
        let after = answer.state(after: before)
        change.withLock { $0 = Change(before: before.bytes, after: after.bytes) }
        return try answer.result(after)
    }

    private func state(of path: RecordPath, _ options: TransactionOptions) async throws -> RecordState {
        do {
            return try await base.read(path, options: options)
        } catch let error as RecordError where error.code == .notFound {
            return .absent
        }
    }
}
