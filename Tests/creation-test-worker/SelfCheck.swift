// A record that shows by itself whether it is whole and the last one: its padding follows from its counter.

import CreationJSON
import Foundation
import LosslessJSON

/// What is wrong with a record that was meant to check itself.
struct NotWhole: Error, CustomStringConvertible {
    var description: String
}

enum SelfCheck {
    private static let padding: JSONPointer = "/padding"

    /// Between nothing and 64 KiB, so that a record needs now more and now fewer blocks than the one before.
    private static func padding(_ count: Int64) -> String {
        String(repeating: String(count % 10), count: Int(count &* 7_919 % 65_536))
    }

    /// The counter of a record, after a look at everything that follows from it.
    @discardableResult
    static func count(_ document: JSONDocument) throws -> Int64 {
        guard let count = document.root[.counter]?.numberValue?.int64 else { return 0 }
        guard document.root[padding]?.stringValue == padding(count) else {
            throw NotWhole(description: "the padding is not that of \(count)")
        }
        return count
    }

    /// Checks, counts one up, and pads.
    static func advance(_ document: inout JSONDocument) throws {
        let count = try count(document) + 1
        try document.set(.number(count), at: .counter)
        try document.set(.string(padding(count)), at: padding)
    }

    /// churn PATH SECONDS: updates until the time is over; a line `done N` behind each, or `refused CODE ERRNO`.
    static func churn(_ path: RecordPath, seconds: Double) throws {
        let writer = SynchronousCreationWriter(CreationWriter(timeout: .seconds(120)))
        let end = Date(timeIntervalSinceNow: seconds)
        while Date() < end {
            do {
                let written = try writer.updateDocument(at: path) { try advance(&$0) }
                say("done \(try count(written.snapshot.document))")
            } catch let error as RecordError {
                say("refused \(error.code.rawValue) \(error.errno ?? 0)")
            }
        }
    }

    /// watch PATH SECONDS: reads with and without the lock in turn, and wants every record whole and none to go back.
    static func watch(_ path: RecordPath, seconds: Double) throws {
        let writer = SynchronousCreationWriter(CreationWriter(timeout: .seconds(120)))
        let end = Date(timeIntervalSinceNow: seconds)
        var last: Int64 = 0
        var reads = 0
        while Date() < end {
            let file = URL(fileURLWithPath: path.description)
            let document =
                reads.isMultiple(of: 2)
                ? try JSONDocument([UInt8](Data(contentsOf: file))) : try writer.snapshot(at: path).document
            let count = try count(document)
            guard count >= last else { throw NotWhole(description: "\(count) was read after \(last)") }
            last = count
            reads += 1
            say("read \(count)")
        }
    }

    /// One write(2) for each line, so that a process that is killed has said all it did.
    private static func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }
}
