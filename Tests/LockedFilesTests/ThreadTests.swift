import CreationTestSupport
import Foundation
import Testing

@testable import LockedFiles

@Suite("A process that can have no more threads", .ownThreads)
struct ThreadTests {
    /// Runs a body when no thread can be started and none is idle.
    private func withoutThreads(_ body: () throws -> Void) throws {
        var busy: [Mailbox<Void>] = []
        defer { for mailbox in busy { mailbox.post(()) } }
        try Faults.$plan.withValue(FaultPlan(failing: .startThread, times: .max, with: .wouldBlock)) {
            while true {
                let release = Mailbox<Void>()
                guard WorkerThreads.tryToRun({ release.takeSurely() }) else { break }
                busy.append(release)
            }
            try body()
        }
    }

    @Test("walks a tree with the thread it has")
    func walk() throws {
        let scratch = try Scratch()
        for number in 0..<40 {
            mkdir(scratch.path + "/\(number)", 0o755)
            try scratch.write("x", to: "\(number)/creation.json")
        }
        let walk = DirectoryWalk<Bool>(
            threads: 4, select: { _ in .contents },
            examine: { finding in
                guard case .contents = finding else { return nil }
                return true
            })
        var count = 0
        try withoutThreads {
            try walk.run(FilePath(scratch.path)) { _ in count += 1 }
        }
        #expect(count == 40)
    }

    @Test("waits for a foreign lock until it is free, and no longer than its timeout")
    func wait() throws {
        let scratch = try Scratch()
        try update(scratch.file()) { _ in "old" }
        // Handed to one thread, and not touched here any more.
        nonisolated(unsafe) let holder = try ForeignHolder(scratch)
        let freed = Mailbox<Void>()
        WorkerThreads.run {
            freed.takeSurely()
            holder.letGo()
        }
        try withoutThreads {
            let began = MonotonicTime.now
            let error = try failure {
                try update(scratch.file(), options: LockOptions(timeout: .milliseconds(100))) { _ in "new" }
            }
            #expect(error.code == .lockTimeout)
            #expect(MonotonicTime.now.since(began) >= .milliseconds(100))
            freed.post(())
            try update(scratch.file(), options: LockOptions(timeout: .patience)) { _ in "new" }
        }
        #expect(scratch.text() == "new")
    }

    @Test("does a job itself")
    func run() throws {
        let caller = ObjectIdentifier(Thread.current)
        let isDoneHere = Guarded(false)
        // A thread of another test may just have become idle.
        for _ in 0..<100 where !isDoneHere.withLock({ $0 }) {
            try withoutThreads {
                WorkerThreads.run {
                    if ObjectIdentifier(Thread.current) == caller { isDoneHere.withLock { $0 = true } }
                }
            }
        }
        #expect(isDoneHere.withLock { $0 })
    }
}
