import CreationTestSupport
import Foundation
import Testing

@testable import LockedFiles

/// Another process that holds a record's lock the way any program would: through flock(1) or flock(2).
final class ForeignHolder {
    private let process = Process()
    private let input = Pipe()

    init(_ scratch: Scratch, _ name: String = "creation.json", shared: Bool = false) throws {
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "flock", shared ? "--shared" : "--exclusive", scratch.path + "/" + name + ".lock",
            "sh", "-c", "echo held; read line",
        ]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        _ = try output.fileHandleForReading.read(upToCount: 1)
    }

    var pid: Int32 { process.processIdentifier }

    func letGo() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    func stop() { kill(pid, SIGSTOP) }

    func resume() { kill(pid, SIGCONT) }

    deinit { letGo() }
}

@Suite("Other processes (LOCK)", .ownThreads)
struct ProcessTests {
    @Test("A lock that another process holds is waited for, and the holder is named at the timeout (LOCK-7)")
    func foreignHolder() throws {
        let scratch = try Scratch()
        let path = scratch.file()
        let holder = try ForeignHolder(scratch)
        let shortest = try shortest(under: .milliseconds(480)) {
            let error = try failure {
                try update(path, options: LockOptions(timeout: .milliseconds(400))) { _ in "new" }
            }
            #expect(error.code == .lockTimeout)
            #expect(error.holder == LockHolder(pid: holder.pid, command: "flock"))
            #expect(error.message.contains("process \(holder.pid) (flock) holds it"))
            let waited = try #require(error.waited)
            #expect(waited >= .milliseconds(400))
            return waited
        }
        #expect(shortest < .milliseconds(480))
        #expect(scratch.text() == nil)
        holder.letGo()
        try update(path, options: LockOptions(timeout: .patience)) { _ in "new" }
        #expect(scratch.text() == "new")
    }

    @Test("A stopped holder keeps its lock, and readers and writers end at their timeouts")
    func stoppedHolder() throws {
        let scratch = try Scratch()
        let holder = try ForeignHolder(scratch)
        holder.stop()
        defer { holder.resume() }
        let options = LockOptions(timeout: .milliseconds(100))
        #expect(try failure { try update(scratch.file(), options: options) { _ in "new" } }.code == .lockTimeout)
        #expect(try failure { try readShared(scratch.file(), options: options) }.code == .lockTimeout)
    }

    @Test("A foreign reader lets readers in and keeps writers out")
    func foreignReader() throws {
        let scratch = try Scratch()
        try scratch.write("old")
        let holder = try ForeignHolder(scratch, shared: true)
        defer { holder.letGo() }
        let options = LockOptions(timeout: .milliseconds(50))
        #expect(try readShared(scratch.file(), options: options)?.bytes == Array("old".utf8))
        #expect(try failure { try update(scratch.file(), options: options) { _ in "new" } }.code == .lockTimeout)
    }

    @Test("Everybody who waits for a foreign lock gets it in turn, with one thread in the kernel (LOCK-6)")
    func oneKernelWaiter() throws {
        let scratch = try Scratch()
        let path = scratch.file()
        try update(path) { _ in "" }
        let holder = try ForeignHolder(scratch)
        let mailboxes = (0..<10).map { _ in Mailbox<Void>() }
        for (number, mailbox) in mailboxes.enumerated() {
            WorkerThreads.run {
                try? update(path) { ($0 ?? "") + "\(number)" }
                mailbox.post(())
            }
            try waitUntil { LockQueue.waiters(of: path) == number + 1 }
        }
        let inode = try lockInode(scratch)
        let blocked = try String(contentsOfFile: "/proc/locks", encoding: .utf8).split(separator: "\n").count {
            $0.contains("->") && $0.contains(":\(inode) ")
        }
        #expect(blocked == 1)
        holder.letGo()
        for mailbox in mailboxes { _ = mailbox.take(until: .patience) }
        #expect(scratch.text() == "0123456789")
    }

    @Test("A grant that nobody waits for any more is given back (LOCK-8)")
    func abandonedGrant() throws {
        let scratch = try Scratch()
        let path = scratch.file()
        let holder = try ForeignHolder(scratch)
        let options = LockOptions(timeout: .milliseconds(50))
        #expect(try failure { try update(path, options: options) { _ in "new" } }.code == .lockTimeout)
        #expect(try failure { try readShared(path, options: options) }.code == .lockTimeout)
        holder.letGo()
        let second = try ForeignHolder(scratch)
        second.letGo()
        try update(path, options: LockOptions(timeout: .patience)) { _ in "new" }
        try waitUntil { scratch.openDescriptors == [] }
    }

    @Test(
        "A wait that the abandoned grant reaches takes it over, whatever its mode (LOCK-8)", arguments: [false, true])
    func inheritedGrant(_ isReader: Bool) throws {
        let scratch = try Scratch()
        let path = scratch.file()
        try scratch.write("old")
        let holder = try ForeignHolder(scratch)
        #expect(
            try failure { try update(path, options: LockOptions(timeout: .milliseconds(20))) { _ in "x" } }.code
                == .lockTimeout)
        let done = Mailbox<Result<Void, any Error>>()
        WorkerThreads.run {
            done.post(
                Result {
                    if isReader {
                        _ = try readShared(path, options: LockOptions(timeout: .patience))
                    } else {
                        try update(path) { _ in "new" }
                    }
                })
        }
        try waitUntil { LockQueue.waiters(of: path) == 1 }
        holder.letGo()
        guard case .message(let result) = done.take(until: .patience) else {
            Issue.record("the lock was lost")
            return
        }
        try result.get()
        #expect(scratch.text() == (isReader ? "old" : "new"))
    }

    @Test("A child that was forked without exec does not keep the lock after its parent released it (LOCK-6)")
    func forkedChild() throws {
        let scratch = try Scratch()
        let child = try withExclusive(scratch.file()) { _ in try forkSleeper() }
        defer {
            kill(child, SIGKILL)
            waitpid(child, nil, 0)
        }
        try update(scratch.file(), options: LockOptions(timeout: .zero)) { _ in "new" }
        let other = try ForeignHolder(scratch)
        other.letGo()
    }

    @Test("A lost sidecar lock file is noticed after waiting in the kernel too (LOCK-5)")
    func unlinkedWhileBlocked() throws {
        let scratch = try Scratch()
        let path = scratch.file()
        try update(path) { _ in "0" }
        let holder = try ForeignHolder(scratch)
        let done = Mailbox<Result<Void, any Error>>()
        WorkerThreads.run { done.post(Result { try update(path) { _ in "1" } }) }
        try waitUntil { LockQueue.waiters(of: path) == 1 }
        unlink(scratch.path + "/creation.json.lock")
        let second = try ForeignHolder(scratch)
        holder.letGo()
        if case .deadline = done.take(until: .now.advanced(by: .milliseconds(100))) {
        } else {
            Issue.record("it got in on the old lock file")
        }
        #expect(scratch.text() == "0")
        second.letGo()
        guard case .message(let result) = done.take(until: .patience) else {
            Issue.record("it never got in")
            return
        }
        try result.get()
        #expect(scratch.text() == "1")
    }

    @Test("A writer that waits stops the stream of readers, but not for good (LOCK-16)")
    func turnstile() throws {
        let scratch = try Scratch()
        let path = scratch.file()
        try scratch.write("old")
        let holder = try ForeignHolder(scratch, shared: true)
        let stranger = try Kernel.open(scratch.file("creation.json.lock"), in: Kernel.workingDirectory, .readOnly)
        let written = Mailbox<Result<Void, any Error>>()
        let options = LockOptions(timeout: .patience)
        WorkerThreads.run { written.post(Result { try update(path, options: options) { _ in "new" } }) }
        try waitUntil { try Kernel.isByteTaken(stranger.raw, at: 0) }
        try waitUntil { try !Kernel.isByteTaken(stranger.raw, at: 0) }
        try waitUntil { try Kernel.isByteTaken(stranger.raw, at: 0) }
        holder.letGo()
        guard case .message(let result) = written.take(until: .patience) else {
            Issue.record("the writer never got in")
            return
        }
        try result.get()
        #expect(try !Kernel.isByteTaken(stranger.raw, at: 0))
    }

    @Test("A reader lets a waiting writer go first, unless it has no time to wait (LOCK-16)")
    func politeReader() throws {
        let scratch = try Scratch()
        let path = scratch.file()
        try update(path) { _ in "old" }
        let writer = try Kernel.open(scratch.file("creation.json.lock"), in: Kernel.workingDirectory, .readWrite)
        try Kernel.lockByte(writer.raw, at: 0, .exclusive, wait: false)
        let error = try failure { try readShared(path, options: LockOptions(timeout: .seconds(1))) }
        #expect(error.code == .lockTimeout)
        #expect(try readShared(path, options: LockOptions(timeout: .zero))?.bytes == Array("old".utf8))
        Kernel.unlockByte(writer.raw, at: 0)
        #expect(try readShared(path, options: LockOptions(timeout: .patience))?.bytes == Array("old".utf8))
    }

    private func lockInode(_ scratch: Scratch) throws -> UInt64 {
        try Kernel.status(scratch.file("creation.json.lock"), in: Kernel.workingDirectory).identity.inode
    }
}
