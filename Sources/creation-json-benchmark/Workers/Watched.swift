import CreationJSON

/// One kind of call, again and again in a process of its own, for an outside tool to watch.
enum Watched: String {
    /// Durable updates by raw system calls.
    case floor
    /// Durable updates by the library.
    case updates
    /// Updates without syncing by the library.
    case unsynced
    /// Locked snapshots by the library.
    case snapshots
    /// Durable updates by the library, all at once.
    case group

    func run(_ path: String, _ count: Int) throws {
        switch self {
        case .floor:
            let floor = Floor(path)
            for _ in 0..<count { try floor.update(durable: true) }
        case .updates:
            let update = UpdateRows.updater(SynchronousCreationWriter(), path)
            for _ in 0..<count { try update() }
        case .unsynced:
            let update = UpdateRows.updater(SynchronousCreationWriter(CreationWriter(durability: .none)), path)
            for _ in 0..<count { try update() }
        case .snapshots:
            let (writer, path) = (SynchronousCreationWriter(), RecordPath(path))
            for _ in 0..<count { keep(try writer.snapshot(at: path)) }
        case .group:
            try GroupRows.together(CreationWriter(), RecordPath(path), count)
        }
    }
}
