import CreationJSON
import CreationTestSupport
import Foundation
import LosslessJSON
import Testing

@Suite("A record is written")
struct RecordWriterTests {
    let writer = CreationWriter()
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func sample(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: Fixtures.directory + "/records/" + name)))
    }

    private func place(_ name: String) throws -> RecordPath { try folder.write(sample(name)) }

    /// The one changed range: what both texts do not share at their ends.
    private func difference(_ old: [UInt8], _ new: [UInt8]) -> (String, String) {
        let prefix = zip(old, new).prefix { $0 == $1 }.count
        let room = min(old.count, new.count) - prefix
        let suffix = zip(old.reversed(), new.reversed()).prefix(room).prefix { $0 == $1 }.count
        return (
            String(decoding: old[prefix..<(old.count - suffix)], as: UTF8.self),
            String(decoding: new[prefix..<(new.count - suffix)], as: UTF8.self)
        )
    }

    @Test("a created record is read back equal, with two spaces and a final newline")
    func createAndRead() async throws {
        let record = try await writer.snapshot(at: place("run-1.8.json")).record
        let made = try await writer.create(record, at: folder.record("new.json"))
        #expect(made.outcome == .written)
        #expect(try await writer.snapshot(at: folder.record("new.json")).record == record)
        let expected = String(decoding: try sample("run-1.8.json"), as: UTF8.self)
            .replacingOccurrences(of: ",\n    \"cache_freshness_at_use\": null", with: "")
        #expect(String(decoding: try folder.read("new.json"), as: UTF8.self) == expected)
    }

    @Test("a record that indentation makes too large to read is refused and not written", .timeLimit(.minutes(5)))
    func createTooLarge() async throws {
        var record = try await writer.snapshot(at: place("run-1.8.json")).record
        let numbers = Array(repeating: "1", count: 70_000).joined(separator: ",")
        let deep = String(repeating: "[", count: 500) + numbers + String(repeating: "]", count: 500)
        record.variables = try JSONDocument("{\"v\":\(deep)}").root
        let large = record
        let path = folder.record("new.json")
        let error = await #expect(throws: RecordError.self) { try await writer.create(large, at: path) }
        #expect(error?.code == .limitExceeded)
        #expect(error?.path == path)
        #expect(try !folder.names().contains("new.json"))
    }

    @Test("an edit whose pointer is no text fails as one that leads nowhere does")
    func editErrors() {
        #expect(RecordError(edit: JSONError(.loneSurrogate, "")).code == .editFailed)
        #expect(RecordError(edit: JSONError(.notFound, "")).code == .editFailed)
        #expect(RecordError(JSONError(.loneSurrogate, "")).code == .invalidRecord)
    }

    @Test("a second creation fails with already_exists and leaves the first alone")
    func createTwice() async throws {
        let record = try await writer.snapshot(at: place("run-1.8.json")).record
        let error = await #expect(throws: RecordError.self) { try await writer.create(record, at: folder.record()) }
        #expect(error?.code == .alreadyExists)
        #expect(error?.path == folder.record())
        #expect(try folder.read() == sample("run-1.8.json"))
    }

    @Test(
        "one changed field changes only its bytes",
        arguments: [
            ("run-1.8.json", "pending", "synced"), ("run-1.10-from-the-future.json", "archived", "synced"),
            ("project-1.8-overrides.json", "blocked_by_validation", "pending"),
        ])
    func oneField(_ name: String, _ old: String, _ new: String) async throws {
        let path = try place(name)
        let before = try folder.read()
        let result = try await writer.update(at: path) { $0.syncStatus = SyncStatus(rawValue: new) }
        #expect(result.outcome == .written)
        let expected = String(decoding: before, as: UTF8.self)
            .replacingOccurrences(of: "\"\(old)\"", with: "\"\(new)\"")
        #expect(String(decoding: try folder.read(), as: UTF8.self) == expected)
        #expect(result.checksum == RecordChecksum(of: try folder.read()))
    }

    @Test("a default that was left out is written only where it is changed")
    func omittedDefaults() async throws {
        let path = try place("run-1.9-defaults-omitted.json")
        let before = try folder.read()
        #expect(try await writer.snapshot(at: path).record.syncStatus == .pending)
        try await writer.update(at: path) { $0.syncStatus = .synced }
        let (removed, added) = difference(before, try folder.read())
        #expect(removed == "")
        #expect(added.hasPrefix(",\"sync_status\":\"synced\"") || added.hasSuffix("\"sync_status\":\"synced\""))
        #expect(try await writer.snapshot(at: path).schemaVersion == SchemaVersion("1.9"))
    }

    @Test("an older record is raised, its numbers as they were written")
    func raised() async throws {
        let path = try place("run-1.0.json")
        try await writer.update(at: path) { $0.syncStatus = .failed }
        let text = String(decoding: try folder.read(), as: UTF8.self)
        for kept in ["\"exposure_s\": 1.10,", "\"dose\": 1E-7,", "\"serial\": 12345678901234567890123\n"] {
            #expect(text.contains(kept))
        }
        #expect(text.contains("\"schema_version\": \"1.8\""))
        #expect(text.contains("\n    \"run_kind\": \"experimental\""))
        #expect(text.contains("\"sync_status\": \"failed\""))
    }

    @Test("what only a newer version knows stays, and so does its number")
    func fromTheFuture() async throws {
        let path = try place("run-1.10-from-the-future.json")
        #expect(try await writer.snapshot(at: path).record.syncStatus.rawValue == "archived")
        try await writer.update(at: path) { $0.orchestrator?.label = "Moved" }
        let root = try await writer.snapshot(at: path).document.root
        #expect(root["schema_version"]?.stringValue == "1.10")
        #expect(root[JSONPointer("/template/digest")]?.stringValue == "sha256:aa")
        #expect(root[JSONPointer("/plugins_applied/0/isolation/gpu_ms")]?.numberValue?.int64 == 3)
        #expect(root[JSONPointer("/retention/policy")]?.stringValue == "keep-7y")
        #expect(root["sync_status"]?.stringValue == "archived")
    }

    @Test("a change that changes nothing leaves bytes, inode and time alone")
    func noChange() async throws {
        let path = try place("run-1.8.json")
        let before = try FileManager.default.attributesOfItem(atPath: folder.file())
        let result = try await writer.update(at: path) { $0.syncStatus = .pending }
        let after = try FileManager.default.attributesOfItem(atPath: folder.file())
        #expect(result.outcome == .unchanged)
        #expect(before[.systemFileNumber] as? Int == after[.systemFileNumber] as? Int)
        #expect(before[.modificationDate] as? Date == after[.modificationDate] as? Date)
        #expect(try folder.read() == sample("run-1.8.json"))
        #expect(try folder.names() == ["creation.json", "creation.json.lock"])
    }

    @Test("an optional block set to nil disappears and stays away")
    func removedBlock() async throws {
        let path = try place("run-1.8.json")
        try await writer.update(at: path) { $0.orchestrator = nil }
        try await writer.update(at: path) { $0.syncStatus = .synced }
        #expect(try await writer.snapshot(at: path).document.root["orchestrator"] == nil)
        #expect(!String(decoding: try folder.read(), as: UTF8.self).contains("labpc"))
    }

    @Test("a checksum that no longer holds is a conflict and writes nothing")
    func staleChecksum() async throws {
        let path = try place("run-1.8.json")
        let seen = try await writer.snapshot(at: path)
        try await writer.update(at: path, ifMatch: seen.checksum) { $0.syncStatus = .synced }
        let between = try folder.read()
        let error = await #expect(throws: RecordError.self) {
            try await writer.update(at: path, ifMatch: seen.checksum) { $0.syncStatus = .failed }
        }
        #expect(error?.code == .concurrencyConflict)
        #expect(error?.expected == seen.checksum.rawValue)
        #expect(error?.found == RecordChecksum(of: between).rawValue)
        #expect(try folder.read() == between)
    }

    @Test("a creation that gives a checksum is told that there is no record (CYC-9)")
    func checksumOfNothing() async throws {
        let document = try JSONDocument(sample("run-1.8.json"))
        let checksum = RecordChecksum(of: Array(document.bytes))
        for action in [ConditionalWrite<CreationRecord>.Action.createDocument(document), .ensureDocument(document)] {
            let error = await #expect(throws: RecordError.self) {
                try await writer.perform(ConditionalWrite(action, at: folder.record(), ifMatch: checksum))
            }
            #expect(error?.code == .concurrencyConflict)
            #expect(error?.message.hasPrefix("there is no record") == true)
            #expect(error?.found == "absent")
        }
        let missing = await #expect(throws: RecordError.self) {
            try await writer.update(at: folder.record(), ifMatch: checksum) { $0.syncStatus = .synced }
        }
        #expect(missing?.code == .notFound)
    }

    @Test("ensuring the same record again succeeds, whatever its status has become")
    func ensureAgain() async throws {
        let record = try await writer.snapshot(at: place("run-1.8.json")).record
        #expect(try await writer.ensure(record, at: folder.record("e.json")).outcome == .written)
        try await writer.update(at: folder.record("e.json")) { $0.syncStatus = .synced }
        #expect(try await writer.ensure(record, at: folder.record("e.json")).outcome == .unchanged)
        var other = record
        other.createdBy = "somebody else"
        let error = await #expect(throws: RecordError.self) {
            try await writer.ensure(other, at: folder.record("e.json"))
        }
        #expect(error?.code == .concurrencyConflict)
        #expect(error?.pointer == "/created_by")
    }

    @Test(
        "to ensure a record, null and absent are the same where null stands for absence (MIG-13)",
        arguments: [("/lims_project", true), ("/template/run_scope", true), ("/template/unknown", false)]
            as [(JSONPointer, Bool)])
    func ensureNull(_ pointer: JSONPointer, isSame: Bool) async throws {
        var null = try JSONDocument(sample("run-1.8.json"))
        try null.set(.null, at: pointer)
        var absent = null
        try absent.remove(at: pointer)
        for (there, wanted) in [(null, absent), (absent, null)] {
            let path = try folder.write(Array(there.bytes))
            let write = ConditionalWrite<CreationRecord>(.ensureDocument(wanted), at: path)
            if isSame {
                #expect(try await writer.perform(write)?.outcome == .unchanged)
            } else {
                let error = await #expect(throws: RecordError.self) { try await writer.perform(write) }
                #expect(error?.code == .concurrencyConflict)
                #expect(error?.pointer == "/template")
            }
            #expect(try folder.read() == Array(there.bytes))
        }
    }

    @Test("what a mutator throws comes back as it is and leaves no trace")
    func throwingMutator() async throws {
        struct Refusal: Error, Equatable {}
        let path = try place("run-1.8.json")
        await #expect(throws: Refusal()) { try await writer.update(at: path) { _ in throw Refusal() } }
        #expect(try folder.read() == sample("run-1.8.json"))
        #expect(try folder.names() == ["creation.json", "creation.json.lock"])
    }

    @Test("a mutator that reaches for its own record is refused at once")
    func reentrant() async throws {
        let path = try place("run-1.8.json")
        let inner = SynchronousCreationWriter()
        let error = await #expect(throws: RecordError.self) {
            try await writer.update(at: path) { _ in try inner.update(at: path) { $0.syncStatus = .synced } }
        }
        #expect(error?.code == .reentrantUpdate)
    }

    @Test("a record that an outer mutator changes is refused to an inner one, wherever that had to wait")
    func reentrantAcrossRecords() async throws {
        let path = try place("run-1.8.json")
        let other = try folder.write(sample("run-1.8.json"), to: "other.json")
        let inner = SynchronousCreationWriter()
        try inner.update(at: other) { $0.syncStatus = .failed }
        // Somebody else's lock: an open file of its own.
        let sidecar = open(other.description + ".lock", O_RDWR | O_CLOEXEC)
        defer { close(sidecar) }
        try #require(flock(sidecar, LOCK_EX) == 0)
        Thread.detachNewThread {
            usleep(200_000)
            flock(sidecar, LOCK_UN)
        }
        let error = await #expect(throws: RecordError.self) {
            try await writer.update(at: path) { _ in
                try inner.update(at: other) { _ in try inner.update(at: path) { $0.syncStatus = .synced } }
            }
        }
        #expect(error?.code == .reentrantUpdate)
        #expect(error?.path == path)
    }

    @Test("a removal leaves the sidecar, and one of a record with overrides needs the unrestricted policy")
    func removal() async throws {
        let path = try place("project-1.8-overrides.json")
        let error = await #expect(throws: RecordError.self) { try await writer.remove(at: path) }
        #expect(error?.code == .policyViolation)
        #expect(error?.pointer == "/validation_overrides")
        try await writer.remove(at: path, policy: .unrestricted)
        #expect(try folder.names() == ["creation.json.lock"])
        let missing = await #expect(throws: RecordError.self) { try await writer.remove(at: path) }
        #expect(missing?.code == .notFound)
    }

    @Test("a broken record can be mended with the unrestricted policy, and only so")
    func mended() async throws {
        let path = try folder.write(
            Array(
                String(decoding: sample("run-1.8.json"), as: UTF8.self)
                    .replacingOccurrences(of: "\"schema_version\": \"1.8\"", with: "\"schema_version\": 1.8").utf8))
        let mend: @Sendable (inout JSONDocument) throws -> Void = { try $0.set("1.8", at: "/schema_version") }
        let error = await #expect(throws: RecordError.self) { try await writer.updateDocument(at: path, mend) }
        #expect(error?.code == .schemaMajorMismatch)
        try await writer.updateDocument(at: path, policy: .unrestricted, mend)
        #expect(try folder.read() == sample("run-1.8.json"))
    }

    @Test("a record of another major is not removed by force, but what nobody can read is (CYC-13)")
    func removalByForce() async throws {
        let foreign = try folder.write(Array("{\"schema_version\": \"2.0\"}".utf8))
        let error = await #expect(throws: RecordError.self) {
            try await writer.remove(at: foreign, policy: .unrestricted)
        }
        #expect(error?.code == .schemaMajorMismatch)
        #expect(try folder.names() == ["creation.json", "creation.json.lock"])
        for (text, code) in [
            ("{\"schema_version\": 2}", .schemaMajorMismatch), ("{\"schema_version\": \"1.8\"", .malformedJSON),
            ("[]", .invalidRecord), ("", .malformedJSON),
        ] as [(String, RecordError.Code)] {
            let path = try folder.write(Array(text.utf8))
            let error = await #expect(throws: RecordError.self) { try await writer.remove(at: path) }
            #expect(error?.code == code)
            try await writer.remove(at: path, policy: .unrestricted)
            #expect(try folder.names() == ["creation.json.lock"])
        }
    }

    @Test("a version never goes down, not even by force (MIG-5)")
    func downgrade() async throws {
        let path = try place("run-1.10-from-the-future.json")
        let error = await #expect(throws: RecordError.self) {
            try await writer.updateDocument(at: path, policy: .unrestricted) {
                try $0.set("1.8", at: "/schema_version")
            }
        }
        #expect(error?.code == .policyViolation)
        #expect(error?.pointer == "/schema_version")
        #expect(try folder.read() == sample("run-1.10-from-the-future.json"))
        // Not even if it would be raised again at once.
        let current = try place("run-1.8.json")
        let again = await #expect(throws: RecordError.self) {
            try await writer.updateDocument(at: current, policy: .unrestricted) {
                try $0.set("1.4", at: "/schema_version")
            }
        }
        #expect(again?.code == .policyViolation)
        #expect(try folder.read() == sample("run-1.8.json"))
        _ = try place("run-1.10-from-the-future.json")
        try await writer.updateDocument(at: path, policy: .unrestricted) { try $0.set("1.11", at: "/schema_version") }
        #expect(try JSONDocument(folder.read()).root["schema_version"] == "1.11")
    }

    @Test("the synchronous twin does the same")
    func synchronous() throws {
        let path = try place("run-1.8.json")
        let twin = SynchronousCreationWriter()
        #expect(try twin.update(at: path) { $0.syncStatus = .synced }.outcome == .written)
        #expect(try twin.snapshot(at: path).record.syncStatus == .synced)
    }
}
