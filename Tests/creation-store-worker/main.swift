// A process of its own for tests and measurements in which several programs change records of an object store.
//
// usage: creation-store-worker append s3://BUCKET/KEY NAME COUNT
//        creation-store-worker sequential s3://BUCKET/KEY COUNT
//        creation-store-worker bare http://HOST/BUCKET/KEY COUNT
//        creation-store-worker concurrent s3://BUCKET/PREFIX KEYS COUNT
//
// `append` appends NAME-0, NAME-1, … to the record's list of operations, each until it is acknowledged, and prints a line for
// each: `acknowledged NAME-N`, with the number of conflicts it met on the way. It ends with 1 at the first outcome that stays unknown.
// `sequential` replaces one object of 1 KB again and again, conditionally, and prints each replacement's milliseconds.
// `bare` does the same with a URLSession alone, unsigned, to show what of that is the toolchain's.
// `concurrent` does so with many objects at once and prints the replacements per second.
// The store and the credentials come from the environment.

import CreationJSON
import CreationObjectStore
import Foundation
import LosslessJSON

let arguments = CommandLine.arguments

func usage() -> Never {
    FileHandle.standardError.write(
        Data("usage: creation-store-worker append|sequential|bare|concurrent s3://BUCKET/KEY [NAME|KEYS] COUNT\n".utf8))
    exit(64)
}

/// Replaces an object with another 1 KB.
@Sendable func replace(_ storage: S3RecordStorage, _ path: RecordPath, _ number: Int) async throws {
    try await storage.transaction(on: path, gates: [], options: TransactionOptions()) { _, _ in
        let digits = Array("\(number)".utf8)
        return TransactionAnswer(.replace(digits + [UInt8](repeating: 0x20, count: 1024 - digits.count))) { _ in }
    }
}

/// Replaces an object `count` times and prints each time's milliseconds; off the main actor, whose thread is no part of the writer.
@concurrent func replaceOneByOne(_ storage: S3RecordStorage, _ path: RecordPath, _ count: Int) async throws {
    try await replace(storage, path, -1)
    for number in 0..<count {
        let began = ContinuousClock.now
        try await replace(storage, path, number)
        print((ContinuousClock.now - began) / .milliseconds(1))
    }
}

guard arguments.count >= 4, let count = arguments.last.flatMap({ Int($0) }) else { usage() }
let path = RecordPath(arguments[2])

do {
    let storage = S3RecordStorage(try S3Configuration(environment: ProcessInfo.processInfo.environment))
    switch (arguments[1], arguments.count) {
    case ("append", 5):
        let writer = CreationWriter(storage: storage)
        for number in 0..<count {
            let operation = "\(arguments[3])-\(number)"
            var conflicts = 0
            while true {
                do {
                    try await writer.updateDocument(at: path) { try $0.append(.string(operation), to: "/operations") }
                    break
                } catch let error as RecordError where error.code == .concurrencyConflict && conflicts < 1_000 {
                    conflicts += 1
                }
            }
            print("acknowledged \(operation) \(conflicts)")
        }
    case ("sequential", 4):
        try await replaceOneByOne(storage, path, count)
    case ("bare", 4):
        try await replaceBare(arguments[2], count)
    case ("concurrent", 5):
        guard let keys = Int(arguments[3]) else { usage() }
        let paths = (0..<keys).map { RecordPath("\(path)-\($0)") }
        try await replace(storage, paths[0], -1)
        let began = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for path in paths {
                group.addTask { for number in 0..<count { try await replace(storage, path, number) } }
            }
            try await group.waitForAll()
        }
        print(Double(keys * count) / ((ContinuousClock.now - began) / .seconds(1)))
    default: usage()
    }
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(1)
}
