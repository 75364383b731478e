/// Visits every file under a directory that somebody is interested in, on all processors, in a stable order.
///
/// Folders are opened relative to their parents, so no path is ever looked up twice; symbolic links to folders are
/// reported and not followed, so there are no loops. Files are read without locks: records are replaced whole. What is
/// found is examined on several threads and delivered on the calling one, in the order of the names' bytes, depth first.
/// Memory depends on the largest folder and the depth of the tree, not on the number of files. A root that is a file is
/// read, whatever its name.
package struct DirectoryWalk<Item: Sendable>: Sendable {
    private var order: WalkOrder

    /// Deeper folders are reported instead of visited: each level on the way down keeps a descriptor.
    package var maximumDepth: Int {
        get { order.maximumDepth }
        set { order.maximumDepth = newValue }
    }

    /// Files and folders that were last changed before this moment are not looked at, though folders are still walked.
    package var changedSince: WallTime? {
        get { order.changedSince }
        set { order.changedSince = newValue }
    }

    /// A walk that is told what to look at and what to make of it.
    ///
    /// `select` says by a file's name what to do with it; `examine` makes of a finding what is to be delivered, on any
    /// of the threads, the calling one included. Files larger than `maximumSize` bytes are reported instead of read.
    package init(
        threads: Int? = nil, maximumSize: Int = 64 << 20,
        select: @escaping @Sendable (UnsafeRawBufferPointer) -> WalkInterest,
        examine: @escaping @Sendable (WalkFinding) -> Item?
    ) {
        order = WalkOrder(
            maximumSize: maximumSize, threads: max(1, threads ?? Kernel.processorCount), select: select,
            examine: { examine($0) })
    }

    /// Walks; throws only what `deliver` throws, and then stops. A root that cannot be opened is a finding.
    package func run(_ root: FilePath, deliver: (Item) throws -> Void) throws {
        let crew = WalkCrew(order, root)
        defer { crew.dismiss() }
        for _ in 1..<order.threads { crew.hire() }
        try crew.deliver { if let item = $0 as? Item { try deliver(item) } }
    }
}

/// What to do with a file of some name.
package enum WalkInterest: Sendable {
    case ignore
    /// Tell that it is there.
    case name
    /// Read it.
    case contents
}

/// What was found.
package enum WalkFinding: Sendable {
    /// A file of interest, and its bytes.
    case contents(FilePath, [UInt8])
    /// A file of interest; whether it is a regular one.
    case name(FilePath, isRegular: Bool)
    /// A folder that was listed; told before what is in it.
    case folder(WalkedFolder)
    /// A symbolic link to a folder, which is not followed.
    case folderLink(FilePath)
    /// A folder that cannot be listed or a file that cannot be read.
    case failure(FileError)
}

/// A folder that a walk has come to.
package struct WalkedFolder: Sendable {
    /// Where it is.
    package let path: FilePath
    /// How many folders down from the root.
    package let depth: Int
    let listing: DirectoryListing

    /// Whether something in it has a name that `isWanted` picks.
    package func contains(where isWanted: (UnsafeRawBufferPointer) -> Bool) -> Bool {
        listing.entries.contains { listing.withName($0, isWanted) }
    }
}

/// A walk without the type of what it delivers: the threads work the same code for every type.
struct WalkOrder: Sendable {
    var maximumDepth = 256
    var changedSince: WallTime?
    var maximumSize: Int
    var threads: Int
    let select: @Sendable (UnsafeRawBufferPointer) -> WalkInterest
    let examine: @Sendable (WalkFinding) -> (any Sendable)?
}
