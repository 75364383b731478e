// The one file of the module that sees libc. Every call passes here, one wrapper per call, named as the call is.
//
// EINTR is retried, except by `fsync` and `close`: a failed fsync is final (the pages are marked clean already) and an
// interrupted close has closed. In debug builds each wrapper asks `Faults` first, so that a test can fail any step;
// the question is compiled out in release.

internal import CKernel

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Glibc)
    internal import Glibc
#endif

/// A number the kernel gave as the reason of a failure.
package struct Errno: Error, Hashable, Sendable, CustomStringConvertible {
    /// The number as libc's `errno` gave it.
    package let rawValue: Int32

    /// Wraps a number.
    package init(rawValue: Int32) { self.rawValue = rawValue }

    /// libc's words for it and its number, such as `No space left on device (errno 28)`.
    package var description: String {
        guard let text = strerror(rawValue) else { return "errno \(rawValue)" }
        return "\(String(cString: text)) (errno \(rawValue))"
    }

    /// Reads the calling thread's `errno`.
    static var current: Errno { Errno(rawValue: errno) }
}

extension Errno {
    package static let noEntry = Errno(rawValue: ENOENT)
    package static let notDirectory = Errno(rawValue: ENOTDIR)
    package static let accessDenied = Errno(rawValue: EACCES)
    package static let notPermitted = Errno(rawValue: EPERM)
    package static let exists = Errno(rawValue: EEXIST)
    package static let isDirectory = Errno(rawValue: EISDIR)
    package static let noDevice = Errno(rawValue: ENODEV)
    package static let noDeviceOrAddress = Errno(rawValue: ENXIO)
    package static let badDescriptor = Errno(rawValue: EBADF)
    package static let nameTooLong = Errno(rawValue: ENAMETOOLONG)
    package static let tooManyLinks = Errno(rawValue: ELOOP)
    package static let invalidArgument = Errno(rawValue: EINVAL)
    package static let interrupted = Errno(rawValue: EINTR)
    package static let wouldBlock = Errno(rawValue: EWOULDBLOCK)
    package static let readOnlyFilesystem = Errno(rawValue: EROFS)
    package static let noSpace = Errno(rawValue: ENOSPC)
    package static let overQuota = Errno(rawValue: EDQUOT)
    package static let inputOutput = Errno(rawValue: EIO)
    package static let tooManyOpenFiles = Errno(rawValue: EMFILE)
    package static let busy = Errno(rawValue: EBUSY)
    package static let noLocks = Errno(rawValue: ENOLCK)
    package static let outOfRange = Errno(rawValue: ERANGE)
    package static let stale = Errno(rawValue: ESTALE)
    package static let noAttribute = Errno(rawValue: ENODATA)
    package static let notSupported = Errno(rawValue: EOPNOTSUPP)
}

extension FileStatus {
    fileprivate init(_ raw: stat) {
        identity = FileIdentity(device: UInt64(truncatingIfNeeded: raw.st_dev), inode: UInt64(raw.st_ino))
        switch raw.st_mode & S_IFMT {
        case S_IFREG: kind = .regular
        case S_IFDIR: kind = .directory
        case S_IFLNK: kind = .symbolicLink
        default: kind = .other
        }
        mode = UInt32(raw.st_mode) & 0o7777
        owner = raw.st_uid
        group = raw.st_gid
        links = UInt64(raw.st_nlink)
        size = Int(raw.st_size)
        #if canImport(Darwin)
            let time = raw.st_mtimespec
        #else
            let time = raw.st_mtim
        #endif
        modified = WallTime(seconds: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec))
    }
}

extension FileStatus.Kind {
    /// What the type of a directory entry says; nil if the filesystem does not tell.
    fileprivate init?(entryType: UInt8) {
        switch Int32(entryType) {
        case Int32(DT_REG): self = .regular
        case Int32(DT_DIR): self = .directory
        case Int32(DT_LNK): self = .symbolicLink
        case Int32(DT_UNKNOWN): return nil
        default: self = .other
        }
    }
}

/// How a file is opened: the combinations this module needs.
struct OpenFlags: OptionSet {
    let rawValue: Int32
    static let readOnly = OpenFlags(rawValue: O_RDONLY)
    static let writeOnly = OpenFlags(rawValue: O_WRONLY)
    static let readWrite = OpenFlags(rawValue: O_RDWR)
    static let createExclusively = OpenFlags(rawValue: O_CREAT | O_EXCL)
    static let noFollow = OpenFlags(rawValue: O_NOFOLLOW)
    static let nonBlocking = OpenFlags(rawValue: O_NONBLOCK)
    static let directory = OpenFlags(rawValue: O_DIRECTORY)
    /// A directory to name entries in, without the right to list or sync it.
    #if os(Linux)
        static let pathOnly = OpenFlags(rawValue: Int32(ckernel_o_path))
    #else
        static let pathOnly = OpenFlags(rawValue: O_RDONLY)
    #endif
}

/// The calls: each wrapper makes the one its documentation or body names, with errors thrown instead of returned.
enum Kernel {
    /// Stands for the working directory where a call wants the descriptor of one.
    static let workingDirectory: Int32 = AT_FDCWD

    /// Runs a call until it is not interrupted; minus one is failure.
    @inline(__always)
    private static func retrying<Result: SignedInteger>(
        _ call: KernelCall, _ body: () -> Result
    ) throws(KernelError) -> Result {
        while true {
            let result = Faults.next(call) ?? body()
            if result != -1 { return result }
            let reason = Errno.current
            if reason != .interrupted { throw KernelError(call: call, errno: reason) }
        }
    }

    /// Opens a file relative to a directory, close-on-exec always.
    static func open(
        _ path: FilePath, in directory: Int32, _ flags: OpenFlags, mode: UInt32 = 0
    ) throws(KernelError) -> Descriptor {
        let raw = try path.withCString { (name) throws(KernelError) in
            try retrying(.openat) { openat(directory, name, flags.rawValue | O_CLOEXEC, mode_t(mode)) }
        }
        return Descriptor(adopting: raw)
    }

    /// The target of a symbolic link.
    static func readLink(_ path: FilePath, in directory: Int32) throws(KernelError) -> FilePath {
        let short = try readLink(path, in: directory, capacity: 512)
        if let short { return short }
        guard let whole = try readLink(path, in: directory, capacity: Int(PATH_MAX) + 1) else {
            throw KernelError(call: .readlinkat, errno: .nameTooLong)
        }
        return whole
    }

    /// Nil if the target may be longer than what fits.
    private static func readLink(
        _ path: FilePath, in directory: Int32, capacity: Int
    ) throws(KernelError) -> FilePath? {
        try path.withCString { (name) throws(KernelError) in
            try withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) {
                (buffer) throws(KernelError) -> FilePath? in
                guard let base = buffer.baseAddress else { return nil }
                let count = try retrying(.readlinkat) { readlinkat(directory, name, base, capacity) }
                return count == capacity ? nil : FilePath(bytes: buffer.prefix(count).map { UInt8(bitPattern: $0) })
            }
        }
    }

    static func status(_ descriptor: Int32) throws(KernelError) -> FileStatus {
        var raw = stat()
        _ = try retrying(.fstat) { fstat(descriptor, &raw) }
        return FileStatus(raw)
    }

    /// The status of a name itself; a symbolic link is not followed unless it is asked for.
    static func status(
        _ path: FilePath, in directory: Int32, followingLink: Bool = false
    ) throws(KernelError) -> FileStatus {
        var raw = stat()
        _ = try path.withCString { (name) throws(KernelError) in
            try retrying(.fstatat) { fstatat(directory, name, &raw, followingLink ? 0 : AT_SYMLINK_NOFOLLOW) }
        }
        return FileStatus(raw)
    }

    /// Takes a lock of the open file description; waits for it if asked to.
    static func lock(_ descriptor: Int32, _ mode: LockMode, wait: Bool) throws(KernelError) {
        let operation = (mode == .exclusive ? LOCK_EX : LOCK_SH) | (wait ? 0 : LOCK_NB)
        _ = try retrying(.flock) { flock(descriptor, operation) }
    }

    /// Gives a lock back. It cannot fail on a descriptor that holds one, and there is no second way if it did.
    static func unlock(_ descriptor: Int32) {
        if Faults.next(.unlock) as Int32? == nil { _ = flock(descriptor, LOCK_UN) }
    }

    /// Takes a lock on one byte, for the open file description, apart from `flock`; waits for it if asked to.
    static func lockByte(_ descriptor: Int32, at offset: Int, _ mode: LockMode, wait: Bool) throws(KernelError) {
        do {
            _ = try retrying(.fcntl) {
                ckernel_lock_byte(
                    descriptor, Int64(offset), Int16(mode == .exclusive ? F_WRLCK : F_RDLCK), wait ? 1 : 0)
            }
        } catch let error where error.errno == .accessDenied {  // POSIX lets fcntl say so for contention
            throw KernelError(call: .fcntl, errno: .wouldBlock)
        }
    }

    /// Whether somebody else holds a byte exclusively.
    static func isByteTaken(_ descriptor: Int32, at offset: Int) throws(KernelError) -> Bool {
        try retrying(.fcntl) { ckernel_byte_is_taken(descriptor, Int64(offset)) } == 1
    }

    /// Gives the lock on a byte back.
    static func unlockByte(_ descriptor: Int32, at offset: Int) {
        _ = ckernel_lock_byte(descriptor, Int64(offset), Int16(F_UNLCK), 0)
    }

    static func readSome(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) throws(KernelError) -> Int {
        try retrying(.read) { read(descriptor, buffer.baseAddress, buffer.count) }
    }

    /// Writes some of the bytes and says how many.
    static func writeSome(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) throws(KernelError) -> Int {
        let count = Faults.shortened(bytes.count)
        return try retrying(.write) { write(descriptor, bytes.baseAddress, count) }
    }

    static func changeOwner(_ descriptor: Int32, owner: UInt32?, group: UInt32?) throws(KernelError) {
        _ = try retrying(.fchown) { fchown(descriptor, owner ?? .max, group ?? .max) }
    }

    static func changeMode(_ descriptor: Int32, _ mode: UInt32) throws(KernelError) {
        _ = try retrying(.fchmod) { fchmod(descriptor, mode_t(mode)) }
    }

    /// Asks that everything written to the file is on the medium. Never retried, whatever it answers.
    static func sync(_ descriptor: Int32) throws(KernelError) {
        #if canImport(Darwin)
            let result = Faults.next(.fsync) ?? Darwin.fcntl(descriptor, F_FULLFSYNC)
        #else
            let result = Faults.next(.fsync) ?? fsync(descriptor)
        #endif
        if result == -1 { throw KernelError(call: .fsync, errno: .current) }
    }

    /// Closes once. The descriptor is gone whatever it answers.
    static func closeOnce(_ descriptor: Int32) throws(KernelError) {
        let result = close(descriptor)
        let reason = Errno.current
        if Faults.next(.close) as Int32? != nil { throw KernelError(call: .close, errno: .current) }
        if result == -1 { throw KernelError(call: .close, errno: reason) }
    }

    static func rename(_ old: FilePath, to new: FilePath, in directory: Int32) throws(KernelError) {
        _ = try old.withCString { (old) throws(KernelError) in
            try new.withCString { (new) throws(KernelError) in
                try retrying(.renameat) { renameat(directory, old, directory, new) }
            }
        }
    }

    static func unlink(_ path: FilePath, in directory: Int32) throws(KernelError) {
        _ = try path.withCString { (name) throws(KernelError) in
            try retrying(.unlinkat) { unlinkat(directory, name, 0) }
        }
    }

    #if os(Linux)
        /// The names of the extended attributes, each followed by a NUL.
        static func attributeNames(of file: Int32) throws(KernelError) -> [UInt8] {
            try sized(.flistxattr) { flistxattr(file, $0, $1) }
        }

        static func attribute(_ name: FilePath, of file: Int32) throws(KernelError) -> [UInt8] {
            try name.withCString { (name) throws(KernelError) in
                try sized(.fgetxattr) { fgetxattr(file, name, $0, $1) }
            }
        }

        static func setAttribute(_ name: FilePath, of file: Int32, to value: [UInt8]) throws(KernelError) {
            _ = try name.withCString { (name) throws(KernelError) in
                try retrying(.fsetxattr) { fsetxattr(file, name, value, value.count, 0) }
            }
        }

        static func removeAttribute(_ name: FilePath, of file: Int32) throws(KernelError) {
            _ = try name.withCString { (name) throws(KernelError) in
                try retrying(.fremovexattr) { fremovexattr(file, name) }
            }
        }

        /// What a call gives that fails with ERANGE if it has more than fits. Most have little, which needs no heap;
        /// 64 KiB is the most that Linux lets an attribute or a list of them have.
        private static func sized(
            _ call: KernelCall, _ body: (UnsafeMutablePointer<CChar>?, Int) -> Int
        ) throws(KernelError) -> [UInt8] {
            do {
                return try filled(call, 512, body)
            } catch let error where error.errno == .outOfRange {
                return try filled(call, 1 << 16, body)
            }
        }

        private static func filled(
            _ call: KernelCall, _ capacity: Int, _ body: (UnsafeMutablePointer<CChar>?, Int) -> Int
        ) throws(KernelError) -> [UInt8] {
            try withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { (buffer) throws(KernelError) in
                let count = try retrying(call) { body(buffer.baseAddress, buffer.count) }
                return count == 0 ? [] : buffer.prefix(count).map { UInt8(bitPattern: $0) }
            }
        }
    #elseif canImport(Darwin)
        /// Copies ACL and extended attributes; false if something was lost.
        static func copyAttributes(from old: Int32, to new: Int32) -> Bool {
            fcopyfile(old, new, nil, copyfile_flags_t(COPYFILE_ACL | COPYFILE_XATTR)) == 0
        }
    #endif

    /// The entries of an open directory, unsorted. The buffer is for the kernel's answers and may be used again.
    static func entries(
        of directory: borrowing Descriptor, using buffer: UnsafeMutableRawBufferPointer
    ) throws(KernelError) -> DirectoryListing {
        var listing = DirectoryListing()
        #if os(Linux)
            // struct linux_dirent64: inode, offset (8 bytes each), length of the record (2), kind (1), name with NUL
            let raw = directory.raw
            while true {
                let count = try retrying(.getdents) { getdents64(raw, buffer.baseAddress, buffer.count) }
                if count == 0 { return listing }
                var position = 0
                var next: Int64 = 0
                while position < count {
                    let length = Int(buffer.loadUnaligned(fromByteOffset: position + 16, as: UInt16.self))
                    let name = buffer[(position + 19)..<(position + length)]
                    let end = name.firstIndex(of: 0) ?? name.endIndex
                    listing.add(
                        UnsafeRawBufferPointer(rebasing: name[..<end]),
                        FileStatus.Kind(entryType: buffer[position + 18]))
                    next = buffer.loadUnaligned(fromByteOffset: position + 8, as: Int64.self)
                    position += length
                }
                // ext4 and btrfs say so where nothing can follow, which saves asking once more.
                if next == .max { return listing }
            }
        #else
            let copy = try duplicate(directory.raw)
            guard let stream = fdopendir(copy.raw) else { throw KernelError(call: .getdents, errno: .current) }
            copy.forget()
            defer { closedir(stream) }
            while let entry = readdir(stream) {
                let count = Int(entry.pointee.d_namlen)
                let kind = FileStatus.Kind(entryType: entry.pointee.d_type)
                withUnsafeBytes(of: &entry.pointee.d_name) {
                    listing.add(UnsafeRawBufferPointer(rebasing: $0[..<count]), kind)
                }
            }
            return listing
        #endif
    }

    /// The order of two stretches of bytes.
    static func compare(_ bytes: UnsafeRawBufferPointer, _ a: Int, _ b: Int, _ count: Int) -> Int32 {
        guard let base = bytes.baseAddress else { return 0 }
        return memcmp(base + a, base + b, count)
    }

    /// How many processors there are to run on.
    static var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

    #if canImport(Darwin)
        /// A second descriptor of the same open file description, close-on-exec.
        static func duplicate(_ descriptor: Int32) throws(KernelError) -> Descriptor {
            Descriptor(adopting: try retrying(.dup) { fcntl(descriptor, F_DUPFD_CLOEXEC, 0) })
        }
    #endif

    /// The calling process.
    static var processIdentifier: Int32 { getpid() }

    /// Nanoseconds of a clock.
    static func clock(monotonic: Bool) -> WallTime {
        var time = timespec()
        clock_gettime(monotonic ? CLOCK_MONOTONIC : CLOCK_REALTIME, &time)
        return WallTime(seconds: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec))
    }

    #if os(Linux)
        /// The number by which a filesystem says what it is.
        static func filesystemMagic(_ descriptor: Int32) -> Int { ckernel_filesystem_magic(descriptor) }

        /// The two halves of a device number, as `/proc` prints them.
        static func deviceHalves(_ device: UInt64) -> (major: UInt32, minor: UInt32) {
            (ckernel_device_major(device), ckernel_device_minor(device))
        }
    #endif

    /// A variable of the environment.
    static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    #if DEBUG
        /// Makes the calling thread's `errno` what a test wants it to be.
        static func setErrno(_ value: Errno) { errno = value.rawValue }
    #endif
}

extension Kernel {
    /// Starts a detached thread; false if the system has none to give.
    static func startThread(_ body: @escaping @Sendable () -> Void) -> Bool {
        if Faults.next(.startThread) as Int32? != nil { return false }
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        pthread_attr_setstacksize(&attributes, 1 << 20)
        let start = Unmanaged.passRetained(ThreadBody(body))
        #if canImport(Darwin)
            var thread: pthread_t?
            let result = pthread_create(&thread, &attributes, { ThreadBody.run($0) }, start.toOpaque())
        #else
            var thread = pthread_t()
            let result = pthread_create(
                &thread, &attributes, { argument in argument.flatMap { ThreadBody.run($0) } }, start.toOpaque())
        #endif
        if result != 0 { start.release() }
        return result == 0
    }

    private final class ThreadBody {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }

        static func run(_ start: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
            Unmanaged<ThreadBody>.fromOpaque(start).takeRetainedValue().body()
            return nil
        }
    }
}

/// A mutex and a condition to wait for under it, on the clock that never jumps.
// Sendable because pthread's objects are made to be used from several threads, and the pointers never change.
final class Monitor: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init() {
        pthread_mutex_init(mutex, nil)
        #if canImport(Darwin)
            pthread_cond_init(condition, nil)
        #else
            var attributes = pthread_condattr_t()
            pthread_condattr_init(&attributes)
            pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
            pthread_cond_init(condition, &attributes)
            pthread_condattr_destroy(&attributes)
        #endif
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    func lock() { pthread_mutex_lock(mutex) }

    func unlock() { pthread_mutex_unlock(mutex) }

    /// Wakes one waiter.
    func signal() { pthread_cond_signal(condition) }

    /// Wakes all waiters.
    func broadcast() { pthread_cond_broadcast(condition) }

    /// Gives the mutex up until woken; false once the deadline has passed. May wake for no reason.
    func wait(until deadline: MonotonicTime?) -> Bool {
        guard let deadline, deadline.nanoseconds != .max else {
            pthread_cond_wait(condition, mutex)
            return true
        }
        #if canImport(Darwin)
            let left = max(0, deadline.nanoseconds - MonotonicTime.now.nanoseconds)
            var time = timespec(tv_sec: Int(left / 1_000_000_000), tv_nsec: Int(left % 1_000_000_000))
            return pthread_cond_timedwait_relative_np(condition, mutex, &time) == 0
        #else
            let seconds = deadline.nanoseconds / 1_000_000_000
            var time = timespec(tv_sec: Int(seconds), tv_nsec: Int(deadline.nanoseconds % 1_000_000_000))
            return pthread_cond_timedwait(condition, mutex, &time) == 0
        #endif
    }
}
