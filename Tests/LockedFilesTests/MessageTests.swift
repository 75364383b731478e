import Foundation
import Testing

@testable import LockedFiles

/// What people read: which file, what happened, what to do.
@Suite("The sentences of errors")
struct MessageTests {
    @Test("A strange sidecar is named, with the record and what to do")
    func strangeSidecar() throws {
        let scratch = try Scratch()
        try scratch.plant("link", at: "creation.json.lock")
        let path = scratch.file()
        #expect(
            try failure { try update(path) { _ in "new" } }.message
                == "cannot lock \(path) with \(path).lock: it is a symbolic link; move it away")
    }

    @Test("A strange record is named")
    func strangeRecord() throws {
        let scratch = try Scratch()
        try scratch.plant("directory", at: "creation.json")
        let path = scratch.file()
        #expect(
            try failure { try readShared(path) }.message == "cannot use \(path) as a record: it is a directory")
    }

    @Test("Re-entrance says what to use instead")
    func reentry() throws {
        let scratch = try Scratch()
        let path = scratch.file()
        let error = try withExclusive(path) { _ in try failure { try update(path) { _ in "new" } } }
        #expect(
            error.message
                == "\(path) is already locked by the code that asks for it: "
                + "use the record that the closure was given instead of locking it again")
    }

    @Test("A missing directory is said to be the directory")
    func missingDirectory() throws {
        let scratch = try Scratch()
        let path = scratch.file("none/creation.json")
        let error = try failure { try update(path) { _ in "new" } }
        #expect(error.message == "cannot open the directory of \(path): No such file or directory (errno 2)")
        #expect("\(error)" == error.message)
    }

    @Test("A timeout says how long and who")
    func timeout() throws {
        let scratch = try Scratch()
        let path = scratch.file()
        let holder = try ForeignHolder(scratch)
        defer { holder.letGo() }
        let error = try failure { try update(path, options: LockOptions(timeout: .zero)) { _ in "new" } }
        let parts = error.message.split(separator: " was not free within ")
        #expect(parts.first == "the lock of \(path)")
        #expect(parts.last?.hasSuffix(" s: process \(holder.pid) (flock) holds it") == true)
    }

    #if DEBUG
        @Test("A filesystem without locks is named, and nothing is changed (LOCK-7)")
        func noLocks() throws {
            let scratch = try Scratch()
            let path = scratch.file()
            try scratch.write("old")
            let lock = try Kernel.open(FilePath(scratch.path), in: Kernel.workingDirectory, [.readOnly, .directory])
            let filesystem = Kernel.filesystemName(lock.raw)
            let error = try Faults.$plan.withValue(FaultPlan(failing: .flock, with: .noLocks)) {
                try failure { try update(path) { _ in "new" } }
            }
            #expect(error.code == .io)
            #expect(error.path == scratch.file("creation.json.lock"))
            #expect(
                error.message
                    == "cannot lock \(path).lock on a \(filesystem) filesystem: No locks available (errno 37); "
                    + "nothing was changed, since nothing else would keep other programs out")
            #expect(scratch.text() == "old")
        }

        @Test("A lost directory sync says that the change is visible")
        func durabilityUnknown() throws {
            let scratch = try Scratch()
            let path = scratch.file()
            let error = try Faults.$plan.withValue(FaultPlan(failing: .fsync, at: 1)) {
                try failure { try update(path, durability: .full) { _ in "new" } }
            }
            #expect(
                error.message
                    == "\(path) was replaced, but its directory could not be synced: Input/output error (errno 5); "
                    + "a power cut might undo it")
        }
    #endif
}
