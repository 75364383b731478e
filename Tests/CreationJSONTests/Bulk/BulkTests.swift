import CreationJSON
import CreationTestSupport
import Foundation
import LosslessJSON
import Testing

@Suite("Many writes at once (BULK-5)")
struct BulkTests {
    let folder: TemporaryFolder
    let writer = CreationWriter(timeout: .patience, durability: .none)
    let sample: JSONDocument

    init() throws {
        folder = try TemporaryFolder()
        sample = try JSONDocument(
            [UInt8](Data(contentsOf: URL(fileURLWithPath: Fixtures.directory + "/records/run-1.8.json"))))
    }

    typealias Write = ConditionalWrite<CreationRecord>

    private func increment(_ path: RecordPath, gates: [RecordGate] = []) -> Write {
        Write(
            .updateDocument { document in
                let count = document.root["counter"]?.numberValue?.int64 ?? 0
                try document.set(.number(count + 1), at: "/counter")
            }, at: path, gates: gates)
    }

    private func code(_ result: BulkItemResult<CreationRecord>) -> String {
        switch result.result {
        case .success: result.outcome?.rawValue ?? ""
        case .failure(let error): error.code.rawValue
        }
    }

    @Test("of a thousand over a hundred records each gets its own answer, and the rest lands")
    func thousand() async throws {
        for index in 0..<100 { try folder.write(sample.bytes, to: "\(index).json") }
        var writes: [Write] = []
        var expected: [String] = []
        for index in 0..<1000 {
            let path = folder.record("\(index % 100).json")
            switch index % 20 {
            case 3, 11:
                writes.append(increment(path, gates: [.value("/sync_status", equals: "synced")]))
                expected.append("gate_rejected")
            case 7:
                writes.append(increment(folder.record("missing-\(index).json")))
                expected.append("not_found")
            case 15:
                writes.append(Write(.updateDocument { try $0.remove(at: "/no/such/place") }, at: path))
                expected.append("edit_failed")
            default:
                writes.append(increment(path))
                expected.append("written")
            }
        }
        let results = try await writer.bulk(writes)
        #expect(results.map(\.index) == Array(0..<1000))
        #expect(results.map(code) == expected)
        var counted: Int64 = 0
        for index in 0..<100 {
            let document = try JSONDocument(folder.read("\(index).json"))
            counted += document.root["counter"]?.numberValue?.int64 ?? 0
        }
        #expect(counted == 800)
    }

    @Test("that is empty succeeds")
    func empty() async throws { #expect(try await writer.bulk([]).isEmpty) }

    @Test("keeps input order where a gate ties writes together")
    func tied() async throws {
        let project = folder.record("project.json")
        let run = folder.record("run.json")
        let results = try await writer.bulk([
            Write(.createDocument(sample), at: run, gates: [.exists(project)]),
            Write(.createDocument(sample), at: project),
            Write(.createDocument(sample), at: run, gates: [.exists(project)]),
            Write(.remove, at: project),
            increment(run, gates: [.exists(project)]),
        ])
        #expect(results.map(code) == ["gate_rejected", "written", "written", "removed", "gate_rejected"])
    }

    @Test("goes on past a write that could not be understood, in windows, and counts")
    func windows() async throws {
        let path = try folder.write(sample.bytes)
        let input = AsyncStream { continuation in
            for index in 0..<25 {
                continuation.yield(
                    index == 12
                        ? Result<Write, RecordError>.failure(RecordError(.malformedJSON, "line 13 is not JSON"))
                        : .success(increment(path)))
            }
            continuation.finish()
        }
        let steps = Steps()
        var indices: [Int] = []
        let summary = try await writer.bulk(input, options: BulkOptions(window: 10, progress: { steps.add($0) })) {
            indices.append($0.index)
            #expect(code($0) == ($0.index == 12 ? "malformed_json" : "written"))
        }
        #expect(indices == Array(0..<25))
        #expect(summary.succeeded == 24 && summary.failed == 1)
        #expect(steps.all.map { $0.succeeded + $0.failed } == [10, 20, 25])
        #expect(try JSONDocument(folder.read()).root["counter"] == 24)
    }

    @Test("stays inside its root (BULK-7)", arguments: ["../x.json", "/tmp/x.json", "a/../../x.json", "away/x.json"])
    func confined(_ name: String) async throws {
        let root = folder.file("root")
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: root + "/away", withDestinationPath: "..")
        let results = try await writer.bulk(
            [
                Write(.createDocument(sample), at: RecordPath(name)), Write(.createDocument(sample), at: "in.json"),
                Write(.createDocument(sample), at: "gated.json", gates: [.absent(RecordPath(name))]),
            ], options: BulkOptions(root: RecordPath(root)))
        #expect(results.map(code) == ["outside_root", "written", "outside_root"])
        #expect(try folder.names() == ["root"])
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: root).sorted() == ["away", "in.json", "in.json.lock"])
    }

    /// Sets the status where a gate on another name of the same record says that it has this one.
    private func move(_ from: JSONValue, to: JSONValue, at path: RecordPath, seenAt other: RecordPath) -> Write {
        Write(
            .updateDocument { try $0.set(to, at: "/sync_status") }, at: path,
            gates: [.value("/sync_status", equals: from, at: other)])
    }

    @Test("a gate that names the write's record otherwise sees what the writes before left", arguments: aliases)
    func aliasedGate(_ alias: String) async throws {
        let path = try folder.write(sample.bytes)
        try makeAlias()
        let other = folder.record(alias)
        let stale = try await writer.bulk([
            move("pending", to: "synced", at: path, seenAt: other),
            move("pending", to: "failed", at: path, seenAt: other),
        ])
        #expect(stale.map(code) == ["written", "gate_rejected"])
        let fresh = try await writer.bulk([
            move("synced", to: "failed", at: path, seenAt: other),
            move("failed", to: "pending", at: path, seenAt: other),
        ])
        #expect(fresh.map(code) == ["written", "written"])
        #expect(try JSONDocument(folder.read()).root["sync_status"] == "pending")
    }

    static let aliases = ["link.json", "./creation.json", "folder/../creation.json", "away/creation.json"]

    private func makeAlias() throws {
        let files = FileManager.default
        try files.createSymbolicLink(atPath: folder.file("link.json"), withDestinationPath: "creation.json")
        try files.createSymbolicLink(atPath: folder.file("away"), withDestinationPath: ".")
        try files.createDirectory(atPath: folder.file("folder"), withIntermediateDirectories: true)
    }

    @Test("two records whose lock files a copy with hard links made one are two records still")
    func copiedWithLinks() async throws {
        let files = FileManager.default
        for name in ["a", "b"] {
            try files.createDirectory(atPath: folder.file(name), withIntermediateDirectories: true)
        }
        let one = try folder.write(sample.bytes, to: "a/creation.json")
        let other = try folder.write(sample.bytes, to: "b/creation.json")
        try folder.write([], to: "a/creation.json.lock")
        try files.linkItem(atPath: folder.file("a/creation.json.lock"), toPath: folder.file("b/creation.json.lock"))
        let results = try await writer.bulk([
            move("pending", to: "synced", at: one, seenAt: other),
            move("pending", to: "failed", at: one, seenAt: other),
        ])
        #expect(results.map(code) == ["written", "written"])
    }

    @Test("a gate that cannot be had fails only the writes that look there, whatever its name is resolved to (BULK-5)")
    func gateThatCannotBeHad() async throws {
        let files = FileManager.default
        try folder.write(sample.bytes)
        try files.createDirectory(atPath: folder.file("folder.json"), withIntermediateDirectories: true)
        try files.createDirectory(atPath: folder.file("locked.json.lock"), withIntermediateDirectories: true)
        try files.createSymbolicLink(atPath: folder.file("link.json"), withDestinationPath: "./folder.json")
        for root in [nil, RecordPath(folder.path)] {
            func name(_ name: String) -> RecordPath { root == nil ? folder.record(name) : RecordPath(name) }
            for bad in ["folder.json", "link.json", "locked.json"] {
                let path = name("creation.json")
                let results = try await writer.bulk(
                    [
                        increment(path, gates: [.exists(name("none.json")), .exists(name(bad))]),
                        increment(path, gates: [.absent(name("none.json"))]), increment(path),
                    ], options: BulkOptions(root: root))
                #expect(results.map(code) == ["invalid_record", "written", "written"], "\(bad)")
            }
        }
        #expect(try JSONDocument(folder.read()).root["counter"] == 12)
    }

    @Test("a gate's record that cannot be understood is named in the message, since the result names the write's")
    func unreadableGate() async throws {
        let path = try folder.write(sample.bytes)
        let broken = try folder.write(Array("{".utf8), to: "broken.json")
        let results = try await writer.bulk([increment(path, gates: [.overrideActive("x", at: broken)])])
        let error = #expect(throws: RecordError.self) { try results[0].result.get() }
        #expect(error?.code == .malformedJSON)
        #expect(error?.message.hasSuffix(" (\(broken))") == true)
    }

    @Test("takes two spellings of a name for one record (BULK-6)")
    func spellings() async throws {
        try folder.write(sample.bytes)
        let results = try await writer.bulk(
            (0..<20).map { increment(RecordPath(folder.path + ($0 % 2 == 0 ? "/./" : "//") + "creation.json")) })
        #expect(results.allSatisfy { code($0) == "written" })
        let checksums = Set(results.compactMap { try? $0.result.get()?.checksum })
        #expect(checksums.count == 1)
    }

    @Test("keeps input order over names that `..` makes one (BULK-6)")
    func namesFromElsewhere() async throws {
        try folder.write(sample.bytes)
        try makeAlias()
        let names = [
            folder.record(), folder.record("folder/../creation.json"), folder.record("folder/.././creation.json"),
        ]
        let results = try await writer.bulk(
            (0..<60).map { index in
                increment(names[index % 3], gates: index == 0 ? [] : [.value("/counter", equals: .number(index))])
            })
        #expect(results.allSatisfy { code($0) == "written" })
        #expect(try JSONDocument(folder.read()).root["counter"] == 60)
    }

    @Test("reports what a cancellation came before as not attempted (BULK-8)")
    func cancelled() async throws {
        let path = try folder.write(sample.bytes)
        let other = try folder.write(sample.bytes, to: "other.json")
        let writer = self.writer
        let begun = AsyncStream<Void>.makeStream()
        let go = DispatchSemaphore(value: 0)
        let task = Task {
            try await writer.bulk(
                [
                    Write(
                        .updateDocument { document in
                            begun.continuation.yield()
                            go.wait()
                            try document.set(1, at: "/counter")
                        }, at: path), Write(.updateDocument { try $0.set(1, at: "/counter") }, at: other),
                ], options: BulkOptions(concurrency: 1))
        }
        for await _ in begun.stream { break }
        task.cancel()
        go.signal()
        #expect(try await task.value.map(code) == ["written", "not_attempted"])
        #expect(try folder.read("other.json") == sample.bytes)
    }

    @Test("whose gates name each other's records never wait for each other (BULK-3)")
    func noDeadlock() async throws {
        for name in ["a.json", "b.json"] { try folder.write(sample.bytes, to: name) }
        let (a, b) = (folder.record("a.json"), folder.record("b.json"))
        let writer = CreationWriter(timeout: .patience, durability: .none)
        let rounds = 500
        for _ in 0..<rounds {
            async let one = writer.bulk([increment(a, gates: [.exists(b)])])
            async let two = writer.bulk([increment(b, gates: [.exists(a)])])
            let outcomes = try await (one + two).map(code)
            guard outcomes == ["written", "written"] else {
                #expect(outcomes == ["written", "written"])
                return
            }
        }
        for name in ["a.json", "b.json"] {
            #expect(try JSONDocument(folder.read(name)).root["counter"]?.numberValue?.int64 == Int64(rounds))
        }
    }
}

/// What a bulk told of its progress.
private final class Steps: Sendable {
    private let steps = LockIsolated<[BulkSummary]>([])
    func add(_ step: BulkSummary) { steps.withLock { $0.append(step) } }
    var all: [BulkSummary] { steps.withLock { $0 } }
}
