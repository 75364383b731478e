// A process of its own for tests in which several programs change one record.
//
// usage: creation-test-worker COMMAND PATH [ARGUMENT…]
// Prints one line per finding and ends with 0, or with 1 and the error's code on standard error.

import CreationJSON
import Foundation
import LosslessJSON

let arguments = CommandLine.arguments
guard arguments.count >= 3 else {
    FileHandle.standardError.write(Data("usage: creation-test-worker COMMAND PATH [ARGUMENT…]\n".utf8))
    exit(64)
}
let path = RecordPath(arguments[2])
let rest = Array(arguments.dropFirst(3))

/// The record's counter, one more.
@Sendable func increment(_ document: inout JSONDocument) throws {
    let count = document.root[JSONPointer.counter]?.numberValue?.int64 ?? 0
    try document.set(.number(count + 1), at: .counter)
}

extension JSONPointer {
    static let counter: JSONPointer = "/counter"
}

var writer = CreationWriter(timeout: .seconds(120))

do {
    switch arguments[1] {
    case "increment":
        // increment PATH COUNT [full|none]: as often, but for ten minutes at most, should the test be gone.
        alarm(600)
        writer.durability = rest.count > 1 && rest[1] == "none" ? .none : .full
        let synchronous = SynchronousCreationWriter(writer)
        for _ in 0..<(Int(rest[0]) ?? 0) { try synchronous.updateDocument(at: path, increment) }
    case "acknowledge":
        // acknowledge PATH LOG [full|none]: counts without end; LOG holds the last count that was acknowledged.
        writer.durability = rest.count > 1 && rest[1] == "none" ? .none : .full
        let synchronous = SynchronousCreationWriter(writer)
        while true {
            let result = try synchronous.updateDocument(at: path, increment)
            let count = result.snapshot.document.root[JSONPointer.counter]?.numberValue?.int64 ?? 0
            try Data("\(count)\n".utf8).write(to: URL(fileURLWithPath: rest[0]), options: .atomic)
        }
    case "read":
        // read PATH SECONDS: never locks, and wants every record whole.
        let end = Date(timeIntervalSinceNow: Double(rest[0]) ?? 1)
        var reads = 0
        while Date() < end {
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: arguments[2])))
            let document = try JSONDocument(bytes)
            guard document.root["schema_version"]?.stringValue != nil else { throw CocoaError(.fileReadCorruptFile) }
            reads += 1
        }
        print("reads", reads)
    case "snapshot":
        // snapshot PATH SECONDS: locks; prints the longest a snapshot took, in milliseconds.
        let end = Date(timeIntervalSinceNow: Double(rest[0]) ?? 1)
        let synchronous = SynchronousCreationWriter(writer)
        var longest = 0.0
        while Date() < end {
            let began = Date()
            _ = try synchronous.snapshot(at: path)
            longest = max(longest, Date().timeIntervalSince(began))
        }
        print("longest", Int(longest * 1000))
    case "gate":
        // gate PATH OTHER: for ten minutes, over and over, holds PATH shared for 20 ms while it changes OTHER.
        alarm(600)
        let write = ConditionalWrite<CreationRecord>(
            .updateDocument { document in
                Thread.sleep(forTimeInterval: 0.02)
                try increment(&document)
            }, at: RecordPath(rest[0]), gates: [.exists(path)])
        writer.durability = .none
        while true { _ = try await writer.perform(write) }
    case "create":
        // create PATH FROM GO: waits for the file GO, then creates; prints the outcome.
        let document = try JSONDocument([UInt8](Data(contentsOf: URL(fileURLWithPath: rest[0]))))
        while !FileManager.default.fileExists(atPath: rest[1]) { usleep(200) }
        do {
            print(try await writer.createDocument(document, at: path).outcome.rawValue)
        } catch let error as RecordError {
            print(error.code.rawValue)
        }
    case "optimistic":
        // optimistic PATH COUNT: prints how many landed and how many gave up.
        var landed = 0
        var exhausted = 0
        for _ in 0..<(Int(rest[0]) ?? 0) {
            do {
                try await writer.optimisticIncrement(at: path)
                landed += 1
            } catch let error as RecordError where error.code == .concurrencyConflict {
                exhausted += 1
            }
        }
        print("landed", landed, "exhausted", exhausted)
    case "hold":
        // hold PATH SECONDS: prints "held", then keeps the record for a while.
        let seconds = Double(rest[0]) ?? 1
        try SynchronousCreationWriter(writer).updateDocument(at: path) { _ in
            FileHandle.standardOutput.write(Data("held\n".utf8))
            Thread.sleep(forTimeInterval: seconds)
        }
    case "revoke":
        // revoke PATH ID
        try await writer.revokeOverride(id: rest[0], operator: "worker", reason: "both at once", at: path)
        print("revoked")
    case "churn":
        // churn PATH SECONDS
        try SelfCheck.churn(path, seconds: Double(rest[0]) ?? 1)
    case "watch":
        // watch PATH SECONDS
        try SelfCheck.watch(path, seconds: Double(rest[0]) ?? 1)
    default:
        FileHandle.standardError.write(Data("unknown command \(arguments[1])\n".utf8))
        exit(64)
    }
} catch let error as RecordError {
    FileHandle.standardError.write(Data("\(error.code.rawValue) \(error)\n".utf8))
    exit(1)
}

extension RecordWriter where Record == CreationRecord {
    /// Counts in a member that the type knows and the policy leaves free: the host's label.
    func optimisticIncrement(at path: RecordPath) async throws {
        try await updateOptimistically(at: path) { record in
            let count = Int(record.orchestrator?.label ?? "0") ?? 0
            await Task.yield()
            record.orchestrator?.label = String(count + 1)
        }
    }
}
