import CreationTestSupport
import LockedFiles
import Testing

@testable import CreationJSON

/// Waits until so many requests to change a record wait in this process behind the one that is served.
func waitUntil(_ count: Int, waitFor path: RecordPath, sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let lane = LocalRecordQueues.Lane(name: LocalRecordQueues.Name(path: path, root: nil), writes: true)
    let deadline = ContinuousClock.now + .patience
    while LocalRecordStorage.queues.lanes.withLock({ $0[lane]?.waiting.count ?? 0 }) != count {
        try #require(ContinuousClock.now < deadline, "it did not happen", sourceLocation: sourceLocation)
        try await Task.sleep(for: .milliseconds(1))
    }
}
