internal import LockedFiles

/// Visits the records below a folder without locks, on all processors, and tells of them in a stable order.
///
/// For sweeps that look at many records and write none: records are replaced whole, so what is read is whole. Memory
/// depends on the largest folder and the depth of the tree. Links to folders are not followed.
package struct RecordWalk<Item: Sendable>: Sendable {
    private var walk: DirectoryWalk<Item>

    /// A walk that reads the files that `select` picks by their names, and makes items of what it finds.
    ///
    /// `examine` runs on several threads. Files larger than `maximumSize` bytes are failures (`limitExceeded`).
    package init(
        threads: Int? = nil, maximumSize: Int = 64 << 20, changedSince: Timestamp? = nil,
        select: @escaping @Sendable (UnsafeRawBufferPointer) -> RecordWalkInterest,
        examine: @escaping @Sendable (RecordWalkFinding) -> Item?
    ) {
        walk = DirectoryWalk(
            threads: threads, maximumSize: maximumSize,
            select: { name in
                switch select(name) {
                case .ignore: .ignore
                case .name: .name
                case .contents: .contents
                }
            },
            examine: { examine(RecordWalkFinding($0)) })
        walk.changedSince = changedSince.map { WallTime(seconds: $0.seconds, nanoseconds: $0.nanoseconds) }
    }

    /// Walks, and hands over the items one after the other, depth first, in the order of the names' bytes.
    ///
    /// Throws only what `deliver` throws, and then stops. Blocks the calling thread. A root that is a file is read.
    package func run(_ root: RecordPath, deliver: (Item) throws -> Void) throws {
        try walk.run(FilePath(bytes: root.bytes), deliver: deliver)
    }
}

/// What to do with a file of some name.
package enum RecordWalkInterest: Sendable {
    case ignore
    /// Tell that it is there.
    case name
    /// Read it.
    case contents
}

/// What a walk has found.
package enum RecordWalkFinding: Sendable {
    /// A file, and its bytes.
    case contents(RecordPath, [UInt8])
    /// A file that is there; whether it is a regular one.
    case name(RecordPath, isRegular: Bool)
    /// A folder, before what is in it.
    case folder(RecordFolder)
    /// A link to a folder, which is not followed.
    case folderLink(RecordPath)
    /// A folder that cannot be listed, or a file that cannot be read.
    case failure(RecordError)

    fileprivate init(_ finding: WalkFinding) {
        switch finding {
        case .contents(let path, let bytes): self = .contents(RecordPath(bytes: path.bytes), bytes)
        case .name(let path, let isRegular): self = .name(RecordPath(bytes: path.bytes), isRegular: isRegular)
        case .folder(let folder): self = .folder(RecordFolder(folder: folder))
        case .folderLink(let path): self = .folderLink(RecordPath(bytes: path.bytes))
        case .failure(let error): self = .failure(RecordError(error))
        }
    }
}

/// A folder that a walk has come to.
package struct RecordFolder: Sendable {
    fileprivate let folder: WalkedFolder

    /// Where it is.
    package var path: RecordPath { RecordPath(bytes: folder.path.bytes) }

    /// How many folders down from the root.
    package var depth: Int { folder.depth }

    /// Lends the bytes of the path.
    package func withPathBytes<Result>(_ body: (ArraySlice<UInt8>) -> Result) -> Result { body(folder.path.bytes) }

    /// Whether something in it has a name that `isWanted` picks.
    package func contains(where isWanted: (UnsafeRawBufferPointer) -> Bool) -> Bool {
        folder.contains(where: isWanted)
    }
}
