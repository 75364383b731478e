/// The calls that can fail, by their names.
package enum KernelCall: String, Sendable, CaseIterable {
    case openat, readlinkat, fstat, fstatat, flock, unlock, fcntl, read, write, flistxattr, fgetxattr, fsetxattr,
        fremovexattr
    case fchown, fchmod, fsync, close, renameat, unlinkat, dup, getdents = "readdir", startThread = "pthread_create"
}

/// A call that failed, and why.
package struct KernelError: Error, Hashable, Sendable {
    let call: KernelCall
    let errno: Errno

    /// The sidecar's name no longer leads to the file that is locked (LOCK-17).
    static let lostLock = KernelError(call: .fstatat, errno: .stale)
}

/// Which open file it is: the same for every name and descriptor of one file.
package struct FileIdentity: Hashable, Comparable, Sendable {
    package var device: UInt64
    package var inode: UInt64

    /// The order in which several locks are taken.
    package static func < (a: FileIdentity, b: FileIdentity) -> Bool {
        (a.device, a.inode) < (b.device, b.inode)
    }
}

/// What `stat` tells, as far as this module asks.
struct FileStatus {
    enum Kind { case regular, directory, symbolicLink, other }

    var identity: FileIdentity
    var kind: Kind
    /// The permission bits with set-id and sticky bits: the low twelve.
    var mode: UInt32
    var owner: UInt32
    var group: UInt32
    var links: UInt64
    var size: Int
    var modified: WallTime

    /// The permissions where the group could not be kept: another one gets no more than everybody, and set-id bits go.
    var modeForAnotherGroup: UInt32 { (mode & 0o707) | ((mode & 0o007) << 3) }
}

extension Kernel {
    /// The name of the filesystem that holds an open file, for people.
    static func filesystemName(_ descriptor: Int32) -> String {
        #if os(Linux)
            let magic = filesystemMagic(descriptor)
            let known: [Int: String] = [
                0xEF53: "ext4", 0x5846_5342: "xfs", 0x9123_683E: "btrfs", 0x0102_1994: "tmpfs", 0x6969: "nfs",
                0xFF53_4D42: "cifs", 0xFE53_4D42: "smb2", 0x6573_5546: "fuse", 0x794C_7630: "overlayfs",
                0x0102_1997: "9p", 0x2FC1_2FC1: "zfs", 0x4D44: "vfat", 0x00C3_6400: "ceph", 0x0BD0_0BD0: "lustre",
                0x4750_4653: "gpfs", 0x1980_0202: "beegfs",
            ]
            return known[magic] ?? "0x" + String(UInt(bitPattern: magic), radix: 16)
        #else
            return "unknown"
        #endif
    }
}
