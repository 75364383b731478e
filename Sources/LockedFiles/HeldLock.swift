/// A sidecar lock that is held: the turn in this process and the lock in the kernel.
///
/// It is held while a closure runs, so it cannot outlive its hold; several locks nest.
enum HeldLock {
    /// Runs a closure under the lock of an open sidecar, then gives the lock back. Does not run it if the sidecar's name
    /// leads to another file by now.
    ///
    /// The closure gets the lock as a child process may be lent it. It runs on this thread, or, where the lock was not
    /// free, on the one that waited for it in the kernel, while this one waits for its end.
    static func during(
        _ sidecar: Sidecar, _ patience: Patience, _ options: LockOptions, _ body: (InheritedLock) -> Void
    ) throws(FileError) {
        let inherited = InheritedLock.find(sidecar.identity, in: options.inherited)
        if let inherited, inherited.mode == .shared, sidecar.mode == .exclusive {
            throw FileError(
                .reentrant, sidecar.place.lockPath,
                "cannot change \(sidecar.place.path): the lock that this process inherited is shared, "
                    + "and a shared lock is never upgraded; run the command under an exclusive one")
        }
        let means = inherited.map { LockMeans.byte($0.depth) } ?? .wholeFile
        let queue = LockQueue.enter(sidecar.identity)
        defer { queue.letGo() }
        var failure: FileError?
        do {
            try wait(queue, sidecar, means, patience) { file in
                do throws(FileError) {
                    guard try sidecar.isNamed() else { return }
                    body(
                        InheritedLock(
                            descriptor: inherited?.descriptor ?? file.raw, mode: sidecar.mode,
                            depth: (inherited?.depth ?? 0) + 1))
                } catch {
                    failure = error
                }
            }
        } catch {
            throw sidecar.failure(error, patience, lacksLentLock: options.lacksLentLock)
        }
        if let failure { throw failure }
    }

    /// Waits for turn and lock, and gives both back after the body.
    private static func wait(
        _ queue: LockQueue, _ sidecar: Sidecar, _ means: LockMeans, _ patience: Patience,
        _ body: (SharedDescriptor) -> Void
    ) throws(WaitFailure) {
        if patience.token?.isCancelled == true { throw .cancelled }
        try queue.takeTurn(sidecar.mode, patience)
        do {
            try queue.acquire(sidecar.descriptor, sidecar.mode, by: means, patience) { file in
                body(file)
                means.release(file.raw)
                queue.endTurn(sidecar.mode)
            }
        } catch {
            queue.endTurn(sidecar.mode)
            throw error
        }
    }
}

extension Sidecar {
    /// Whether its name still leads to the open file.
    fileprivate func isNamed() throws(FileError) -> Bool {
        do {
            return try Kernel.status(place.lockName, in: place.directory).identity == identity
        } catch {
            if error.errno == .noEntry { return false }
            throw FileError(error, place.lockPath, "examine the lock file")
        }
    }

    /// The error for a lock that was not granted.
    func failure(_ failure: WaitFailure, _ patience: Patience, lacksLentLock: Bool = false) -> FileError {
        switch failure {
        case .cancelled:
            return FileError(.cancelled, place.path, "cancelled while waiting for the lock of \(place.path)")
        case .deadline:
            return timeout(patience, lacksLentLock: lacksLentLock)
        case .call(let error) where error.call == .fcntl && error.errno == .badDescriptor:
            return FileError(
                .permissionDenied, place.path,
                "cannot borrow the lock of \(place.path) to change it: that needs the right to write \(place.lockPath)",
                call: error.call.rawValue, errno: error.errno.rawValue)
        case .call(let error):
            return FileError(
                .io, place.lockPath,
                "cannot lock \(place.lockPath) on a \(Kernel.filesystemName(descriptor.raw)) filesystem: "
                    + "\(error.errno); nothing was changed, since nothing else would keep other programs out",
                call: error.call.rawValue, errno: error.errno.rawValue)
        }
    }

    /// The error for a lock that somebody else held all the time.
    func timeout(_ patience: Patience, lacksLentLock: Bool = false) -> FileError {
        FileError(
            lockOf: place.path, waited: MonotonicTime.now.since(patience.started),
            holder: LockHolder.find(descriptor.raw, identity), lacksLentLock: lacksLentLock)
    }
}
