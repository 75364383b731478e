import CreationTestSupport
import Foundation

/// Runs the real program under `strace`, which fails one of its calls or kills it there.
struct Tracing {
    /// The `strace` to use, named by `CREATION_JSON_TEST_STRACE`.
    static let program = ProcessInfo.processInfo.environment["CREATION_JSON_TEST_STRACE"]

    /// The calls that a change is made of, and those that the program makes before and after.
    static let calls = [
        "openat", "readlinkat", "fstat", "newfstatat", "statx", "flock", "read", "pread64", "write", "pwrite64",
        "fchmod",
        "fchown", "flistxattr", "fgetxattr", "fsetxattr", "fsync", "close", "rename", "renameat", "renameat2",
        "unlinkat", "mmap", "brk", "futex", "rt_sigaction", "getrandom",
    ]

    /// One thing the program may be told to do.
    struct Action: Sendable, CustomStringConvertible {
        var name: String
        var arguments: [String]
        var input: String?
        /// Whether a record is there before.
        var hasRecord = true
        /// The exit status of an undisturbed run.
        var description: String { name }
    }

    static let actions = [
        Action(name: "create", arguments: ["create", "creation.json", "--from", "new.json"], hasRecord: false),
        Action(name: "mutate", arguments: ["mutate", "creation.json", "--set", "/sync_status=synced"]),
        Action(name: "remove", arguments: ["remove", "creation.json"]),
        Action(
            name: "bulk", arguments: ["bulk", "-"],
            input: #"{"op":"update","path":"creation.json","merge_patch":{"sync_status":"synced"}}"# + "\n"),
        Action(name: "migrate", arguments: ["migrate", "creation.json"]),
    ]

    let folder: TemporaryFolder
    let action: Action
    /// The record before, and as an undisturbed run leaves it; nil is none.
    let old: [UInt8]?
    let new: [UInt8]?

    init(_ action: Action) async throws {
        self.action = action
        folder = try TemporaryFolder()
        let records = Fixtures.directory + "/records/"
        try folder.write([UInt8](Data(contentsOf: URL(fileURLWithPath: records + "run-1.8.json"))), to: "new.json")
        let start = action.name == "migrate" ? "run-1.0.json" : "run-1.8.json"
        old = action.hasRecord ? [UInt8](try Data(contentsOf: URL(fileURLWithPath: records + start))) : nil
        try Self.reset(folder, old)
        let run = try await Self.run(action, in: folder, under: nil)
        guard run.status == 0 else {
            throw Failure(description: "\(action) alone ends with \(run.status): \(run.errors)")
        }
        new = folder.bytes("creation.json")
    }

    struct Failure: Error, CustomStringConvertible { var description: String }

    static func reset(_ folder: TemporaryFolder, _ record: [UInt8]?) throws {
        for name in ["creation.json", "creation.json.tmp"] {
            try? FileManager.default.removeItem(atPath: folder.file(name))
        }
        if let record { try folder.write(record) }
    }

    static func run(_ action: Action, in folder: TemporaryFolder, under tracer: [String]?) async throws
        -> ChildProcess.Ending
    {
        let binary = ChildProcess.products + "/creation-json"
        let command = (tracer ?? []) + [binary] + action.arguments + ["--timeout", "5", "--output", "json"]
        return try await ChildProcess(
            command[0], Array(command.dropFirst()), directory: folder.path, input: action.input
        ).ending()
    }

    /// What one disturbed run came to.
    struct Outcome {
        var ending: ChildProcess.Ending
        /// Whether the disturbance happened: the program may make fewer such calls.
        var happened: Bool
        var record: [UInt8]?
        var hasTemporary: Bool
    }

    /// Runs the action with the `number`th call of a kind disturbed.
    func run(_ call: String, _ number: Int, _ disturbance: String) async throws -> Outcome {
        guard let program = Self.program else { throw Failure(description: "no strace") }
        try Self.reset(folder, old)
        let logFile = folder.file("log")
        let ending = try await Self.run(
            action, in: folder,
            under: [
                program, "-f", "-qq", "-o", logFile, "-e", "trace=\(call)", "-e",
                "inject=\(call):\(disturbance):when=\(number)",
            ])
        let log = String(decoding: folder.bytes("log") ?? [], as: UTF8.self)
        // strace counts the calls of each thread for itself.
        let callers = log.split(separator: "\n").filter { $0.contains(" \(call)(") }.map { $0.prefix { $0 != " " } }
        let most = Dictionary(grouping: callers, by: { $0 }).values.map(\.count).max() ?? 0
        return Outcome(
            ending: ending, happened: most >= number || ending.status == 137,
            record: folder.bytes("creation.json"), hasTemporary: folder.bytes("creation.json.tmp") != nil)
    }
}

extension TemporaryFolder {
    func bytes(_ name: String) -> [UInt8]? { FileManager.default.contents(atPath: file(name)).map { [UInt8]($0) } }
}
