/// One folder of a walk, from the moment somebody visits it until everything in it is delivered.
// Sendable because one thread fills it before it is published under the crew's monitor; afterwards `children` and
// `nextChild` change with the monitor held, and the rest does not change.
final class WalkFolder: @unchecked Sendable {
    enum Slot {
        case item(any Sendable)
        /// A subfolder, by its number among the subfolders.
        case subfolder(Int)
    }

    let path: FilePath
    let depth: Int
    /// Open while there are subfolders to be opened from it.
    var descriptor: SharedDescriptor?
    /// What is in it, in order.
    var slots: [Slot] = []
    private(set) var listing = DirectoryListing()
    private(set) var subfolders: [DirectoryListing.Entry] = []
    /// Subfolders that somebody visits or has visited, until they are delivered.
    var children: [WalkFolder?] = []
    /// The first subfolder that nobody visits yet.
    var nextChild = 0
    /// Whether everything above is filled in.
    var isListed = false

    init(path: FilePath, depth: Int) {
        self.path = path
        self.depth = depth
    }

    /// Makes the next subfolder that nobody visits yet, if there is one.
    func claimNext() -> WalkClaim? {
        guard nextChild < subfolders.count, let descriptor else { return nil }
        let name = listing.name(subfolders[nextChild])
        let child = WalkFolder(path: path.appending(component: name), depth: depth + 1)
        children[nextChild] = child
        nextChild += 1
        if nextChild == subfolders.count { self.descriptor = nil }
        return WalkClaim(child: child, name: name, parent: self, descriptor: descriptor)
    }

    var hasUnclaimed: Bool { nextChild < subfolders.count }
}

/// A folder that one thread is to visit.
struct WalkClaim {
    let child: WalkFolder
    let name: FilePath
    /// Nil for the root.
    var parent: WalkFolder?
    /// The parent's; kept open until the child is.
    var descriptor: SharedDescriptor?
}

extension WalkFolder {
    /// Opens and lists the folder and examines the files in it. Only the thread that claimed it comes here.
    func visit(
        _ claim: WalkClaim, _ walk: WalkOrder, using buffer: UnsafeMutableRawBufferPointer
    ) {
        let folder: SharedDescriptor
        do throws(KernelError) {
            if depth > walk.maximumDepth { throw KernelError(call: .openat, errno: .nameTooLong) }
            let flags: OpenFlags = depth == 0 ? [.directory] : [.directory, .noFollow]
            let base = claim.descriptor?.raw ?? Kernel.workingDirectory
            let descriptor = try Kernel.open(claim.name, in: base, flags)
            listing = try Kernel.entries(of: descriptor, using: buffer)
            folder = SharedDescriptor(descriptor)
        } catch {
            return keep(walk.examine(.failure(FileError(error, path, "list the folder"))))
        }
        listing.sort()
        for entry in listing.entries {
            let kind = entry.kind ?? (try? Kernel.status(listing.name(entry), in: folder.raw))?.kind ?? .other
            if kind == .directory {
                slots.append(.subfolder(subfolders.count))
                subfolders.append(entry)
                continue
            }
            switch listing.withName(entry, walk.select) {
            case .ignore: continue
            case .name: keep(walk.examine(.name(filePath(entry), isRegular: kind == .regular)))
            case .contents: keep(walk.examine(read(entry, in: folder.raw, walk, using: buffer)))
            }
        }
        children = Array(repeating: nil, count: subfolders.count)
        if hasUnclaimed { descriptor = folder } else { listing = DirectoryListing() }
    }

    private func keep(_ item: (any Sendable)?) {
        if let item { slots.append(.item(item)) }
    }

    private func filePath(_ entry: DirectoryListing.Entry) -> FilePath {
        path.appending(component: listing.name(entry))
    }

    private func read(
        _ entry: DirectoryListing.Entry, in folder: Int32, _ walk: WalkOrder,
        using buffer: UnsafeMutableRawBufferPointer
    ) -> WalkFinding {
        let path = filePath(entry)
        do throws(KernelError) {
            let name = listing.name(entry)
            let file = try Kernel.open(name, in: folder, [.readOnly, .noFollow, .nonBlocking])
            if entry.kind != .regular, try Kernel.status(file.raw).kind != .regular {
                return .failure(FileError(.notRegularFile, path, "cannot read \(path): it is not a regular file"))
            }
            // One call reads a small file and finds its end.
            let count = try Kernel.readSome(file.raw, into: buffer)
            var bytes = Array(buffer[..<count])
            if count == buffer.count {
                bytes += try FileContents.readAll(
                    file.raw, expecting: Kernel.status(file.raw).size - count, atMost: walk.maximumSize - count)
            }
            if bytes.count > walk.maximumSize {
                return .failure(
                    FileError(.limitExceeded, path, "\(path) is larger than \(walk.maximumSize) bytes"))
            }
            return .contents(path, bytes)
        } catch {
            if error.errno == .tooManyLinks {
                return .failure(FileError(.notRegularFile, path, "cannot read \(path): it is a symbolic link"))
            }
            return .failure(FileError(error, path, "read"))
        }
    }
}
