import CreationTestSupport
import Foundation

/// Runs the real program under `strace`, which fails one of its calls or kills it there.
struct Tracing {
    /// The `strace` to use, named by `CREATION_JSON_TEST_STRACE`.
    static let program = ProcessInfo.processInfo.environment["CREATION_JSON_TEST_STRACE"]

    /// One thing the program may be told to do.
    struct Action: Sendable, CustomStringConvertible {
        var name: String
        var arguments: [String]
        var input: String?
        /// Whether a record is there before.
        var hasRecord = true
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
    /// The calls that an undisturbed run makes on the record, its sidecar, its temporary and their folder: how many of
    /// each kind.
    ///
    /// Between two of them nothing changes on disk, so these are all the moments that matter. What a start costs, some three
    /// hundred calls of the loader, is not ours to disturb.
    private(set) var calls: [String: Int] = [:]

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
        try Self.reset(folder, old)
        let traced = try await Self.run(action, in: folder, under: tracer())
        guard traced.status == 0, folder.bytes("creation.json") == new else {
            throw Failure(description: "\(action) under strace ends with \(traced.status): \(traced.errors)")
        }
        calls = callsByKind()
    }

    /// What comes before a command so that its calls on the record are traced, and disturbed as the options say.
    private func tracer(_ options: [String] = []) throws -> [String] {
        guard let program = Self.program else { throw Failure(description: "no strace") }
        let names = ["creation.json", "creation.json.lock", "creation.json.tmp"]
        // A call names a file as the program does, or has it open; then strace knows it by its full name.
        let paths = (names + names.map(folder.file) + [".", folder.path]).flatMap { ["-P", $0] }
        return [program, "-f", "--quiet=all", "-o", folder.file("log")] + paths + options
    }

    /// How many calls of each kind the last run made, by the thread that made the most: `strace` counts for each thread.
    private func callsByKind() -> [String: Int] {
        var counts: [String: [Substring: Int]] = [:]
        for line in String(decoding: folder.bytes("log") ?? [], as: UTF8.self).split(separator: "\n") {
            // “4711 fsync(8) = 0”; other lines tell of signals, ends, and calls that another thread interrupted.
            let words = line.split(separator: " ")
            guard words.count > 1, let end = words[1].firstIndex(of: "("), words[1].first?.isLetter == true else {
                continue
            }
            counts[String(words[1][..<end]), default: [:]][words[0], default: 0] += 1
        }
        return counts.mapValues { $0.values.max() ?? 0 }
    }

    struct Failure: Error, CustomStringConvertible { var description: String }

    static func reset(_ folder: TemporaryFolder, _ record: [UInt8]?) throws {
        for name in ["creation.json", "creation.json.lock", "creation.json.tmp"] {
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
        var record: [UInt8]?
        var hasTemporary: Bool
    }

    /// Runs the action with the `number`th call of a kind disturbed. Nil if no thread made so many: which of them closes a
    /// file is a matter of time.
    func run(_ call: String, _ number: Int, _ disturbance: String) async throws -> Outcome? {
        try Self.reset(folder, old)
        let ending = try await Self.run(
            action, in: folder,
            under: tracer(["-e", "trace=\(call)", "-e", "inject=\(call):\(disturbance):when=\(number)"]))
        guard callsByKind()[call, default: 0] >= number || ending.status == 137 else { return nil }
        return Outcome(
            ending: ending, record: folder.bytes("creation.json"),
            hasTemporary: folder.bytes("creation.json.tmp") != nil)
    }
}

extension TemporaryFolder {
    func bytes(_ name: String) -> [UInt8]? { FileManager.default.contents(atPath: file(name)).map { [UInt8]($0) } }
}
