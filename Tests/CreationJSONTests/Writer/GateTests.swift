import CreationJSON
import CreationTestSupport
import Foundation
import LosslessJSON
import Testing

@Suite("A write depends on conditions (BULK-1, BULK-2)")
struct GateTests {
    let folder: TemporaryFolder
    let writer = CreationWriter(timeout: .patience, durability: .none)
    let path: RecordPath

    init() throws {
        folder = try TemporaryFolder()
        path = folder.record()
        for (from, to) in [
            ("run-1.8.json", "creation.json"), ("project-1.8-overrides.json", "project.json"),
            ("run-1.9-defaults-omitted.json", "omitted.json"),
        ] {
            try FileManager.default.copyItem(
                atPath: Fixtures.directory + "/records/" + from, toPath: folder.file(to))
        }
    }

    private func perform(_ gates: [RecordGate], at name: RecordPath? = nil) async throws {
        try await writer.perform(
            ConditionalWrite(.updateDocument { try $0.set(true, at: "/touched") }, at: name ?? path, gates: gates))
    }

    private func refusal(_ gates: [RecordGate], at name: RecordPath? = nil) async -> RecordError? {
        await #expect(throws: RecordError.self) { try await perform(gates, at: name) }
    }

    @Test("and happens where all of them hold")
    func open() async throws {
        let project = folder.record("project.json")
        let now = Timestamp(seconds: 1_800_000_000)
        try await perform([
            .exists(), .exists(project), .absent(folder.record("none.json")),
            .absent(folder.record("no-folder/none.json")),
            .value("/sync_status", equals: "pending"), .value("/level", equals: "project", at: project),
            .overrideActive("mode_prefix_mismatch", at: project, now: { now }),
            RecordGate("the operator is known") { $0?.root["created_by"]?.stringValue != nil },
        ])
        #expect(try JSONDocument(folder.read()).root["touched"] == true)
    }

    @Test("on defaults that were left out, as a reader sees them")
    func omittedDefault() async throws {
        try await perform([.value("/sync_status", equals: "pending")], at: folder.record("omitted.json"))
        #expect(try JSONDocument(folder.read("omitted.json")).root["sync_status"] == nil)
    }

    @Test("and names the one that does not hold, writing nothing")
    func closed() async throws {
        let before = try folder.read()
        let project = folder.record("project.json")
        for gate in [
            RecordGate.absent(), .exists(folder.record("none.json")), .value("/sync_status", equals: "synced"),
            .value("/no/such", equals: .null), .overrideActive("unresolved_placeholder_token", at: project),
            RecordGate("never") { _ in false },
        ] {
            let error = await refusal([.exists(), gate])
            #expect(error?.code == .gateRejected)
            #expect(error?.path == path)
            #expect(error?.message.contains(gate.summary) == true)
        }
        #expect(try folder.read() == before)
    }

    @Test("and one about the text of a missing target says that it is missing (CYC-2)")
    func missingTarget() async throws {
        let missing = folder.record("none.json")
        #expect(await refusal([.value("/a", equals: 1)], at: missing)?.code == .notFound)
        #expect(
            await refusal([.value("/a", equals: 1, at: folder.record("./none.json"))], at: missing)?.code == .notFound)
        #expect(await refusal([.exists()], at: missing)?.code == .gateRejected)
        #expect(await refusal([], at: missing)?.code == .notFound)
        let creation = ConditionalWrite<CreationRecord>(
            .createDocument(try JSONDocument(folder.read())), at: missing, gates: [.value("/a", equals: 1)])
        let error = await #expect(throws: RecordError.self) { try await writer.perform(creation) }
        #expect(error?.code == .gateRejected)
    }

    @Test("and never opens because a record cannot be read")
    func unreadable() async throws {
        let broken = try folder.write(Array("{\"schema_version\": ".utf8), to: "broken.json")
        let error = await refusal([RecordGate("anything", at: broken) { _ in true }])
        #expect(error?.code == .malformedJSON)
        #expect(error?.path == broken)
        try folder.write(Array("{\"schema_version\": \"2.0\"}".utf8), to: "broken.json")
        #expect(await refusal([.overrideActive("x", at: broken)])?.code == .schemaMajorMismatch)
        try folder.write(
            Array("{\"schema_version\": \"1.8\", \"validation_overrides\": {}}".utf8), to: "broken.json")
        #expect(await refusal([.overrideActive("x", at: broken)])?.code == .invalidRecord)
    }

    @Test("and what a gate saw of another record is still true when the write lands (BULK-3)", .timeLimit(.minutes(5)))
    func neverStale() async throws {
        let project = folder.record("project.json")
        let bytes = try folder.read("project.json")
        let sample = try JSONDocument(folder.read())
        let writer = self.writer
        // The competitor counts how often the project was there; a run notes what it saw.
        let competitor = Task {
            var removals = 0
            while !Task.isCancelled {
                try await writer.remove(at: project, policy: .unrestricted)
                removals += 1
                var next = try JSONDocument(bytes)
                try next.set(.number(removals), at: "/generation")
                try await writer.createDocument(next, at: project)
            }
            return removals
        }
        var created = 0
        var rejected = 0
        for index in 0..<300 {
            let run = folder.record("run-\(index).json")
            let seen = LockIsolated<JSONValue?>(nil)
            let gate = RecordGate("the project exists", at: project) { document in
                seen.withLock { $0 = document.map { $0.root["generation"] ?? 0 } }
                return document != nil
            }
            do {
                // Inside the hold, a look without any lock must still show what the gate saw.
                let still = RecordGate("it still does") { _ in
                    let text = FileManager.default.contents(atPath: project.description)
                    let document = text.flatMap { try? JSONDocument([UInt8]($0)) }
                    return document.map { $0.root["generation"] ?? 0 } == seen.withLock { $0 }
                }
                try await writer.perform(
                    ConditionalWrite(.createDocument(sample), at: run, gates: [gate, still]))
                created += 1
            } catch let error as RecordError where error.code == .gateRejected {
                #expect(error.message.contains("the project exists"))
                rejected += 1
            }
        }
        competitor.cancel()
        _ = try? await competitor.value
        #expect(created + rejected == 300)
    }
}
