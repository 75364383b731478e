import Foundation
import LosslessJSON

/// Measures the peak of a process's memory by doing one thing in a process of its own.
enum MemoryProbe {
    /// What the process does.
    enum Task: String {
        /// Nothing: what the program itself takes.
        case idle
        /// Reads a file, edits one field and keeps both documents' bytes.
        case edit
    }

    // MARK: In the child

    static func run(_ task: Task, _ path: String) throws {
        switch task {
        case .idle: break
        case .edit:
            let edited = try DocumentRows.edit(Workspace.read(path))
            guard !edited.isEmpty else { throw Failure("the edit left nothing") }
        }
        print(peak() ?? 0)
    }

    /// The most memory that a process ever held, in bytes.
    private static func peak(_ process: String = "self") -> Int? {
        #if os(Linux)
            let status = (try? Workspace.read("/proc/\(process)/status")) ?? []
            for line in String(decoding: status, as: UTF8.self).split(separator: "\n") where line.hasPrefix("VmHWM:") {
                return Int(line.filter(\.isNumber)).map { $0 << 10 }
            }
            return nil
        #else
            var usage = rusage()
            getrusage(process == "self" ? RUSAGE_SELF : RUSAGE_CHILDREN, &usage)
            return Int(usage.ru_maxrss)
        #endif
    }

    // MARK: In the parent

    /// Bytes at the peak of a task, beyond what an idle process takes; the median of several processes.
    static func peak(of task: Task, on path: String) throws -> Double {
        let figures = try (0..<5).map { _ in try ask(task, path) - ask(.idle, path) }
        return figures.median
    }

    private static func ask(_ task: Task, _ path: String) throws -> Double {
        let child = try Conversation([Tools.own, "memory", task.rawValue, path])
        defer { child.end() }
        guard let bytes = child.hear().flatMap({ Double($0) }) else { throw Failure("the memory probe failed") }
        return bytes
    }

    /// Bytes at the peak of a command, asked for again and again while it runs; the median of several runs.
    static func peak(of command: [String]) throws -> Double {
        try (0..<3).map { _ in
            let child = try Child.start(command, quiet: true)
            var most = 0
            var status: Int32 = 0
            while waitpid(child, &status, WNOHANG) == 0 {
                most = max(most, peak(String(child)) ?? 0)
                usleep(500)
            }
            return Double(most)
        }.median
    }
}
