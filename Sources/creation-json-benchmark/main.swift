// Every goal of speed as a figure: ours beside the kernel's floor or a peer, interleaved in one run (spec/speed.md).
//
// `Harness` measures and prints, `Floor` is the floor, `Peers` are other people's programs, `Rows` has one file for each
// part of the table, `Workers` is what runs in processes of its own.

import Foundation

do {
    let arguments = try Arguments(Array(CommandLine.arguments.dropFirst()))
    switch arguments.mode {
    case .help:
        print(Arguments.help, terminator: "")
        for scenario in Scenario.all {
            print("  " + scenario.name.padding(toLength: 24, withPad: " ", startingAt: 0) + scenario.summary)
        }
    case .contend(let contender):
        try contender.run()
    case .memory(let task, let path):
        try MemoryProbe.run(task, path)
    case .watch(let watched, let path, let count):
        try watched.run(path, count)
    case .table:
        exit(try measure(arguments) ? 0 : 1)
    }
} catch {
    FileHandle.standardError.write(Data("creation-json-benchmark: \(error)\n".utf8))
    exit(64)
}

/// Measures and prints the table; the answer is whether every row that could be compared meets its goal.
func measure(_ arguments: Arguments) throws -> Bool {
    let chosen = Scenario.all.filter { scenario in
        arguments.names.isEmpty || arguments.names.contains { scenario.name.contains($0) }
    }
    guard !chosen.isEmpty else { throw Failure("no scenario has such a name; see --help") }
    let bench = try Bench()
    defer { bench.end() }
    Table.printHeader()
    var rows: [Row] = []
    for scenario in chosen {
        for row in try scenario.run(bench) {
            Table.print(row)
            rows.append(row)
        }
    }
    if let path = arguments.jsonPath { try rows.json.write(to: URL(fileURLWithPath: path)) }
    return !rows.contains { $0.passes == false }
}
