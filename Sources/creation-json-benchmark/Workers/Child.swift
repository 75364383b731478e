import Foundation

/// A process that is started and waited for with as little between as there can be.
enum Child {
    /// Runs a command and waits for it; the answer is its exit status, or 128 and the signal that ended it.
    static func run(_ arguments: [String], quiet: Bool = false) throws -> Int32 {
        try wait(start(arguments, quiet: quiet))
    }

    /// Starts a command; its output goes nowhere if it is to be quiet.
    static func start(_ arguments: [String], quiet: Bool) throws -> pid_t {
        #if os(Linux)
            var actions = posix_spawn_file_actions_t()
        #else
            var actions: posix_spawn_file_actions_t?
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        if quiet {
            posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
            posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        }
        var vector = arguments.map { strdup($0) } + [nil]
        defer { for pointer in vector { free(pointer) } }
        var child: pid_t = 0
        let failure = posix_spawn(&child, arguments[0], &actions, nil, &vector, environ)
        guard failure == 0 else {
            throw Failure("cannot start \(arguments[0]): \(String(cString: strerror(failure)))")
        }
        return child
    }

    static func wait(_ child: pid_t) throws -> Int32 {
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            guard errno == EINTR else { throw Failure("cannot wait for a process") }
        }
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }
}

/// A process that answers line by line.
final class Conversation {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var unread: [UInt8] = []

    init(_ arguments: [String]) throws {
        process.executableURL = URL(fileURLWithPath: arguments[0])
        process.arguments = Array(arguments.dropFirst())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    func say(_ line: String) throws {
        try input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8))
    }

    /// The next line; nil at the end.
    func hear() -> String? {
        while true {
            if let end = unread.firstIndex(of: 0x0A) {
                let line = String(decoding: unread[..<end], as: UTF8.self)
                unread.removeFirst(end + 1)
                return line
            }
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { return nil }
            unread += more
        }
    }

    /// Says something and answers the reply.
    func ask(_ line: String) throws -> String {
        try say(line)
        guard let answer = hear() else { throw Failure("\(process.executableURL?.path ?? "a process") ended early") }
        return answer
    }

    /// Closes its input and waits for its end.
    func end() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
