internal import LockedFiles

extension RecordWriter {
    /// Performs many writes, each on its own: one that fails does not stop the rest (BULK-5).
    ///
    /// Input is taken in windows. Within one, writes on one record share a hold and a replacement, in input order, each a
    /// savepoint; writes tied by a gate keep input order; the others run at the same time, at most
    /// `options.concurrency`. A write that could not be understood may be passed as its error, and is reported in its
    /// place. Results go to `report` in input order, at the end of each window; what it throws ends the bulk.
    ///
    /// When the task is cancelled, writes in flight finish, the rest of the window is reported as `notAttempted` and
    /// the bulk ends; the input is not read further.
    @discardableResult
    public func bulk<Input: AsyncSequence & Sendable>(
        _ input: Input, options bulk: BulkOptions = BulkOptions(),
        report: (BulkItemResult<Record>) async throws -> Void
    ) async throws -> BulkSummary where Input.Element == Result<ConditionalWrite<Record>, RecordError> {
        var summary = BulkSummary()
        var window: [Input.Element] = []
        var first = 0
        for try await item in input {
            window.append(item)
            guard window.count == bulk.window else { continue }
            try await perform(window, from: first, bulk, &summary, report)
            first += window.count
            window.removeAll(keepingCapacity: true)
            if Task.isCancelled { return summary }
        }
        if !window.isEmpty { try await perform(window, from: first, bulk, &summary, report) }
        return summary
    }

    /// Performs many writes and answers with their results, in input order.
    public func bulk(
        _ writes: [ConditionalWrite<Record>], options: BulkOptions = BulkOptions()
    ) async throws -> [BulkItemResult<Record>] {
        var results: [BulkItemResult<Record>] = []
        let input = AsyncStream { continuation in
            for write in writes { continuation.yield(Result<ConditionalWrite<Record>, RecordError>.success(write)) }
            continuation.finish()
        }
        try await bulk(input, options: options) { results.append($0) }
        return results
    }

    private func perform(
        _ window: [Result<ConditionalWrite<Record>, RecordError>], from first: Int, _ options: BulkOptions,
        _ summary: inout BulkSummary, _ report: (BulkItemResult<Record>) async throws -> Void
    ) async throws {
        let results = await BulkWindow(writer: self, bulk: options, window).results()
        for (offset, (path, result)) in results.enumerated() {
            switch result {
            case .success: summary.succeeded += 1
            case .failure(let error):
                summary.failed += 1
                if error.code == .notAttempted { summary.notAttempted += 1 }
            }
            try await report(BulkItemResult(index: first + offset, path: path, result: result))
        }
        options.progress(summary)
    }
}
