import Foundation

/// A group of rows that are measured together.
struct Scenario {
    let name: String
    let summary: String
    let run: (Bench) throws -> [Row]

    init(_ name: String, _ summary: String, _ run: @escaping (Bench) throws -> [Row]) {
        self.name = name
        self.summary = summary
        self.run = run
    }

    /// One scenario or more for every goal, in the order of the table.
    static var all: [Scenario] {
        UpdateRows.scenarios + GroupRows.scenarios + ContentionRows.scenarios + DocumentRows.scenarios
            + CoderRows.scenarios + OverrideRows.scenarios + ScalingRows.scenarios + AuditRows.scenarios
            + ProcessRows.scenarios
    }
}

/// One run of the benchmark: where its records are, and the peers it found.
final class Bench {
    let workspace: Workspace
    private var python: Python??
    private var command: String?

    init() throws { workspace = try Workspace() }

    /// Python with certain modules, or why there is none.
    enum Peer {
        case there(Python)
        case missing(String)
    }

    func peer(needing modules: String...) throws -> Peer {
        if python == nil { python = .some(try Python(workspace)) }
        guard let python = python ?? nil else { return .missing("there is no Python here") }
        let absent = modules.filter { !python.modules.contains($0) }
        if absent.isEmpty { return .there(python) }
        return .missing("Python has no \(absent.joined(separator: " and no ")) here")
    }

    /// The command line tool as the README's release recipe builds it: `CREATION_JSON_BENCHMARK_TOOL`, or built now.
    func tool() throws -> String {
        if let command { return command }
        let built = try ProcessInfo.processInfo.environment["CREATION_JSON_BENCHMARK_TOOL"] ?? build()
        command = built
        return built
    }

    private func build() throws -> String {
        guard let swift = Tools.find("swift") else { throw Failure("there is no swift to build creation-json with") }
        let scratch = workspace.kept + "/tool"
        FileHandle.standardError.write(Data("building the static creation-json under .build/benchmark …\n".utf8))
        let status = try Child.run(
            [
                swift, "build", "-c", "release", "--product", "creation-json", "-Xswiftc", "-static-executable",
                "-Xlinker", "--no-mmap-output-file", "--scratch-path", scratch,
            ], quiet: true)
        guard status == 0 else { throw Failure("creation-json could not be built statically") }
        return scratch + "/release/creation-json"
    }

    /// Ends the peers and removes what need not stay.
    func end() {
        (python ?? nil)?.end()
        workspace.clear()
    }
}
