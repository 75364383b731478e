import Testing

@testable import LockedFiles

@Suite("The straight path")
struct StraightPathTests {
    @Test("A record is made, read, replaced and removed, and the sidecar stays")
    func lifeOfARecord() throws {
        let scratch = try Scratch()
        let path = scratch.file()
        #expect(try readShared(path) == nil)
        #expect(scratch.names == [])
        try update(path, durability: .full) { old in
            #expect(old == nil)
            return "one"
        }
        #expect(try readShared(path)?.bytes == Array("one".utf8))
        try update(path, durability: .full) { old in
            #expect(old == "one")
            return "two"
        }
        #expect(scratch.text() == "two")
        #expect(scratch.names == ["creation.json", "creation.json.lock"])
        try withExclusive(path) { records in
            try records.sync()
            try records.remove()
        }
        #expect(try readShared(path) == nil)
        #expect(scratch.names == ["creation.json.lock"])
    }

    @Test("A gate is read under its own lock, and the same record named twice is locked once")
    func gates() throws {
        let scratch = try Scratch()
        try scratch.write("gate", to: "gate.json")
        let gates = [scratch.file("gate.json"), scratch.file("creation.json"), scratch.file("missing/x.json")]
        let seen = try withExclusive(scratch.file(), also: gates) { records in
            try (1...3).map { try records.read($0)?.bytes }
        }
        #expect(seen == [Array("gate".utf8), nil, nil])
        #expect(scratch.names == ["creation.json.lock", "gate.json", "gate.json.lock"])
    }

    @Test("Threads that add to one counter lose nothing")
    func counter() async throws {
        let scratch = try Scratch()
        let path = scratch.file()
        try update(path) { _ in "0" }
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        WorkerThreads.run {
                            for _ in 0..<50 { try? update(path) { String((Int($0 ?? "") ?? 0) + 1) } }
                            continuation.resume()
                        }
                    }
                }
            }
        }
        #expect(scratch.text() == "400")
    }

    @Test("Locking a record again inside its own hold fails at once")
    func reentry() throws {
        let scratch = try Scratch()
        try withExclusive(scratch.file()) { _ in
            let error = try failure { try readShared(scratch.file()) }
            #expect(error.code == .reentrant)
            #expect(error.path == scratch.file())
        }
    }
}
