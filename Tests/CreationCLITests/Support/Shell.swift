import CreationTestSupport
import Foundation

/// Runs shell commands against the real binary, in a fresh directory.
struct Shell {
    /// What a command left behind.
    struct Answer: Equatable {
        var output: String
        var errors: String
        var status: Int32
    }

    let directory: URL

    init() throws {
        let name = "creation-json-cli-\(UUID().uuidString)"
        directory = FileManager.default.temporaryDirectory.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    /// Removes the directory.
    func remove() {
        try? FileManager.default.removeItem(at: directory)
    }

    /// Runs a command of `sh`, with the binary on PATH and the fixtures at `$RECORDS`, without blocking a thread of the
    /// pool that the tests run on.
    func run(_ command: String, shell: String = "/bin/sh") async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try runHere(command, shell: shell) })
            }
        }
    }

    private func runHere(_ command: String, shell: String) throws -> Answer {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: shell)
        process.arguments = ["-c", command]
        process.currentDirectoryURL = directory
        process.environment = [
            "PATH": BuiltProducts.directory + ":/usr/local/bin:/usr/bin:/bin",
            "RECORDS": Fixtures.directory + "/records",
            "HOME": directory.path, "LC_ALL": "C.UTF-8", "TERM": "xterm",
        ]
        // What a sanitizer was told, it has to be told in the binary too.
        for name in ["ASAN_OPTIONS", "TSAN_OPTIONS"] {
            process.environment?[name] = ProcessInfo.processInfo.environment[name]
        }
        let output = URL(fileURLWithPath: directory.path + ".stdout")
        let errors = URL(fileURLWithPath: directory.path + ".stderr")
        for file in [output, errors] { try Data().write(to: file) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        process.waitUntilExit()
        defer {
            try? FileManager.default.removeItem(at: output)
            try? FileManager.default.removeItem(at: errors)
        }
        let status = process.terminationStatus
        return Answer(
            output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self),
            status: process.terminationReason == .uncaughtSignal ? 128 + status : status)
    }
}
