import Foundation
import Testing

@testable import LockedFiles

@Suite("Lending a lock to a child (LOCK-12 to LOCK-14)")
struct LendingTests {
    /// The sidecar as a parent holds it, and the options of a child that was lent it.
    private struct Parent {
        let lock: SharedDescriptor
        var options: LockOptions

        init(_ scratch: Scratch, _ mode: LockMode, lent: LockMode? = nil) throws {
            try withExclusive(scratch.file()) { _ in }
            let path = scratch.file("creation.json.lock")
            lock = SharedDescriptor(try Kernel.open(path, in: Kernel.workingDirectory, .readWrite))
            try Kernel.lock(lock.raw, mode, wait: false)
            options = LockOptions(timeout: .milliseconds(50))
            options.inherited = [InheritedLock(descriptor: lock.raw, mode: lent ?? mode, depth: 1)]
        }
    }

    @Test("A borrowed lock is used, and stays its lender's")
    func borrowed() throws {
        let scratch = try Scratch()
        let parent = try Parent(scratch, .exclusive)
        try update(scratch.file(), options: parent.options) { _ in "one" }
        try update(scratch.file(), options: parent.options) { _ in "two" }
        #expect(try readShared(scratch.file(), options: parent.options)?.bytes == Array("two".utf8))
        let stranger = LockOptions(timeout: .zero)
        #expect(try failure { try update(scratch.file(), options: stranger) { _ in "three" } }.code == .lockTimeout)
        #expect(try failure { try readShared(scratch.file(), options: stranger) }.code == .lockTimeout)
    }

    @Test("A borrowed shared lock lets read, and is never upgraded")
    func sharedIsNotUpgraded() throws {
        let scratch = try Scratch()
        try scratch.write("old")
        let parent = try Parent(scratch, .shared)
        #expect(try readShared(scratch.file(), options: parent.options)?.bytes == Array("old".utf8))
        let error = try failure { try update(scratch.file(), options: parent.options) { _ in "new" } }
        #expect(error.code == .reentrant)
        #expect(error.path == scratch.file("creation.json.lock"))
        #expect(scratch.text() == "old")
    }

    @Test("To borrow an exclusive lock needs the right to write the sidecar, and the error says so", .needsRoot)
    func readOnlySidecar() throws {
        let scratch = try Scratch()
        try scratch.write("old")
        let parent = try Parent(scratch, .exclusive)
        chmod(scratch.path + "/creation.json.lock", 0o644)
        chmod(scratch.path, 0o777)
        let error = try asAnotherUser {
            try failure { try update(scratch.file(), options: parent.options) { _ in "new" } }
        }
        #expect(error.code == .permissionDenied)
        #expect(error.message.contains("needs the right to write \(scratch.file("creation.json.lock"))"))
        #expect(scratch.text() == "old")
    }

    @Test("A shared lock that is announced as exclusive is not believed")
    func falseAnnouncement() throws {
        let scratch = try Scratch()
        let parent = try Parent(scratch, .shared, lent: .exclusive)
        let error = try failure { try update(scratch.file(), options: parent.options) { _ in "new" } }
        #expect(error.code == .lockTimeout)
    }

    @Test("A lock that the lender gave back is not believed, and taken like any other")
    func givenBack() throws {
        let scratch = try Scratch()
        let parent = try Parent(scratch, .exclusive)
        Kernel.unlock(parent.lock.raw)
        try withExclusive(scratch.file(), options: parent.options) { _ in
            _ = #expect(throws: KernelError.self) { try Kernel.lock(parent.lock.raw, .shared, wait: false) }
        }
    }

    @Test("A descriptor of another file, or none, is ignored")
    func otherFile() throws {
        let scratch = try Scratch()
        let parent = try Parent(scratch, .exclusive)
        let other = scratch.file("other.json")
        try update(other, options: parent.options) { _ in "new" }
        var options = parent.options
        options.inherited = [InheritedLock(descriptor: 9999, mode: .exclusive, depth: 1)]
        #expect(try failure { try update(scratch.file(), options: options) { _ in "new" } }.code == .lockTimeout)
    }

    @Test("A descriptor that did not arrive is noticed, and told when the lock is waited for in vain")
    func lacking() throws {
        let scratch = try Scratch()
        let parent = try Parent(scratch, .exclusive)
        #expect(parent.options.inherited[0].hasArrived)
        let file = try Kernel.open(scratch.file("creation.json.lock"), in: Kernel.workingDirectory, .readWrite)
        #expect(!InheritedLock(descriptor: file.raw, mode: .exclusive, depth: 1).hasArrived)
        #expect(!InheritedLock(descriptor: 9999, mode: .exclusive, depth: 1).hasArrived)

        var options = LockOptions(timeout: .zero)
        let usual = try failure { try update(scratch.file(), options: options) { _ in "new" } }
        options.lacksLentLock = true
        let error = try failure { try update(scratch.file(), options: options) { _ in "new" } }
        #expect(error.code == .lockTimeout)
        #expect(error.lacksLentLock && !usual.lacksLentLock)
        #expect(error.message.hasSuffix("; a lock was lent to this process, but did not arrive"))
        #expect(!usual.message.contains("lent"))
    }

    @Test("Children of one lender wait for each other; their children do not wait for them")
    func siblings() throws {
        let scratch = try Scratch()
        let parent = try Parent(scratch, .exclusive)
        let sibling = try Kernel.open(scratch.file("creation.json.lock"), in: Kernel.workingDirectory, .readWrite)
        try Kernel.lockByte(sibling.raw, at: 1, .exclusive, wait: false)
        #expect(try failure { try update(scratch.file(), options: parent.options) { _ in "new" } }.code == .lockTimeout)
        var child = parent.options
        child.inherited[0].depth = 2
        try update(scratch.file(), options: child) { _ in "child" }
        Kernel.unlockByte(sibling.raw, at: 1)
        try update(scratch.file(), options: parent.options) { _ in "new" }
        #expect(scratch.text() == "new")
    }

    @Test("What is lent names the descriptor, the mode and the depth, and passes on what was lent before")
    func loan() throws {
        let scratch = try Scratch()
        let parent = try Parent(scratch, .exclusive)
        let loan = try withExclusive(scratch.file(), options: parent.options) { $0.loan }
        #expect(loan.variable == "CREATION_JSON_LOCK")
        #expect(loan.descriptors == [parent.lock.raw])
        #expect(loan.value == "\(parent.lock.raw):exclusive:2")
        try withShared(scratch.file("other.json"), options: parent.options) { loan in
            let own = try #require(loan.descriptors.first)
            #expect(loan.value == "\(own):shared:1,\(parent.lock.raw):exclusive:1")
            #expect(InheritedLock.list(loan.value).map(\.descriptor) == [own, parent.lock.raw])
        }
    }

    @Test("Entries of the variable that make no sense are left out")
    func nonsense() {
        #expect(
            InheritedLock.list("3:exclusive,4:shared:2,,x,5,6:both,-1:shared,7:shared:0,8:shared:x,9:shared:1:1") == [
                InheritedLock(descriptor: 3, mode: .exclusive, depth: 1),
                InheritedLock(descriptor: 4, mode: .shared, depth: 2),
            ])
    }
}
