/// The one error of this module: what happened, to which file, in which call.
package struct FileError: Error, Sendable {
    /// What kind of failure it is; stable, for code that must tell failures apart.
    package enum Code: String, Sendable {
        case notFound = "not_found"
        case permissionDenied = "permission_denied"
        case alreadyExists = "already_exists"
        case lockTimeout = "lock_timeout"
        case notRegularFile = "not_regular_file"
        case nameTooLong = "name_too_long"
        case limitExceeded = "limit_exceeded"
        /// The new state is visible, but a power cut might still undo it.
        case durabilityUnknown = "durability_unknown"
        /// The lock is held already by the code that asks for it, or lent to it for reading only.
        case reentrant
        case outsideRoot = "outside_root"
        case cancelled
        case io
    }

    /// The kind of failure.
    package var code: Code
    /// The file it happened to: the record, its sidecar or its temporary.
    package var path: FilePath
    /// A plain sentence: what happened, to which file, what to do next.
    package var message: String
    /// The name of the call that failed, such as `renameat`.
    package var call: String?
    /// The number that the kernel answered.
    package var errno: Int32?
    /// Who holds the lock, if the system could tell; only with `lockTimeout`.
    package var holder: LockHolder?
    /// How long the lock was waited for; only with `lockTimeout`.
    package var waited: Duration?
    /// Whether a lock was lent to this process whose descriptor did not arrive; only with `lockTimeout`.
    package var lacksLentLock = false
    /// Which gate of a hold could not be had, from 0; nil where it is the target or there are no gates.
    package var gate: Int?

    init(
        _ code: Code, _ path: FilePath, _ message: String, call: String? = nil, errno: Int32? = nil
    ) {
        self.code = code
        self.path = path
        self.message = message
        self.call = call
        self.errno = errno
    }

    /// The error for a lock that somebody else held all the time.
    init(lockOf path: FilePath, waited: Duration, holder: LockHolder?, lacksLentLock: Bool) {
        let who = holder.map { holder in
            let command = holder.command.map { " (\($0))" } ?? ""
            return "process \(holder.pid)\(command) holds it"
        }
        self.init(
            .lockTimeout, path,
            "the lock of \(path) was not free within \(waited.secondsText): \(who ?? "somebody holds it")"
                + (lacksLentLock ? "; a lock was lent to this process, but did not arrive" : ""))
        self.waited = waited
        self.holder = holder
        self.lacksLentLock = lacksLentLock
    }

    /// An error from a failed call, its code chosen by errno unless the caller knows better.
    init(_ failure: KernelError, _ path: FilePath, _ doing: String, code: Code? = nil) {
        self.init(
            code ?? Code(failure), path, "cannot \(doing) \(path): \(failure.errno)",
            call: failure.call.rawValue, errno: failure.errno.rawValue)
    }

    /// The same time-out, for one who waited longer than the last look at the lock: this long.
    package func after(_ waited: Duration) -> FileError {
        FileError(lockOf: path, waited: waited, holder: holder, lacksLentLock: lacksLentLock).about(gate: gate)
    }

    /// The same error, about this gate of a hold.
    func about(gate: Int?) -> FileError {
        var copy = self
        copy.gate = gate
        return copy
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

extension FileError: CustomStringConvertible {
    package var description: String { message }
}

extension FileError.Code {
    /// The code that an errno means: calls on names tell what is wrong with the name, calls on data do not.
    init(_ failure: KernelError) {
        if [.read, .write, .fsync, .close, .flock, .fcntl].contains(failure.call) {
            self = .io
            return
        }
        self =
            switch failure.errno {
            case .noEntry, .notDirectory: .notFound
            case .accessDenied, .notPermitted: .permissionDenied
            case .exists: .alreadyExists
            case .isDirectory, .noDevice, .noDeviceOrAddress: .notRegularFile
            case .nameTooLong: .nameTooLong
            default: .io
            }
    }
}

/// A process that holds a lock.
package struct LockHolder: Sendable, Hashable {
    /// The process id.
    package var pid: Int32
    /// The name of its program, if it may be read.
    package var command: String?
}
