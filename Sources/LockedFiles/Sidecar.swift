/// An open sidecar lock file, not necessarily locked.
struct Sidecar {
    /// The record it belongs to.
    let place: Place
    /// Open close-on-exec, without following a link, a regular file.
    let descriptor: SharedDescriptor
    /// Which file is open, whatever its name leads to by now.
    let identity: FileIdentity
    /// How it is to be locked.
    var mode: LockMode
    /// Which gate of the hold it is opened for, from 0; nil for the target's.
    var gate: Int?

    /// Opens the sidecar of a record, making it if there is none.
    ///
    /// Opened without `O_CREAT` first and read-only if it may not be written, so that neither a sticky directory nor
    /// `fs.protected_regular` stops a colleague: flock(2) needs no right to write.
    static func openOrCreate(at place: Place, _ mode: LockMode, _ options: LockOptions) throws(FileError) -> Sidecar {
        while true {
            if let sidecar = try open(at: place, mode) { return sidecar }
            if let sidecar = try create(at: place, mode, options) { return sidecar }
        }
    }

    /// Opens the sidecar of a record; nil if there is none.
    static func open(at place: Place, _ mode: LockMode) throws(FileError) -> Sidecar? {
        let file: SharedDescriptor
        do {
            file = try openFile(at: place, mode)
        } catch let error where error.errno == .noEntry {
            return nil
        } catch {
            throw refusal(error, place)
        }
        return try Sidecar(place: place, descriptor: file, identity: status(of: file, place).identity, mode: mode)
    }

    private static func openFile(at place: Place, _ mode: LockMode) throws(KernelError) -> SharedDescriptor {
        if mode == .exclusive {
            do {
                return SharedDescriptor(
                    try Kernel.open(place.lockName, in: place.directory, [.readWrite, .noFollow, .nonBlocking]))
            } catch let error where [.accessDenied, .notPermitted, .readOnlyFilesystem].contains(error.errno) {
                // Reading is enough to lock.
            }
        }
        return SharedDescriptor(
            try Kernel.open(place.lockName, in: place.directory, [.readOnly, .noFollow, .nonBlocking]))
    }

    /// Makes the sidecar with the record's permission bits and group; nil if somebody else was faster.
    private static func create(
        at place: Place, _ mode: LockMode, _ options: LockOptions
    ) throws(FileError) -> Sidecar? {
        let record = try? Kernel.status(place.name, in: place.directory)
        if let record, record.kind != .regular { throw OpenRecord.notRegular(place, record.kind) }
        let file: SharedDescriptor
        do {
            file = SharedDescriptor(
                try Kernel.open(
                    place.lockName, in: place.directory, [.readWrite, .createExclusively, .noFollow, .nonBlocking],
                    mode: record.map { $0.mode & 0o777 } ?? 0o666))
        } catch let error where error.errno == .exists {
            return nil
        } catch {
            throw refusal(error, place)
        }
        let status = try status(of: file, place)
        if let record, let failure = adopt(record, place, file, status) {
            options.diagnostics(
                FileDiagnostic(
                    code: .attributesNotKept, path: place.lockPath,
                    message: "\(place.lockPath) could not be given the record's group and permissions "
                        + "(\(failure.errno)); others who may change the record may be unable to lock it"))
        }
        return Sidecar(place: place, descriptor: file, identity: status.identity, mode: mode)
    }

    /// Gives a new sidecar the record's group, ACL and bits: the umask has taken some away, the directory may have given
    /// another group, and with an ACL the group's bits are no right of the group. Does as much of it as it can, and answers
    /// what failed first.
    private static func adopt(
        _ record: FileStatus, _ place: Place, _ file: SharedDescriptor, _ status: FileStatus
    ) -> KernelError? {
        var failure: KernelError?
        var bits = record.mode & 0o777
        do throws(KernelError) {
            if record.group != status.group { try Kernel.changeOwner(file.raw, owner: nil, group: record.group) }
            // Who may not read the record will not get far; then its bits must do.
            if let open = try? Kernel.open(place.name, in: place.directory, [.readOnly, .noFollow, .nonBlocking]) {
                try Attributes.copyAccessList(from: open.raw, to: file.raw)
            }
        } catch {
            failure = error
            bits = record.modeForAnotherGroup
        }
        do throws(KernelError) {
            if bits != status.mode { try Kernel.changeMode(file.raw, bits) }
        } catch {
            failure = failure ?? error
        }
        return failure
    }

    private static func status(of file: SharedDescriptor, _ place: Place) throws(FileError) -> FileStatus {
        let status: FileStatus
        do { status = try Kernel.status(file.raw) } catch { throw FileError(error, place.lockPath, "examine") }
        if status.kind != .regular { throw notRegular(place, "it is not a regular file") }
        return status
    }

    private static func refusal(_ failure: KernelError, _ place: Place) -> FileError {
        switch failure.errno {
        case .tooManyLinks: notRegular(place, "it is a symbolic link")
        case .isDirectory: notRegular(place, "it is a directory")
        case .noDevice, .noDeviceOrAddress: notRegular(place, "it is a socket or a device")
        default: FileError(failure, place.lockPath, "open the lock file")
        }
    }

    private static func notRegular(_ place: Place, _ what: String) -> FileError {
        FileError(
            .notRegularFile, place.lockPath,
            "cannot lock \(place.path) with \(place.lockPath): \(what); move it away")
    }
}
