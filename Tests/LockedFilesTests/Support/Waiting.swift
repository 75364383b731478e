import CreationTestSupport
import Foundation
import Testing

@testable import LockedFiles

extension MonotonicTime {
    /// When a test gives up what must have happened by then.
    static var patience: MonotonicTime { .now.advanced(by: .patience) }
}

/// Waits for something that another thread is about to do.
func waitUntil(sourceLocation: SourceLocation = #_sourceLocation, _ condition: () throws -> Bool) throws {
    let deadline = MonotonicTime.patience
    while try !condition() {
        try #require(MonotonicTime.now < deadline, "it did not happen", sourceLocation: sourceLocation)
        usleep(1000)  // not `Task.sleep`: other tests may keep the pool busy for long
    }
}

/// The shortest of some tries, all of them made only while none was within the bound: what is late because other tests had
/// the processors is on time in one of them.
func shortest(under bound: Duration, _ body: () throws -> Duration) rethrows -> Duration {
    var shortest = try body()
    for _ in 1..<20 where shortest >= bound { shortest = try min(shortest, body()) }
    return shortest
}

/// Runs a body with the file rights of a user who owns nothing. Needs root; only this thread changes.
func asAnotherUser<Result>(_ body: () throws -> Result) throws -> Result {
    try #require(geteuid() == 0, "acting as another user needs root")
    let nobody: UInt32 = 65_534
    setFilesystemIdentity("setfsgid", nobody)
    setFilesystemIdentity("setfsuid", nobody)
    defer {
        setFilesystemIdentity("setfsuid", 0)
        setFilesystemIdentity("setfsgid", 0)
    }
    return try body()
}

/// Calls one of two functions that the libc module does not show.
private func setFilesystemIdentity(_ function: String, _ number: UInt32) {
    typealias Function = @convention(c) (UInt32) -> Int32
    _ = dlsym(nil, function).map { unsafeBitCast($0, to: Function.self)(number) }
}

/// Forks without exec; the child sleeps, holding every descriptor that was open.
func forkSleeper() throws -> pid_t {
    typealias Function = @convention(c) () -> pid_t
    let fork = try #require(dlsym(nil, "fork").map { unsafeBitCast($0, to: Function.self) })
    let child = fork()
    if child == 0 {
        sleep(60)
        _exit(0)
    }
    return child
}

extension LockQueue {
    /// How many threads of this process wait for a record's lock.
    static func waiters(of record: FilePath) -> Int {
        guard let status = try? Kernel.status(record.appending(suffix: ".lock"), in: Kernel.workingDirectory) else {
            return 0
        }
        let queue = LockQueue.enter(status.identity)
        defer { queue.letGo() }
        return queue.state.withLock { $0.waiting.count + $0.attached.count }
    }
}

/// Shares a value that cannot be copied.
final class Shared<Value: ~Copyable & Sendable>: Sendable {
    let value: Value

    init(_ value: consuming Value) { self.value = value }
}

extension Trait where Self == ConditionTrait {
    /// Acts as another user, gives files away or mounts. The continuous integration runs as root.
    static var needsRoot: Self { .enabled(if: geteuid() == 0, "needs root") }
}
