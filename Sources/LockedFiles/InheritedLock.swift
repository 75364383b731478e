/// A lock that a parent process holds and lends to this one: an open descriptor, named in the environment.
///
/// The variable `CREATION_JSON_LOCK` lists `descriptor:mode` or `descriptor:mode:depth`, separated by commas. The lock
/// is the parent's: it is used, never given back and never upgraded. Siblings that inherited the same lock exclude each
/// other by a lock on one byte of the sidecar, at the offset `depth`, which flock(2) does not see.
package struct InheritedLock: Hashable, Sendable {
    /// The environment variable that names the descriptors.
    package static let variable = "CREATION_JSON_LOCK"
    /// The locks that this process was started with.
    ///
    /// Looked at once, before this process opens a lock: a descriptor that did not arrive leaves its number to other
    /// files, and a lock of our own under that number is none that was lent.
    package static let fromEnvironment = announced.filter(\.hasArrived)
    /// Whether a lock was announced whose descriptor did not arrive.
    package static let isLacking = fromEnvironment.count < announced.count

    private static let announced = list(Kernel.environment(variable) ?? "")

    /// The inherited descriptor.
    package var descriptor: Int32
    /// How the parent holds it.
    package var mode: LockMode
    /// How many processes stand between the one that locked and this one, counting this one.
    package var depth: Int

    /// Reads the variable; entries that make no sense are left out.
    package static func list(_ text: String) -> [InheritedLock] {
        text.split(separator: ",").compactMap { entry in
            let parts = entry.split(separator: ":", omittingEmptySubsequences: false)
            guard (2...3).contains(parts.count), let descriptor = Int32(parts[0]), descriptor >= 0,
                let mode = LockMode(rawValue: String(parts[1])),
                let depth = parts.count == 3 ? Int(parts[2]) : 1, (1...1000).contains(depth)
            else { return nil }
            return InheritedLock(descriptor: descriptor, mode: mode, depth: depth)
        }
    }

    /// The variable's value for a child that is given these locks.
    package static func text(_ locks: [InheritedLock]) -> String {
        locks.map { "\($0.descriptor):\($0.mode.rawValue):\($0.depth)" }.joined(separator: ",")
    }

    /// The inherited lock of a sidecar, if there is one and the parent still holds it.
    static func find(_ identity: FileIdentity, in locks: [InheritedLock]) -> InheritedLock? {
        locks.first { lock in
            guard let status = try? Kernel.status(lock.descriptor), status.identity == identity else { return false }
            return lock.isHeld
        }
    }

    /// Whether the descriptor is open, and on a file that is locked.
    var hasArrived: Bool {
        (try? Kernel.status(descriptor)) != nil && isHeld
    }

    /// Whether the open file still has the lock, where the system can tell; the parent may have given it back.
    private var isHeld: Bool {
        #if os(Linux)
            guard let text = SystemFile.text("/proc/self/fdinfo/\(descriptor)") else { return true }
            return text.split(separator: "\n").contains { line in
                line.hasPrefix("lock:") && line.contains(" FLOCK ")
                    && (mode == .shared || line.contains(" WRITE "))
            }
        #else
            return true
        #endif
    }
}
