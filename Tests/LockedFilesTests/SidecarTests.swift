import CreationTestSupport
import Foundation
import Testing

@testable import LockedFiles

@Suite("The sidecar (LOCK)", .ownThreads)
struct SidecarTests {
    @Test("A reader makes no sidecar, and says that it read without one (LOCK-4)")
    func readerMakesNone() throws {
        let scratch = try Scratch()
        try scratch.write("old")
        let diagnostics = Diagnostics()
        #expect(try readShared(scratch.file(), options: diagnostics.options)?.bytes == Array("old".utf8))
        #expect(diagnostics.codes == [.unlockedRead])
        #expect(scratch.names == ["creation.json"])
    }

    @Test("What is written in a sidecar stays (LOCK-2)")
    func contentIsNotTouched() throws {
        let scratch = try Scratch()
        try scratch.write("4711\n", to: "creation.json.lock")
        let before = try Kernel.status(scratch.file("creation.json.lock"), in: Kernel.workingDirectory)
        try update(scratch.file()) { _ in "new" }
        try withExclusive(scratch.file()) { try $0.remove() }
        let after = try Kernel.status(scratch.file("creation.json.lock"), in: Kernel.workingDirectory)
        #expect(scratch.text("creation.json.lock") == "4711\n")
        #expect(before.identity == after.identity)
        #expect(before.modified == after.modified)
    }

    @Test(
        "A sidecar that is no regular file is refused at once, by readers too (LOCK-3)",
        arguments: ["directory", "fifo", "link", "socket"] + Scratch.devices)
    func strangeSidecar(_ kind: String) throws {
        let scratch = try Scratch()
        try scratch.write("old")
        try scratch.write("precious", to: "victim")
        try scratch.plant(kind, at: "creation.json.lock")
        for work in [{ try update(scratch.file()) { _ in "new" } }, { _ = try readShared(scratch.file()) }] {
            let error = try failure { try work() }
            #expect(error.code == .notRegularFile)
            #expect(error.path == scratch.file("creation.json.lock"))
        }
        #expect(scratch.text() == "old")
        #expect(scratch.text("victim") == "precious")
    }

    @Test("A sidecar that was unlinked while it was waited for is not trusted (LOCK-5)", arguments: [false, true])
    func unlinkedWhileWaiting(_ isReplaced: Bool) throws {
        let scratch = try Scratch()
        let path = scratch.file()
        try update(path) { _ in "0" }
        let entered = Mailbox<Void>()
        let release = Mailbox<Void>()
        let firstDone = Mailbox<Void>()
        WorkerThreads.run {
            try? withExclusive(path, options: LockOptions(timeout: .patience)) { _ in
                entered.post(())
                _ = release.take(until: nil)
            }
            firstDone.post(())
        }
        _ = entered.take(until: nil)
        let second = Mailbox<Result<Void, any Error>>()
        WorkerThreads.run { second.post(Result { try update(path) { _ in "1" } }) }
        try waitUntil { LockQueue.waiters(of: path) == 1 }
        unlink(scratch.path + "/creation.json.lock")
        if isReplaced { try scratch.write("", to: "creation.json.lock") }
        // A third party locks what stands there now, so the second may not run until it is done.
        try withExclusive(path) { records in
            release.post(())
            _ = firstDone.take(until: nil)
            let seen = try records.read()
            #expect(seen?.bytes == Array("0".utf8))
            if case .deadline = second.take(until: .now.advanced(by: .milliseconds(50))) {
            } else {
                Issue.record("the second got in on the old lock file")
            }
        }
        guard case .message(let result) = second.take(until: .patience) else {
            Issue.record("the second never got in")
            return
        }
        try result.get()
        #expect(scratch.text() == "1")
    }

    @Test("A sidecar that is replaced again and again ends in a timeout, not in a loop (LOCK-5)")
    func replacedForEver() throws {
        let scratch = try Scratch()
        let path = scratch.file()
        let isDone = Shared(Guarded(false))
        let stopped = Mailbox<Void>()
        try scratch.write("")
        let lock = scratch.path + "/creation.json.lock"
        WorkerThreads.run {
            while !isDone.value.withLock({ $0 }) {
                unlink(lock)
            }
            stopped.post(())
        }
        for _ in 0..<200 {
            do {
                try update(path, options: LockOptions(timeout: .milliseconds(1))) { _ in "new" }
            } catch let error as FileError {
                #expect(error.code == .lockTimeout || error.errno == ESTALE)
            }
        }
        isDone.value.withLock { $0 = true }
        _ = stopped.take(until: nil)
    }

    @Test("A colleague who may only read the sidecar can lock it (LOCK-3)", .needsRoot)
    func readOnlySidecar() throws {
        let scratch = try Scratch()
        try scratch.write("old")
        try scratch.write("", to: "creation.json.lock")
        chmod(scratch.path + "/creation.json.lock", 0o444)
        chmod(scratch.path, 0o777)
        try asAnotherUser {
            try update(scratch.file()) { _ in "new" }
        }
        #expect(scratch.text() == "new")
    }

    @Test(
        "In a sticky directory a colleague locks and reads, and is told that replacing is not permitted (LOCK-3)",
        .needsRoot)
    func stickyDirectory() throws {
        let scratch = try Scratch()
        try scratch.write("old")
        try withExclusive(scratch.file()) { _ in }
        chmod(scratch.path + "/creation.json", 0o666)
        chmod(scratch.path + "/creation.json.lock", 0o666)
        chmod(scratch.path, 0o1777)
        try asAnotherUser {
            let seen = try readShared(scratch.file())
            #expect(seen?.bytes == Array("old".utf8))
            let error = try failure { try update(scratch.file()) { _ in "new" } }
            #expect(error.code == .permissionDenied)
            #expect(error.call == "renameat")
            #expect(error.path == scratch.file())
            // Records of one's own are replaced as anywhere.
            try update(scratch.file("mine.json")) { _ in "1" }
            try update(scratch.file("mine.json")) { _ in "2" }
        }
        #expect(scratch.text() == "old")
        #expect(scratch.text("mine.json") == "2")
        #expect(!scratch.names.contains("creation.json.tmp"))
    }

    @Test("In a directory that may not be written, nothing can be changed and everything read (LOCK-4)", .needsRoot)
    func readOnlyDirectory() throws {
        let scratch = try Scratch()
        try scratch.write("old")
        chmod(scratch.path, 0o755)
        try asAnotherUser {
            let error = try failure { try update(scratch.file()) { _ in "new" } }
            #expect(error.code == .permissionDenied)
            #expect(error.path == scratch.file("creation.json.lock"))
            let seen = try readShared(scratch.file())
            #expect(seen?.bytes == Array("old".utf8))
        }
    }

    @Test(
        "A reader who may not open the sidecar reads without it, and one who may only search the directory reads too",
        .needsRoot)
    func closedSidecar() throws {
        let scratch = try Scratch()
        try scratch.write("old")
        try withExclusive(scratch.file()) { _ in }
        chmod(scratch.path + "/creation.json.lock", 0o600)
        chmod(scratch.path, 0o711)
        let diagnostics = Diagnostics()
        let seen = try asAnotherUser { try readShared(scratch.file(), options: diagnostics.options) }
        #expect(seen?.bytes == Array("old".utf8))
        #expect(diagnostics.codes == [.unlockedRead])
    }

    @Test("A sidecar that cannot have the record's group has its other bits all the same (LOCK-3)", .needsRoot)
    func foreignGroupOfSidecar() throws {
        let scratch = try Scratch()
        try scratch.write("old")
        chmod(scratch.path + "/creation.json", 0o676)
        chown(scratch.path + "/creation.json", 4711, 4712)
        chmod(scratch.path, 0o777)
        let diagnostics = Diagnostics()
        try asAnotherUser {
            try withExclusive(scratch.file(), options: diagnostics.options) { _ in }
        }
        let status = try Kernel.status(scratch.file("creation.json.lock"), in: Kernel.workingDirectory)
        #expect(status.mode == 0o666)
        #expect(diagnostics.codes == [.attributesNotKept])
    }

    @Test("A sidecar has the record's access list, whose mask is no right of the group (LOCK-3)")
    func accessListOfSidecar() throws {
        let scratch = try Scratch()
        try scratch.write("old")
        let list = AccessList.granting(user: 4711, bits: 6)
        try scratch.setAttribute(AccessList.name, to: list)
        try withExclusive(scratch.file()) { _ in }
        #expect(try scratch.attribute(AccessList.name, of: "creation.json.lock") == list)
    }

    @Test("A sidecar has no access list from its directory's default if the record has none (LOCK-3)")
    func inheritedAccessListOfSidecar() throws {
        let scratch = try Scratch()
        try scratch.write("old")
        chmod(scratch.path + "/creation.json", 0o640)
        try scratch.setAttribute(AccessList.defaultName, of: ".", to: AccessList.granting(user: 4711, bits: 6))
        try withExclusive(scratch.file()) { _ in }
        #expect(try scratch.attribute(AccessList.name, of: "creation.json.lock") == nil)
        let status = try Kernel.status(scratch.file("creation.json.lock"), in: Kernel.workingDirectory)
        #expect(status.mode == 0o640)
    }

    @Test("A record that may not be read is a matter of permission", .needsRoot)
    func closedRecord() throws {
        let scratch = try Scratch()
        try scratch.write("old")
        chmod(scratch.path + "/creation.json", 0o600)
        chmod(scratch.path, 0o755)
        try asAnotherUser {
            let error = try failure { try readShared(scratch.file()) }
            #expect(error.code == .permissionDenied)
            #expect(error.path == scratch.file())
        }
    }

    @Test("The bits of a foreign group are not given to ours when the group cannot be kept (FILE-11)", .needsRoot)
    func foreignGroup() throws {
        let scratch = try Scratch()
        try scratch.write("old")
        chmod(scratch.path + "/creation.json", 0o664)
        chown(scratch.path + "/creation.json", 4711, 4712)
        chmod(scratch.path, 0o777)
        let diagnostics = Diagnostics()
        try asAnotherUser {
            try update(scratch.file(), options: diagnostics.options) { _ in "new" }
        }
        let status = try Kernel.status(scratch.file(), in: Kernel.workingDirectory)
        #expect(status.mode == 0o644)
        #expect(diagnostics.codes.contains(.attributesNotKept))
    }

    @Test("Owner and group are kept where we may (FILE-11)", .needsRoot)
    func ownerKept() throws {
        try #require(geteuid() == 0, "giving files away needs root")
        let scratch = try Scratch()
        try scratch.write("old")
        chmod(scratch.path + "/creation.json", 0o640)
        chown(scratch.path + "/creation.json", 4711, 4712)
        try update(scratch.file()) { _ in "new" }
        let status = try Kernel.status(scratch.file(), in: Kernel.workingDirectory)
        #expect(status.owner == 4711)
        #expect(status.group == 4712)
        #expect(status.mode == 0o640)
        #expect(try Kernel.status(scratch.file("creation.json.lock"), in: Kernel.workingDirectory).group == 4712)
    }
}
