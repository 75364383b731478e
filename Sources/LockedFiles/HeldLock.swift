/// A sidecar lock that is held: the turn in this process and the lock in the kernel.
///
/// It cannot be copied, stored in an array or carried to another task; several locks nest. `release` ends it.
struct HeldLock: ~Copyable {
    private let queue: LockQueue
    private let file: SharedDescriptor
    private let mode: LockMode
    private let means: LockMeans
    /// The lock as a child process may be lent it.
    let lent: InheritedLock

    /// Waits for the lock of an open sidecar. Nil if the sidecar's name leads to another file by now.
    static func acquire(
        _ sidecar: Sidecar, _ patience: Patience, _ options: LockOptions
    ) throws(FileError) -> HeldLock? {
        let inherited = InheritedLock.find(sidecar.identity, in: options.inherited)
        if let inherited, inherited.mode == .shared, sidecar.mode == .exclusive {
            throw FileError(
                .lockHandoff, sidecar.place.lockPath,
                "cannot change \(sidecar.place.path): the lock that this process inherited is shared, "
                    + "and a shared lock is never upgraded; run the command under an exclusive one")
        }
        let means = inherited.map { LockMeans.byte($0.depth) } ?? .wholeFile
        let queue = LockQueue.enter(sidecar.identity)
        let file: SharedDescriptor
        do {
            file = try wait(queue, sidecar, means, patience)
        } catch {
            queue.letGo()
            throw sidecar.failure(error, patience)
        }
        let lent = InheritedLock(
            descriptor: inherited?.descriptor ?? file.raw, mode: sidecar.mode, depth: (inherited?.depth ?? 0) + 1)
        let lock = HeldLock(queue: queue, file: file, mode: sidecar.mode, means: means, lent: lent)
        let named: FileStatus
        do {
            named = try Kernel.status(sidecar.place.lockName, in: sidecar.place.directory)
        } catch {
            lock.release()
            if error.errno == .noEntry { return nil }
            throw FileError(error, sidecar.place.lockPath, "examine the lock file")
        }
        if named.identity != sidecar.identity {
            lock.release()
            return nil
        }
        return lock
    }

    private static func wait(
        _ queue: LockQueue, _ sidecar: Sidecar, _ means: LockMeans, _ patience: Patience
    ) throws(WaitFailure) -> SharedDescriptor {
        if patience.token?.isCancelled == true { throw .cancelled }
        try queue.takeTurn(sidecar.mode, patience)
        do {
            return try queue.acquire(sidecar.descriptor, sidecar.mode, by: means, patience)
        } catch {
            queue.endTurn(sidecar.mode)
            throw error
        }
    }

    /// Gives the lock back, then the turn; the descriptor is closed when its last owner lets go.
    consuming func release() {
        means.release(file.raw)
        queue.endTurn(mode)
        queue.letGo()
    }
}

extension Sidecar {
    /// The error for a lock that was not granted.
    func failure(_ failure: WaitFailure, _ patience: Patience) -> FileError {
        switch failure {
        case .cancelled:
            return FileError(.cancelled, place.path, "cancelled while waiting for the lock of \(place.path)")
        case .deadline:
            return timeout(patience)
        case .call(let error):
            return FileError(
                .io, place.lockPath,
                "cannot lock \(place.lockPath) on a \(Kernel.filesystemName(descriptor.raw)) filesystem: "
                    + "\(error.errno); nothing was changed, since nothing else would keep other programs out",
                call: error.call.rawValue, errno: error.errno.rawValue)
        }
    }

    /// The error for a lock that somebody else held all the time.
    func timeout(_ patience: Patience) -> FileError {
        let waited = MonotonicTime.now.since(patience.started)
        let holder = LockHolder.find(descriptor.raw, identity)
        let who = holder.map { holder in
            let command = holder.command.map { " (\($0))" } ?? ""
            return "process \(holder.pid)\(command) holds it"
        }
        return FileError(
            .lockTimeout, place.path,
            "the lock of \(place.path) was not free within \(waited.secondsText): \(who ?? "somebody holds it")",
            holder: holder, waited: waited)
    }
}

extension Duration {
    /// Seconds with two decimals, such as `0.50 s`.
    fileprivate var secondsText: String {
        let hundredths = components.seconds * 100 + components.attoseconds / 10_000_000_000_000_000
        let fraction = hundredths % 100
        return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction) s"
    }
}
