internal import CreationJSON

/// The records in folders of the local filesystem.
struct LocalTree: RecordTree {
    func walk(
        _ root: RecordPath, names: RecordNames, visit: @escaping @Sendable (TreeFinding) async -> Bool
    ) async throws {
        let walk = RecordWalk<TreeFinding>(
            threads: 1,
            select: { names.matches($0) ? .name : .ignore },
            examine: { finding in
                switch finding {
                case .contents(let path, _), .name(let path, _): .record(path)
                case .folderLink(let path): .folderLink(path)
                case .failure(let error): .failure(error)
                case .folder: nil
                }
            })
        // The walk blocks its thread, so it has one of its own, and waits there for each visit.
        let ended = await System.offPool {
            Result {
                try walk.run(root) { finding in
                    let goesOn = System.wait { await visit(finding) }
                    if !goesOn { throw CancellationError() }
                }
            }
        }
        try ended.get()
    }
}
