import Foundation

/// A program started by a test.
public struct ChildProcess: Sendable {
    /// What became of it.
    public struct Ending: Sendable {
        /// Its exit status, or 128 and the signal's number.
        public let status: Int32
        /// What it printed.
        public let output: String
        /// What it complained about.
        public let errors: String
    }

    private let process: Process
    private let output: FileHandle
    private let errors: FileHandle

    /// Starts a program; standard input is `input`, or empty.
    public init(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], directory: String? = nil,
        input: String? = nil
    ) throws {
        process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
        let outputPipe = Pipe()
        let errorPipe = Pipe()
        process.standardOutput = outputPipe
        process.standardError = errorPipe
        output = outputPipe.fileHandleForReading
        errors = errorPipe.fileHandleForReading
        if let input {
            // A file, not a pipe: to write to a child that has died already would be the end of the tests.
            let file = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent(UUID().uuidString)
            try Data(input.utf8).write(to: file)
            defer { try? FileManager.default.removeItem(at: file) }
            process.standardInput = try FileHandle(forReadingFrom: file)
            try process.run()
        } else {
            process.standardInput = FileHandle.nullDevice
            try process.run()
        }
    }

    /// Its process identifier.
    public var pid: Int32 { process.processIdentifier }

    /// Waits until it has printed something, and answers with that.
    public func firstOutput() async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(returning: String(decoding: output.availableData, as: UTF8.self))
            }
        }
    }

    /// Ends it at once, as a power cut would.
    public func kill() { Foundation.kill(pid, SIGKILL) }

    /// Waits for its end, on a thread that may wait.
    public func ending() async -> Ending {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let errorText = Guard<Data>(Data())
                let done = DispatchSemaphore(value: 0)
                Thread.detachNewThread {
                    errorText.value = errors.readDataToEndOfFile()
                    done.signal()
                }
                let outputText = output.readDataToEndOfFile()
                done.wait()
                process.waitUntilExit()
                let status = process.terminationStatus
                continuation.resume(
                    returning: Ending(
                        status: process.terminationReason == .uncaughtSignal ? 128 + status : status,
                        output: String(decoding: outputText, as: UTF8.self),
                        errors: String(decoding: errorText.value, as: UTF8.self)))
            }
        }
    }

    /// The directory that the package's own programs were built into.
    public static let products: String = {
        let executable = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return (executable as NSString).deletingLastPathComponent
    }()

    /// Starts one of the package's own programs.
    public static func product(
        _ name: String, _ arguments: [String], environment: [String: String] = [:], directory: String? = nil,
        input: String? = nil
    ) throws -> ChildProcess {
        try ChildProcess(
            products + "/" + name, arguments, environment: environment, directory: directory, input: input)
    }
}

// The semaphore orders the one write before the one read.
private final class Guard<Value>: @unchecked Sendable {
    var value: Value
    init(_ value: Value) { self.value = value }
}
