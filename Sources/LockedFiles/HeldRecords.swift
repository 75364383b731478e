/// The records whose locks are held while a closure runs: the target, which may be changed, and the gates.
///
/// Valid inside the closure only. Index 0 is the target; gates follow in the order they were given.
package struct HeldRecords: ~Copyable {
    let places: [Place?]
    /// Which of them are the target itself, whatever name they were given.
    private let sameAsTarget: [Bool]
    let options: LockOptions
    /// The file that the target's lock is on.
    let sidecar: FileIdentity
    /// The locks as a child process may be lent them.
    var locks: [InheritedLock]
    /// The target as it was opened first, for what its replacement must look like.
    var original: OpenRecord?
    /// A replaced original: its last close frees the old file's blocks, which can wait until the locks are released.
    var retired: OpenRecord?

    init(_ places: [Place?], _ sameAsTarget: [Bool], _ sidecar: FileIdentity, _ options: LockOptions) {
        self.places = places
        self.sameAsTarget = sameAsTarget
        self.sidecar = sidecar
        locks = []
        self.options = options
    }

    /// The real path of a record, symbolic links followed; nil for a gate in a missing directory.
    package func path(_ index: Int = 0) -> FilePath? { places[index]?.path }

    /// Whether a gate looks at the target under another name.
    package func isTarget(_ index: Int) -> Bool { sameAsTarget[index] }

    /// The bytes of a record; nil if it does not exist.
    package mutating func read(_ index: Int = 0) throws(FileError) -> FileContents? {
        guard let place = places[index] else { return nil }
        guard index == 0 else {
            do throws(FileError) {
                guard let record = try OpenRecord.open(at: place) else { return nil }
                return try record.contents(of: place, atMost: options.maximumSize)
            } catch {
                throw error.about(gate: index - 1)
            }
        }
        original = try OpenRecord.open(at: place)
        return try original?.contents(of: place, atMost: options.maximumSize)
    }

    /// Makes sure that the target as it stands survives a power cut, though nothing is written.
    ///
    /// The writer before may not have synced it, and an answer that builds on it would promise too much.
    package mutating func sync() throws(FileError) {
        let place = try target()
        try openOriginal()
        do {
            switch original {
            case nil: break
            case let record?: try Kernel.sync(record.descriptor.raw)
            }
            try Kernel.sync(place.directory)
        } catch {
            throw FileError(error, place.path, "sync", code: .durabilityUnknown)
        }
    }

    /// Removes the target and the leftover of a crashed writer, if there is one. The sidecar stays.
    package mutating func remove(durability: Durability = .full) throws(FileError) {
        let place = try target()
        try openOriginal()
        do {
            try confirmLock(place)
            try Kernel.unlink(place.name, in: place.directory)
        } catch {
            throw failure(error, place, "remove")
        }
        retireOriginal(durability)
        try? Kernel.unlink(place.temporaryName, in: place.directory)
        if durability == .full { try syncDirectory(place, "removed") }
    }

    /// Makes sure that the sidecar's name still leads to the file that is locked: whoever removed it let others in.
    func confirmLock(_ place: Place) throws(KernelError) {
        let named: FileStatus
        do {
            named = try Kernel.status(place.lockName, in: place.directory)
        } catch {
            throw error.errno == .noEntry ? .lostLock : error
        }
        if named.identity != sidecar { throw .lostLock }
    }

    /// The error of a change that was not made.
    func failure(_ error: KernelError, _ place: Place, _ doing: String) -> FileError {
        guard error == .lostLock else { return FileError(error, place.path, doing) }
        return FileError(
            .io, place.path,
            "cannot \(doing) \(place.path): its lock file \(place.lockPath) was removed or replaced while it was held, "
                + "so others may be writing; nothing was changed, try again, and let nobody delete lock files",
            call: error.call.rawValue, errno: error.errno.rawValue)
    }

    func target() throws(FileError) -> Place {
        if let place = places[0] { return place }
        throw FileError(.notFound, FilePath(""), "the record's directory does not exist")
    }

    mutating func openOriginal() throws(FileError) {
        if original == nil { original = try OpenRecord.open(at: target()) }
    }

    mutating func retireOriginal(_ durability: Durability) {
        guard let record = original.take() else { return }
        // Where nothing was synced it is memory that is freed, and to ask somebody else to do it takes longer.
        if durability == .full, options.closesLate {
            retired = LateClose.add(record)
        } else {
            retired = consume record
        }
    }

    func syncDirectory(_ place: Place, _ done: String) throws(FileError) {
        do {
            try Kernel.sync(place.directory)
        } catch {
            throw FileError(
                .durabilityUnknown, place.path,
                "\(place.path) was \(done), but its directory could not be synced: \(error.errno); "
                    + "a power cut might undo it",
                call: error.call.rawValue, errno: error.errno.rawValue)
        }
    }
}
