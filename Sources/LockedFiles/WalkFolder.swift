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
        if depth > walk.maximumDepth {
            let message = "\(path) lies more than \(walk.maximumDepth) folders deep and was not searched"
            return keep(walk.examine(.failure(FileError(.limitExceeded, path, message))))
        }
        let folder: SharedDescriptor
        do throws(KernelError) {
            let flags: OpenFlags = depth == 0 ? [.directory] : [.directory, .noFollow]
            let base = claim.descriptor?.raw ?? Kernel.workingDirectory
            let descriptor = try Kernel.open(claim.name, in: base, flags)
            listing = try Kernel.entries(of: descriptor, using: buffer)
            folder = SharedDescriptor(descriptor)
        } catch {
            if depth == 0, error.errno == .notDirectory {
                if walk.skips(claim.name, in: Kernel.workingDirectory) { return }
                let file = File(name: claim.name, path: path, kind: .other)
                return keep(walk.examine(read(file, in: Kernel.workingDirectory, walk, using: buffer)))
            }
            return keep(walk.examine(.failure(FileError(error, path, "list the folder"))))
        }
        listing.sort()
        if !walk.skips(folder.raw) {
            keep(walk.examine(.folder(WalkedFolder(path: path, depth: depth, listing: listing))))
        }
        for entry in listing.entries { look(at: entry, in: folder.raw, walk, using: buffer) }
        children = Array(repeating: nil, count: subfolders.count)
        if hasUnclaimed { descriptor = folder } else { listing = DirectoryListing() }
    }

    /// One name of the listing.
    private struct File {
        let name: FilePath
        let path: FilePath
        let kind: FileStatus.Kind
    }

    private func look(
        at entry: DirectoryListing.Entry, in folder: Int32, _ walk: WalkOrder,
        using buffer: UnsafeMutableRawBufferPointer
    ) {
        let kind = entry.kind ?? (try? Kernel.status(listing.name(entry), in: folder))?.kind ?? .other
        if kind == .directory {
            slots.append(.subfolder(subfolders.count))
            subfolders.append(entry)
            return
        }
        let interest = listing.withName(entry, walk.select)
        if kind != .symbolicLink, interest == .ignore { return }
        let name = listing.name(entry)
        let file = File(name: name, path: path.appending(component: name), kind: kind)
        if kind == .symbolicLink,
            let target = try? Kernel.status(name, in: folder, followingLink: true), target.kind == .directory
        {
            return keep(walk.examine(.folderLink(file.path)))
        }
        if interest == .ignore || walk.skips(name, in: folder) { return }
        switch interest {
        case .ignore: break
        case .name: keep(walk.examine(.name(file.path, isRegular: kind == .regular)))
        case .contents: keep(walk.examine(read(file, in: folder, walk, using: buffer)))
        }
    }

    private func keep(_ item: (any Sendable)?) {
        if let item { slots.append(.item(item)) }
    }

    /// Reads a file; a link is followed, since a record may be reached by one.
    private func read(
        _ file: File, in folder: Int32, _ walk: WalkOrder, using buffer: UnsafeMutableRawBufferPointer
    ) -> WalkFinding {
        let path = file.path
        do throws(KernelError) {
            let isPlain = file.kind == .regular
            let flags: OpenFlags = isPlain ? [.readOnly, .noFollow, .nonBlocking] : [.readOnly, .nonBlocking]
            let descriptor = try Kernel.open(file.name, in: folder, flags)
            if !isPlain, try Kernel.status(descriptor.raw).kind != .regular {
                return .failure(FileError(.notRegularFile, path, "cannot read \(path): it is not a regular file"))
            }
            // One call reads a small file and finds its end.
            let count = try Kernel.readSome(descriptor.raw, into: buffer)
            var bytes = Array(buffer[..<count])
            if count == buffer.count {
                bytes += try FileContents.readAll(
                    descriptor.raw, expecting: Kernel.status(descriptor.raw).size - count,
                    atMost: walk.maximumSize - count)
            }
            if bytes.count > walk.maximumSize {
                return .failure(
                    FileError(.limitExceeded, path, "\(path) is larger than \(walk.maximumSize) bytes"))
            }
            return .contents(path, bytes)
        } catch {
            switch error.errno {
            case .noDevice, .noDeviceOrAddress:
                return .failure(FileError(.notRegularFile, path, "cannot read \(path): it is a socket or a device"))
            default:
                return .failure(FileError(error, path, "read"))
            }
        }
    }
}

extension WalkOrder {
    /// Whether an open folder was last changed too long ago to be looked at.
    fileprivate func skips(_ folder: Int32) -> Bool {
        guard let changedSince, let status = try? Kernel.status(folder) else { return false }
        return status.modified < changedSince
    }

    /// Whether a file was last changed too long ago to be looked at.
    fileprivate func skips(_ name: FilePath, in folder: Int32) -> Bool {
        guard let changedSince, let status = try? Kernel.status(name, in: folder, followingLink: true) else {
            return false
        }
        return status.modified < changedSince
    }
}
