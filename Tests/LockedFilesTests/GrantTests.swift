import CreationTestSupport
import Foundation
import Testing

@testable import LockedFiles

@Suite("A hold that had to wait is done where the lock was granted (LOCK-18)", .ownThreads)
struct GrantTests {
    /// Holds a sidecar as another program does: by an open file of its own, past the queues of this process.
    private final class Stranger {
        private let file: Int32

        init(_ record: FilePath) {
            file = open(record.appending(suffix: ".lock").description, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
            flock(file, LOCK_EX)
        }

        deinit { close(file) }

        func letGo() { flock(file, LOCK_UN) }
    }

    @Test("What runs there is refused the lock it holds, and may take others (LOCK-10)")
    func reentry() throws {
        let scratch = try Scratch()
        let path = scratch.file()
        let stranger = Stranger(path)
        let done = Mailbox<Result<Void, any Error>>()
        WorkerThreads.run {
            let caller = ObjectIdentifier(Thread.current)
            done.post(
                Result {
                    try withExclusive(path, options: LockOptions(timeout: .patience)) { records in
                        #expect(ObjectIdentifier(Thread.current) != caller)
                        #expect(try failure { try update(path) { _ in "inner" } }.code == .reentrant)
                        try update(scratch.file("other")) { _ in "fine" }
                        try records.replace(with: Array("outer".utf8), durability: .full)
                    }
                })
        }
        try waitUntil { LockQueue.waiters(of: path) == 1 }
        stranger.letGo()
        guard case .message(let answer) = done.take(until: .patience) else {
            Issue.record("the hold did not end")
            return
        }
        try answer.get()
        #expect(scratch.text() == "outer")
        #expect(scratch.text("other") == "fine")
        #expect(scratch.names.contains("creation.json.tmp") == false)
    }

    @Test("What it throws comes back to the caller, and the lock is free")
    func thrownError() throws {
        struct Refusal: Error {}
        let scratch = try Scratch()
        let path = scratch.file()
        let stranger = Stranger(path)
        let done = Mailbox<Bool>()
        WorkerThreads.run {
            let seen = #expect(throws: Refusal.self) {
                try withExclusive(path, options: LockOptions(timeout: .patience)) { _ in throw Refusal() }
            }
            done.post(seen != nil)
        }
        try waitUntil { LockQueue.waiters(of: path) == 1 }
        stranger.letGo()
        guard case .message(true) = done.take(until: .patience) else {
            Issue.record("the error did not come back")
            return
        }
        try update(path) { _ in "new" }
    }

    @Test("A wait that ends as the lock comes either has the whole hold or none (LOCK-8)", arguments: [true, false])
    func lastMoment(isCancelled: Bool) throws {
        let scratch = try Scratch()
        let path = scratch.file()
        try update(path) { _ in "0" }
        var held = 0
        for round in 0..<300 {
            let stranger = Stranger(path)
            let token = WaitToken()
            let options = LockOptions(timeout: isCancelled ? .patience : .milliseconds(5), cancellation: token)
            let done = Mailbox<Result<Void, any Error>>()
            WorkerThreads.run {
                done.post(Result { try update(path, options: options) { String((Int($0 ?? "") ?? 0) + 1) } })
            }
            try waitUntil { LockQueue.waiters(of: path) == 1 || !isCancelled }
            if !isCancelled { usleep(4600 + UInt32(round)) }
            let partner = Mailbox<Void>()
            WorkerThreads.run {
                if isCancelled { token.cancel() }
                partner.post(())
            }
            stranger.letGo()
            _ = partner.take(until: nil)
            guard case .message(let answer) = done.take(until: .patience) else {
                Issue.record("the wait did not end")
                return
            }
            switch answer {
            case .success: held += 1
            case .failure(let error as FileError):
                #expect(error.code == (isCancelled ? .cancelled : .lockTimeout))
            case .failure(let error): throw error
            }
        }
        #expect(scratch.text() == String(held))
        try update(path) { _ in "free" }
        #expect(scratch.text() == "free")
    }
}
