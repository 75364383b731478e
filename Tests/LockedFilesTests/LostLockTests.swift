import CreationTestSupport
import Foundation
import Testing

@testable import LockedFiles

@Suite("A lock file that goes while it is held (LOCK-17)", .ownThreads)
struct LostLockTests {
    enum Loss: CaseIterable { case unlinked, replaced, linked, movedAway }

    private func lose(_ loss: Loss, _ scratch: Scratch) throws {
        let lock = scratch.path + "/creation.json.lock"
        if loss == .movedAway { return try #require(rename(lock, scratch.path + "/elsewhere") == 0) }
        try #require(unlink(lock) == 0)
        switch loss {
        case .unlinked, .movedAway: break
        case .replaced: try scratch.write("", to: "creation.json.lock")
        case .linked: try #require(symlink("victim", lock) == 0)
        }
    }

    @Test("Its holder changes nothing and says why", arguments: Loss.allCases, [true, false])
    func holder(_ loss: Loss, _ removes: Bool) throws {
        let scratch = try Scratch()
        try scratch.write("precious", to: "victim")
        try update(scratch.file()) { _ in "old" }
        let error = try failure {
            try withExclusive(scratch.file()) { records in
                _ = try records.read()
                try lose(loss, scratch)
                if removes { try records.remove() } else { try records.replace(with: Array("new".utf8)) }
            }
        }
        #expect(error.code == .io)
        #expect(error.errno == ESTALE)
        #expect(error.message.contains("creation.json.lock was removed or replaced while it was held"))
        #expect(scratch.text() == "old")
        #expect(scratch.text("victim") == "precious")
        #expect(scratch.openDescriptors == [])
        if loss == .linked { try #require(unlink(scratch.path + "/creation.json.lock") == 0) }
        try update(scratch.file(), options: LockOptions(timeout: .zero)) { _ in "next" }
        #expect(scratch.text() == "next")
        #expect(!scratch.names.contains("creation.json.tmp"))
    }

    @Test("Whoever it lets in keeps what was acknowledged", arguments: [Loss.unlinked, .replaced])
    func newcomer(_ loss: Loss) throws {
        let scratch = try Scratch()
        try update(scratch.file()) { _ in "old" }
        let error = try failure {
            try withExclusive(scratch.file()) { records in
                _ = try records.read()
                try lose(loss, scratch)
                // Another process, which knows nothing of the first: its change is acknowledged.
                try onAnotherThread { try update(scratch.file()) { _ in "theirs" } }
                try records.replace(with: Array("ours, made from what was old".utf8))
            }
        }
        #expect(error.errno == ESTALE)
        #expect(scratch.text() == "theirs")
    }

    @Test("A sidecar that cannot be looked at again stops the change, and its temporary goes")
    func unknown() throws {
        let scratch = try Scratch()
        try update(scratch.file()) { _ in "old" }
        let error = try failure {
            try withExclusive(scratch.file()) { records in
                try Faults.$plan.withValue(FaultPlan(failing: .fstatat, with: .accessDenied)) {
                    try records.replace(with: Array("new".utf8))
                }
            }
        }
        #expect(error.code == .permissionDenied)
        #expect(scratch.text() == "old")
        #expect(scratch.names == ["creation.json", "creation.json.lock"])
    }

    /// Outside the hold of this thread, as another program is.
    private func onAnotherThread(_ body: @escaping @Sendable () throws -> Void) throws {
        let done = Mailbox<Result<Void, any Error>>()
        Thread.detachNewThread { done.post(Result { try body() }) }
        guard case .message(let result) = done.take(until: .patience) else {
            Issue.record("it did not end")
            return
        }
        try result.get()
    }
}
