import CKernel
import Foundation

// The floor: the system calls that the contract demands of one update or snapshot, raw, and nothing else. No library of
// ours, no JSON, no allocation; what a program in C would do that trusted its input. Ratios are held against this.
//
// An update: open the directory, look whether the record is a symbolic link, open the sidecar and see that it is a regular
// file, flock, see that its name still leads to it, open the record, fstat, read, make the temporary, write, ask for
// the attributes to carry over, fchmod, fsync, close, rename, fsync the directory, unlock, and close what is open.

/// One record as the floor sees it: names for the kernel and a buffer, made once.
final class Floor {
    private let directoryName: UnsafeMutablePointer<CChar>
    private let name: UnsafeMutablePointer<CChar>
    private let lockName: UnsafeMutablePointer<CChar>
    private let temporaryName: UnsafeMutablePointer<CChar>
    private let buffer: UnsafeMutableRawBufferPointer
    /// When the lock had been granted and the record read.
    private(set) var began = 0.0

    init(_ path: String, largest: Int = 1 << 20) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let last = String(parts.last ?? "")
        directoryName = Self.cString(parts.dropLast().joined(separator: "/"))
        name = Self.cString(last)
        lockName = Self.cString(last + ".lock")
        temporaryName = Self.cString(last + ".tmp")
        buffer = .allocate(byteCount: largest, alignment: 16)
    }

    deinit {
        for name in [directoryName, name, lockName, temporaryName] { name.deallocate() }
        buffer.deallocate()
    }

    private static func cString(_ text: String) -> UnsafeMutablePointer<CChar> {
        let characters = Array(text.utf8CString)
        let copy = UnsafeMutablePointer<CChar>.allocate(capacity: characters.count)
        copy.initialize(from: characters, count: characters.count)
        return copy
    }

    /// Changes one byte of the record, in a whole cycle under the exclusive lock.
    func update(durable: Bool) throws {
        let directory = try check(open(directoryName, O_RDONLY | O_DIRECTORY | O_CLOEXEC), "open the directory")
        let lock = try lockSidecar(directory, LOCK_EX)
        let record = try check(openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC), "open")
        let (size, mode) = try read(record)
        began = monotonicSeconds()
        buffer[size / 2] = buffer[size / 2] == 0x20 ? 0x21 : 0x20
        try replace(directory, record, size, mode, durable)
        flock(lock, LOCK_UN)
        close(lock)
        close(record)
        close(directory)
    }

    /// Reads the record under the shared lock.
    func snapshot() throws {
        let directory = try check(open(directoryName, O_RDONLY | O_DIRECTORY | O_CLOEXEC), "open the directory")
        let lock = try lockSidecar(directory, LOCK_SH)
        let record = try check(openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC), "open")
        _ = try read(record)
        flock(lock, LOCK_UN)
        close(lock)
        close(record)
        close(directory)
    }

    private func lockSidecar(_ directory: Int32, _ mode: Int32) throws -> Int32 {
        let target = buffer.assumingMemoryBound(to: CChar.self)
        if let target = target.baseAddress, readlinkat(directory, name, target, 4096) >= 0 {
            throw Failure("the record is a symbolic link")
        }
        let access = mode == LOCK_EX ? O_RDWR : O_RDONLY
        while true {
            let lock = try check(
                openat(directory, lockName, access | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC), "open the sidecar")
            var opened = stat()
            var named = stat()
            try check(fstat(lock, &opened), "fstat the sidecar")
            while flock(lock, mode) != 0 {
                guard errno == EINTR else { throw Failure("flock: \(String(cString: strerror(errno)))") }
            }
            try check(fstatat(directory, lockName, &named, AT_SYMLINK_NOFOLLOW), "stat the sidecar")
            if opened.st_dev == named.st_dev, opened.st_ino == named.st_ino { return lock }
            close(lock)
        }
    }

    private func read(_ record: Int32) throws -> (size: Int, mode: mode_t) {
        var status = stat()
        try check(fstat(record, &status), "fstat")
        let size = Int(status.st_size)
        guard Foundation.read(record, buffer.baseAddress, size) == size else { throw Failure("a short read") }
        return (size, status.st_mode)
    }

    private func replace(
        _ directory: Int32, _ record: Int32, _ size: Int, _ mode: mode_t, _ durable: Bool
    ) throws {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let temporary = try check(openat(directory, temporaryName, flags, 0o600), "make the temporary")
        guard write(temporary, buffer.baseAddress, size) == size else { throw Failure("a short write") }
        #if os(Linux)
            try check(flistxattr(record, nil, 0), "flistxattr")
        #endif
        try check(fchmod(temporary, mode & 0o7777), "fchmod")
        if durable { try check(fsync(temporary), "fsync") }
        try check(close(temporary), "close")
        try check(renameat(directory, temporaryName, directory, name), "rename")
        if durable { try check(fsync(directory), "fsync the directory") }
    }
}

/// The result of a system call, unless it failed.
@discardableResult
@inline(__always)
func check<Result: SignedInteger>(_ result: Result, _ call: @autoclosure () -> String) throws -> Result {
    guard result >= 0 else { throw Failure("cannot \(call()): \(String(cString: strerror(errno)))") }
    return result
}
