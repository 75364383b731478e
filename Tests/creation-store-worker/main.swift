// A process of its own for tests in which several programs change one record of an object store.
//
// usage: creation-store-worker append s3://BUCKET/KEY NAME COUNT
//
// Appends NAME-0, NAME-1, … to the record's list of operations, each until it is acknowledged. Prints a line for each:
// `acknowledged NAME-N`, with the number of conflicts it met on the way. Ends with 1 at the first outcome that stays unknown.
// The store and the credentials come from the environment.

import CreationJSON
import CreationObjectStore
import Foundation
import LosslessJSON

let arguments = CommandLine.arguments
guard arguments.count == 5, arguments[1] == "append", let count = Int(arguments[4]) else {
    FileHandle.standardError.write(Data("usage: creation-store-worker append s3://BUCKET/KEY NAME COUNT\n".utf8))
    exit(64)
}
let path = RecordPath(arguments[2])
let name = arguments[3]

do {
    let configuration = try S3Configuration(environment: ProcessInfo.processInfo.environment)
    let writer = CreationWriter(storage: S3RecordStorage(configuration))
    for number in 0..<count {
        let operation = "\(name)-\(number)"
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
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(1)
}
