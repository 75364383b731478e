/// Runs a closure with a record's exclusive lock held, and the shared locks of others that must not change meanwhile.
///
/// All sidecars are opened, duplicates dropped by (device, inode), and taken in that order, so that two callers who name
/// the same records never wait for each other, whatever names they use. The closure runs once, on the calling thread or,
/// where a lock was not free, on the thread of ours that waited for it, while this call waits. The locks are given back in
/// reverse order before this returns, whatever the closure does.
///
/// - Parameters:
///   - target: the record that may be changed. Its sidecar is made if it does not exist.
///   - gates: records that the closure only reads. A gate in a directory that does not exist reads as absent.
///   - options: how to wait.
///   - body: gets the records. Must not lock any of them again: that fails with `reentrant` at once.
/// - Returns: what the closure returned.
/// - Throws: `FileError`, or what the closure threw.
package func withExclusive<Result>(
    _ target: FilePath, also gates: [FilePath] = [], options: LockOptions = LockOptions(),
    body: (inout HeldRecords) throws -> Result
) throws -> Result {
    try withLocks(target, .exclusive, also: gates, options, body: body)
}

/// Runs a closure with a record's shared lock held, for a child process that is lent it; makes the sidecar if need be.
package func withShared<Result>(
    _ target: FilePath, options: LockOptions = LockOptions(), body: (LockLoan) throws -> Result
) throws -> Result {
    try withLocks(target, .shared, also: [], options) { try body($0.loan) }
}

private func withLocks<Result>(
    _ target: FilePath, _ mode: LockMode, also gates: [FilePath], _ options: LockOptions,
    body: (inout HeldRecords) throws -> Result
) throws -> Result {
    let patience = Patience(options)
    defer { LateClose.start() }
    while true {
        var places = [try Optional(Place.resolve(target, beneath: options.root))]
        for (index, gate) in gates.enumerated() {
            do { places.append(try gatePlace(gate, options)) } catch { throw error.about(gate: index) }
        }
        var sidecars: [Sidecar] = []
        var sameAsTarget: [Bool] = []
        for (index, place) in places.enumerated() {
            let gate = index == 0 ? nil : index - 1
            do {
                var sidecar = try place.map { try Sidecar.openOrCreate(at: $0, gate == nil ? mode : .shared, options) }
                sidecar?.gate = gate
                sameAsTarget.append(try sidecar?.isSameRecord(as: sidecars.first) ?? false)
                if let sidecar { add(sidecar, to: &sidecars) }
            } catch let error as FileError {
                throw error.about(gate: gate)
            }
        }
        let own = sidecars[0].identity
        sidecars.sort { $0.identity < $1.identity }
        try refuseReentry(sidecars)

        // Declared before the locks are taken, so that what it keeps open is closed after they are released.
        var records = HeldRecords(places, sameAsTarget, own, options)
        let scope = HoldScope(sidecars.map(\.identity))
        let result = try holding(sidecars[...], [], patience, options) { locks in
            records.locks = locks
            defer { scope.end() }
            return try HoldScope.$current.withValue(scope) { try body(&records) }
        }
        if let result { return result }
        try sidecars.first?.giveUpIfOver(patience)
    }
}

/// Throws `reentrant` where the running code is inside a hold of one of these records, under whatever name, and would wait
/// for itself.
///
/// For who is about to wait on another thread, which knows nothing of that hold. Takes no lock and makes no sidecar; what
/// cannot be looked up is left to the hold that is asked for, which will say why.
package func refuseReentry(
    _ target: FilePath, also gates: [FilePath] = [], beneath root: FilePath?
) throws(FileError) {
    for (index, path) in ([target] + gates).enumerated() {
        guard let place = try? Place.resolve(path, beneath: root, readOnly: true),
            let sidecar = try? Kernel.status(place.lockName, in: place.directory)
        else { continue }
        if HoldScope.holds(sidecar.identity) { throw reentry(place).about(gate: index == 0 ? nil : index - 1) }
    }
}

/// Reads a record under its shared lock; nil if it does not exist.
///
/// If there is no sidecar, or it may not be opened, the record is read without a lock and a diagnostic says so: it is
/// replaced by renaming, so what is read is the old record or the new one, whole. A reader makes no sidecar.
package func readShared(_ path: FilePath, options: LockOptions = LockOptions()) throws(FileError) -> FileContents? {
    let patience = Patience(options)
    while true {
        let place: Place
        do {
            place = try Place.resolve(path, beneath: options.root, readOnly: true)
        } catch let error where error.code == .notFound {
            return nil
        }
        guard let sidecar = try openForReading(place, options) else { return try contents(of: place, options) }
        try refuseReentry([sidecar])
        var answer: Result<FileContents?, FileError>?
        try HeldLock.during(sidecar, patience, options) { _ in
            answer = Result { () throws(FileError) in try contents(of: place, options) }
        }
        if let answer { return try answer.get() }
        try sidecar.giveUpIfOver(patience)
    }
}

/// Nests the holds of several locks; nil if one of the sidecars was replaced before it was locked.
private func holding<Result>(
    _ sidecars: ArraySlice<Sidecar>, _ held: [InheritedLock], _ patience: Patience, _ options: LockOptions,
    body: ([InheritedLock]) throws -> Result
) throws -> Result? {
    guard let first = sidecars.first else { return try body(held) }
    var outcome = Swift.Result<Result?, any Error>.success(nil)
    do {
        try HeldLock.during(first, patience, options) { lent in
            outcome = Swift.Result { try holding(sidecars.dropFirst(), held + [lent], patience, options, body: body) }
        }
    } catch {
        throw error.about(gate: first.gate)
    }
    return try outcome.get()
}

private func gatePlace(_ path: FilePath, _ options: LockOptions) throws(FileError) -> Place? {
    do {
        return try Place.resolve(path, beneath: options.root)
    } catch let error where error.code == .notFound {
        options.diagnostics(
            FileDiagnostic(
                code: .unlockedGate, path: path,
                message: "the directory of \(path) does not exist, so there is nothing to lock: "
                    + "it is taken as absent, though somebody might create it meanwhile"))
        return nil
    }
}

/// Adds a sidecar, or its stronger mode to one that is the same file.
private func add(_ sidecar: Sidecar, to sidecars: inout [Sidecar]) {
    guard let known = sidecars.firstIndex(where: { $0.identity == sidecar.identity }) else {
        return sidecars.append(sidecar)
    }
    if sidecar.mode == .exclusive { sidecars[known].mode = .exclusive }
}

private func refuseReentry(_ sidecars: [Sidecar]) throws(FileError) {
    guard let held = sidecars.first(where: { HoldScope.holds($0.identity) }) else { return }
    throw reentry(held.place).about(gate: held.gate)
}

private func reentry(_ place: Place) -> FileError {
    FileError(
        .reentrant, place.path,
        "\(place.path) is already locked by the code that asks for it: "
            + "use the record that the closure was given instead of locking it again")
}

/// The sidecar as a reader wants it; nil to read without a lock.
private func openForReading(_ place: Place, _ options: LockOptions) throws(FileError) -> Sidecar? {
    let reason: String
    do {
        if let sidecar = try Sidecar.open(at: place, .shared) { return sidecar }
        reason = "it has no lock file"
    } catch let error where error.code == .permissionDenied && error.call == KernelCall.openat.rawValue {
        reason = "its lock file may not be opened"
    }
    options.diagnostics(
        FileDiagnostic(
            code: .unlockedRead, path: place.path, message: "\(place.path) was read without a lock: \(reason)"))
    return nil
}

private func contents(of place: Place, _ options: LockOptions) throws(FileError) -> FileContents? {
    guard let record = try OpenRecord.open(at: place) else { return nil }
    return try record.contents(of: place, atMost: options.maximumSize)
}

extension Sidecar {
    /// Whether both are the lock of one record. The same lock file is not enough: a tree copied with hard links has
    /// two records whose lock files are one.
    fileprivate func isSameRecord(as other: Sidecar?) throws(FileError) -> Bool {
        guard let other else { return true }
        guard identity == other.identity else { return false }
        return try place.directoryIdentity() == other.place.directoryIdentity()
    }

    /// Ends the attempts to lock a sidecar that is replaced again and again.
    fileprivate func giveUpIfOver(_ patience: Patience) throws(FileError) {
        if patience.token?.isCancelled == true { throw failure(.cancelled, patience) }
        if patience.isOver { throw timeout(patience) }
    }
}
