internal import CreationJSON

/// The directories of the local filesystem.
///
/// Links to directories are not followed, so no loop is walked; memory is bounded by the directories on one way down.
struct LocalTree: RecordTree {
    func directories(below root: RecordPath) async throws -> AsyncThrowingStream<TreeDirectory, any Error>? {
        guard System.isDirectory(root.bytes) else { return nil }
        let walk = Locked(Walk(root: root))
        return AsyncThrowingStream {
            try Task.checkCancellation()
            return walk.withLock { $0.next() }
        }
    }

    /// Depth first, without recursion.
    private struct Walk: Sendable {
        var waiting: [[RecordPath]]

        init(root: RecordPath) {
            waiting = [[root]]
        }

        mutating func next() -> TreeDirectory? {
            while let last = waiting.indices.last {
                guard let path = waiting[last].popLast() else {
                    waiting.removeLast()
                    continue
                }
                let directory: TreeDirectory
                do throws(InputFailure) {
                    let entries = try System.entries(of: path.bytes)
                    directory = TreeDirectory(
                        path: path, entries: entries.sorted { $0.name.lexicographicallyPrecedes($1.name) })
                } catch {
                    return TreeDirectory(path: path, entries: [], failure: error.errno)
                }
                // Taken from the end, so the first comes last.
                waiting.append(
                    directory.entries.filter { $0.kind == .directory }.reversed().map { directory.path(of: $0) })
                return directory
            }
            return nil
        }
    }
}
