import CreationTestSupport
import Foundation
import Testing

@testable import LockedFiles

@Suite("Waiting for a lock (LOCK)", .ownThreads)
struct QueueTests {
    /// Holds a record's lock on a thread of its own until told to let go.
    private final class Holder: Sendable {
        private let release = Mailbox<Void>()
        private let done = Mailbox<Void>()

        init(_ path: FilePath) throws {
            let entered = Mailbox<Void>()
            WorkerThreads.run { [release, done] in
                try? withExclusive(path, options: LockOptions(timeout: .patience)) { _ in
                    entered.post(())
                    _ = release.take(until: nil)
                }
                done.post(())
            }
            guard case .message = entered.take(until: .patience) else {
                throw FileError(.io, path, "the holder did not get the lock")
            }
        }

        func letGo() {
            release.post(())
            _ = done.take(until: nil)
        }
    }

    @Test("Waiters of one process come first come first served (LOCK-9)")
    func order() throws {
        let scratch = try Scratch()
        let path = scratch.file()
        try update(path) { _ in "" }
        let holder = try Holder(path)
        let finished = (0..<20).map { _ in Mailbox<Void>() }
        for (number, mailbox) in finished.enumerated() {
            WorkerThreads.run {
                try? update(path) { ($0 ?? "") + "\(number) " }
                mailbox.post(())
            }
            try waitUntil { LockQueue.waiters(of: path) == number + 1 }
        }
        holder.letGo()
        for mailbox in finished { _ = mailbox.take(until: nil) }
        #expect(scratch.text() == (0..<20).map { "\($0) " }.joined())
    }

    @Test("Readers share, and a writer that waits is not overtaken by later readers (LOCK-9)")
    func readersAndWriters() throws {
        let scratch = try Scratch()
        let path = scratch.file()
        try update(path) { _ in "old" }
        let entered = Mailbox<Void>()
        let release = Mailbox<Void>()
        WorkerThreads.run {
            try? withShared(path, options: LockOptions(timeout: .patience)) { _ in
                entered.post(())
                _ = release.take(until: nil)
            }
        }
        _ = entered.take(until: nil)
        #expect(try readShared(path, options: LockOptions(timeout: .zero))?.bytes == Array("old".utf8))
        let written = Mailbox<Void>()
        WorkerThreads.run {
            try? update(path) { _ in "new" }
            written.post(())
        }
        try waitUntil { LockQueue.waiters(of: path) == 1 }
        let seen = Mailbox<FileContents?>()
        WorkerThreads.run { seen.post(try? readShared(path, options: LockOptions(timeout: .patience))) }
        try waitUntil { LockQueue.waiters(of: path) == 2 }
        release.post(())
        guard case .message(let contents) = seen.take(until: .patience) else {
            Issue.record("the reader never got in")
            return
        }
        #expect(contents?.bytes == Array("new".utf8))
        _ = written.take(until: nil)
    }

    @Test("A wait ends at its timeout, within a fifth, and names the holder (LOCK-7)", arguments: [0.5, 1.0])
    func timeout(_ seconds: Double) throws {
        let scratch = try Scratch()
        let path = scratch.file()
        let holder = try Holder(path)
        defer { holder.letGo() }
        let bound = Duration.seconds(seconds * 1.2)
        let shortest = try shortest(under: bound) {
            let error = try failure {
                try update(path, options: LockOptions(timeout: .seconds(seconds))) { _ in "new" }
            }
            #expect(error.code == .lockTimeout)
            #expect(error.path == path)
            #expect(error.holder?.pid == getpid())
            #expect(error.message.hasPrefix("the lock of \(path) was not free within "))
            let waited = try #require(error.waited)
            #expect(waited >= .seconds(seconds))
            return waited
        }
        #expect(shortest < bound)
    }

    @Test("A timeout of zero tries once (LOCK-7)")
    func zeroTimeout() throws {
        let scratch = try Scratch()
        let path = scratch.file()
        try update(path, options: LockOptions(timeout: .zero)) { _ in "old" }
        let holder = try Holder(path)
        let shortest = try shortest(under: .milliseconds(100)) {
            let error = try failure { try update(path, options: LockOptions(timeout: .zero)) { _ in "new" } }
            #expect(error.code == .lockTimeout)
            return try #require(error.waited)
        }
        #expect(shortest < .milliseconds(100))
        holder.letGo()
        try update(path, options: LockOptions(timeout: .zero)) { _ in "new" }
    }

    @Test("Any duration is a timeout", arguments: [Duration.seconds(Int64.max), .seconds(-1), .nanoseconds(1)])
    func strangeTimeouts(_ timeout: Duration) throws {
        let scratch = try Scratch()
        try update(scratch.file(), options: LockOptions(timeout: timeout)) { _ in "new" }
        #expect(scratch.text() == "new")
    }

    @Test("A cancelled wait ends at once, and the next in turn gets the lock (LOCK-8)")
    func cancellation() throws {
        let scratch = try Scratch()
        let path = scratch.file()
        let shortest = try shortest(under: .milliseconds(200)) {
            let holder = try Holder(path)
            let token = WaitToken()
            let cancelled = Mailbox<Result<Void, any Error>>()
            let next = Mailbox<Result<Void, any Error>>()
            let options = LockOptions(timeout: .patience, cancellation: token)
            WorkerThreads.run {
                cancelled.post(Result { try update(path, options: options) { _ in "cancelled" } })
            }
            try waitUntil { LockQueue.waiters(of: path) == 1 }
            WorkerThreads.run { next.post(Result { try update(path) { _ in "next" } }) }
            try waitUntil { LockQueue.waiters(of: path) == 2 }
            let start = MonotonicTime.now
            token.cancel()
            guard case .message(let result) = cancelled.take(until: .patience) else {
                throw FileError(.io, path, "the cancelled wait did not end")
            }
            let taken = MonotonicTime.now.since(start)
            #expect(try failure { try result.get() }.code == .cancelled)
            holder.letGo()
            guard case .message(let answer) = next.take(until: .patience) else {
                throw FileError(.io, path, "the next in turn never got in")
            }
            try answer.get()
            #expect(scratch.text() == "next")
            return taken
        }
        #expect(shortest < .milliseconds(200))
    }

    @Test("A token that was cancelled before takes no lock (LOCK-8)")
    func cancelledBefore() throws {
        let scratch = try Scratch()
        let token = WaitToken()
        token.cancel()
        let error = try failure {
            try update(scratch.file(), options: LockOptions(timeout: .patience, cancellation: token)) { _ in "new" }
        }
        #expect(error.code == .cancelled)
        #expect(scratch.text() == nil)
    }

    @Test("Two callers who name the same records in another order never wait for each other (LOCK-11)")
    func deadlock() async throws {
        let scratch = try Scratch()
        let paths = ["a", "b", "c"].map { scratch.file($0) }
        for path in paths { try update(path) { _ in "0" } }
        let orders = [[0, 1, 2], [1, 2, 0], [2, 1, 0], [2, 0, 1]]
        await withTaskGroup(of: Void.self) { group in
            for order in orders {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        WorkerThreads.run {
                            for _ in 0..<50 {
                                try? withExclusive(
                                    paths[order[0]], also: order[1...].map { paths[$0] },
                                    options: LockOptions(timeout: .patience)
                                ) { records in
                                    let old = try records.read().flatMap {
                                        Int(String(decoding: $0.bytes, as: UTF8.self))
                                    }
                                    try records.replace(with: Array("\((old ?? 0) + 1)".utf8), durability: .none)
                                }
                            }
                            continuation.resume()
                        }
                    }
                }
            }
        }
        #expect(["a", "b", "c"].map { scratch.text($0) } == ["50", "50", "100"])
    }

    @Test("Two names of one record share one lock, so they cannot be held apart (LOCK-11)")
    func twoNames() throws {
        let scratch = try Scratch()
        try scratch.write("old")
        symlink("creation.json", scratch.path + "/alias")
        let seen = try withExclusive(scratch.file(), also: [scratch.file("alias")]) { records in
            try records.replace(with: Array("new".utf8), durability: .none)
            return try records.read(1)?.bytes
        }
        #expect(seen == Array("new".utf8))
    }

    @Test("Locking again is refused in the closure, in what it calls and in tasks it starts (LOCK-10)")
    func reentry() async throws {
        let scratch = try Scratch()
        let path = scratch.file()
        symlink("creation.json", scratch.path + "/alias")
        let task = try withExclusive(path) { _ in
            for name in [path, scratch.file("alias")] {
                #expect(try failure { try update(name) { _ in "new" } }.code == .reentrant)
                #expect(try failure { try readShared(name) }.code == .reentrant)
            }
            try update(scratch.file("other")) { _ in "fine" }
            let inner = Mailbox<Result<Void, any Error>>()
            WorkerThreads.run { inner.post(Result { try update(path) { _ in "new" } }) }
            guard case .message(let result) = inner.take(until: .patience) else {
                Issue.record("it waits for itself")
                throw FileError(.io, path, "it waits for itself")
            }
            let error = try failure { try result.get() }
            #expect(error.code == .reentrant)
            #expect(error.path == path)
            return Task { try update(path) { _ in "after" } }
        }
        // A task that outlives the hold may lock again: it ended with the closure. It may also have been too early.
        do { try await task.value } catch let error as FileError { #expect(error.code == .reentrant) }
        try await Task { try update(path) { _ in "after" } }.value
        #expect(scratch.text() == "after")
    }

    @Test("What the closure throws passes through, and the lock is free afterwards")
    func thrownError() throws {
        struct Refusal: Error {}
        let scratch = try Scratch()
        #expect(throws: Refusal.self) {
            try withExclusive(scratch.file()) { _ in throw Refusal() }
        }
        try update(scratch.file(), options: LockOptions(timeout: .zero)) { _ in "new" }
    }

    @Test("Many more waiters than threads of the pool do not stop unrelated work")
    func poolIsFree() async throws {
        let scratch = try Scratch()
        let path = scratch.file()
        try update(path) { _ in "0" }
        let holder = try Holder(path)
        for _ in 0..<64 {
            WorkerThreads.run { try? update(path) { String((Int($0 ?? "") ?? 0) + 1) } }
        }
        try waitUntil { LockQueue.waiters(of: path) == 64 }
        let answer = await Task { (1...1000).reduce(0, +) }.value
        #expect(answer == 500_500)
        holder.letGo()
        try waitUntil { scratch.text() == "64" }
    }
}
