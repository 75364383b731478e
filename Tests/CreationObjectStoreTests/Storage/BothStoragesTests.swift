import CreationJSON
import CreationTestSupport
import LosslessJSON
import Testing

@testable import CreationObjectStore

/// OBJ-10: the fixtures of migration, merge and overrides, run through each storage from here: what a body sees and leaves is the same.
@Suite("The same cases on every storage", .timeLimit(.minutes(5)))
struct BothStoragesTests {
    /// Where records can be kept.
    enum Place: String, CustomTestStringConvertible {
        case files
        case objectsAsOnAWS
        case objectsAsOnCeph
        case gateway

        /// Those that need no server; the gateway has a suite of its own.
        static var here: [Place] { [.files, .objectsAsOnAWS, .objectsAsOnCeph] }
        var testDescription: String { rawValue }

        /// A storage with room for records, and the names of these.
        func open() async throws -> Records {
            let options = TransactionOptions(durability: .none)
            switch self {
            case .files:
                let folder = try TemporaryFolder()
                return Records(storage: LocalRecordStorage(), options: options, prefix: folder.path, owner: folder)
            case .objectsAsOnAWS, .objectsAsOnCeph:
                let store = FakeStore(self == .objectsAsOnAWS ? .aws : .ceph)
                return Records(
                    storage: try S3RecordStorage.fake(store), options: options, prefix: "s3://b", owner: store)
            case .gateway:
                let store = try RealStore.required()
                let bucket = try await store.bucket()
                return Records(storage: store.storage(), options: options, prefix: "s3://\(bucket)", owner: nil)
            }
        }
    }

    /// Records in one place.
    struct Records: Sendable {
        let storage: any RecordStorage
        let options: TransactionOptions
        let prefix: String
        /// What goes away with the records.
        let owner: (any Sendable)?

        var writer: CreationWriter { CreationWriter(storage: storage, durability: .none) }

        /// Puts bytes there as they are.
        func put(_ bytes: [UInt8], _ number: Int) async throws -> RecordPath {
            let path = RecordPath("\(prefix)/record-\(number).json")
            try await storage.transaction(on: path, gates: [], options: options) { _, _ in
                TransactionAnswer(.replace(bytes)) { _ in }
            }
            return path
        }

        func bytes(at path: RecordPath) async throws -> [UInt8]? {
            try await storage.read(path, options: options).bytes
        }
    }

    private static func names(_ suffix: String) -> [String] {
        Fixtures.names(in: "migrations").flatMap { folder in
            Fixtures.names(in: "migrations/\(folder)", suffix: suffix).map { "migrations/\(folder)/\($0)" }
        }
    }

    @Test("raising a record leaves the bytes that the case has", arguments: Place.here)
    func migrations(place: Place) async throws {
        let records = try await place.open()
        let cases = Self.names(".expected.json")
        #expect(cases.count > 20)
        for (number, name) in cases.enumerated() {
            let path = try await records.put(Fixtures.contents("\(name).input.json"), number)
            let expected = try Fixtures.contents("\(name).expected.json")
            let result = try await records.writer.updateDocument(at: path) { _ in }
            #expect(try await records.bytes(at: path) == expected, "\(name)")
            #expect(result.checksum == RecordChecksum(of: expected))
            let again = try await records.writer.updateDocument(at: path) { _ in }
            #expect(again.outcome == .unchanged)
        }
    }

    @Test("a record that cannot be raised is refused and stays", arguments: Place.here)
    func refusals(place: Place) async throws {
        let records = try await place.open()
        let cases = Self.names(".error.json")
        #expect(cases.count > 20)
        for (number, name) in cases.enumerated() {
            let input = try Fixtures.contents("\(name).input.json")
            let path = try await records.put(input, number)
            let expected = try JSONDocument(Fixtures.contents("\(name).error.json")).root
            let error = await #expect(throws: RecordError.self) {
                try await records.writer.updateDocument(at: path) { _ in }
            }
            #expect(error?.code.rawValue == expected["code"]?.stringValue, "\(name)")
            #expect(error?.pointer?.description == expected["pointer"]?.stringValue)
            #expect(error?.path == path)
            #expect(try await records.bytes(at: path) == input)
        }
    }

    @Test(
        "merging into a record leaves the bytes that the case has, or refuses and leaves it", arguments: Place.here
    )
    func merges(place: Place) async throws {
        let records = try await place.open()
        let cases = Fixtures.names(in: "merge/update")
        #expect(cases.count >= 50)
        for (number, name) in cases.enumerated() {
            func part(_ part: String) -> [UInt8]? { Fixtures.bytes("merge/update/\(name)/\(part).json") }
            let current = try #require(part("current"))
            let before = try JSONDocument(#require(part("before")))
            let after = try JSONDocument(#require(part("after")))
            let path = try await records.put(current, number)
            let merge = {
                try await records.storage.transaction(on: path, gates: [], options: records.options) { state, _ in
                    let there = try JSONDocument(state.bytes ?? [])
                    return TransactionAnswer(.replace(try there.merging(from: before, to: after).bytes)) { _ in }
                }
            }
            if let expected = part("expected") {
                try await merge()
                #expect(try await records.bytes(at: path) == expected, "\(name)")
            } else {
                let expected = try JSONDocument(#require(part("error"))).root
                let error = await #expect(throws: JSONError.self) { try await merge() }
                #expect(error?.code.rawValue == expected["code"]?.stringValue, "\(name)")
                #expect(error?.pointer?.description == expected["pointer"]?.stringValue)
                #expect(try await records.bytes(at: path) == current)
            }
        }
    }

    @Test("overrides in a record have the verdicts that the case has", arguments: Place.here)
    func overrides(place: Place) async throws {
        let records = try await place.open()
        let cases = Fixtures.names(in: "overrides", suffix: ".json")
        #expect(cases.count > 50)
        let base = try JSONDocument(Fixtures.contents("records/run-1.8.json"))
        for (number, name) in cases.enumerated() {
            let fixture = try JSONDocument(Fixtures.contents("overrides/\(name).json")).root
            var document = base
            try document.set(#require(fixture["entries"]), at: "/validation_overrides")
            let path = try await records.put(document.bytes, number)
            let now = try #require(fixture["now"]?.stringValue.flatMap { Timestamp(utc: $0) })
            let record = try await records.writer.snapshot(at: path).record
            let expected = try #require(fixture["verdicts"]?.arrayValue).map { $0["verdict"]?.stringValue }
            #expect(record.overrideVerdicts(now: now).map(\.name) == expected, "\(name)")
            for covered in try #require(fixture["covers"]?.arrayValue).compactMap(\.stringValue) {
                #expect(record.isOverridden(problemClass: covered, now: now))
            }
            for blocked in try #require(fixture["blocks"]?.arrayValue).compactMap(\.stringValue) {
                #expect(!record.isOverridden(problemClass: blocked, now: now))
            }
        }
    }
}
