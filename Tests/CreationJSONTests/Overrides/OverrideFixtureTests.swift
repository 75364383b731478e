import CreationTestSupport
import LosslessJSON
import Testing

@testable import CreationJSON

/// Every case of `Fixtures/overrides/`, as another language would run it (OVR-1 to OVR-12).
@Suite struct OverrideFixtureTests {
    static let names = Fixtures.names(in: "overrides", suffix: ".json")

    @Test(arguments: names)
    func `Verdicts, diagnostics and answers are as the case says`(name: String) throws {
        let sample = try OverrideCase(name)
        let ledger = try OverrideLedger(record: sample.record)
        try sample.expect(ledger)
    }

    @Test(arguments: names)
    func `The typed entries lead to the same answers as the document`(name: String) throws {
        let sample = try OverrideCase(name)
        let entries = try DocumentDecoder().decode([OverrideEntry].self, from: sample.entries)
        let typed = OverrideLedger(entries)
        try sample.expect(typed)
        let ledger = try OverrideLedger(record: sample.record)
        for index in entries.indices { #expect(typed.override(at: index) == ledger.override(at: index)) }
    }

    @Test(arguments: names)
    func `The gate stays shut for every class that the case blocks`(name: String) throws {
        let sample = try OverrideCase(name)
        let ledger = try OverrideLedger(record: sample.record)
        for rule in sample.blocks {
            let finding = ValidationFinding(rule: rule, tier: .hard)
            let verdict = PreSyncGate([finding]).verdict(for: ledger, now: sample.now)
            #expect(verdict.blocking == [finding])
            #expect(!verdict.isEligible)
        }
        for rule in sample.covers {
            let verdict = PreSyncGate([ValidationFinding(rule: rule, tier: .hard)])
                .verdict(for: ledger, now: sample.now)
            #expect(verdict.isEligible)
            #expect(verdict.covered.count == 1)
        }
    }
}

/// One file of `Fixtures/overrides/`.
struct OverrideCase {
    let now: Timestamp
    let entries: JSONValue
    let covers: [String]
    let blocks: [String]
    private let root: JSONValue

    init(_ name: String) throws {
        root = try JSONDocument(Fixtures.contents("overrides/\(name).json")).root
        now = try #require(root["now"]?.stringValue.flatMap { Timestamp(utc: $0) })
        entries = try #require(root["entries"])
        covers = try OverrideCase.texts(root["covers"])
        blocks = try OverrideCase.texts(root["blocks"])
    }

    /// A record that holds the entries, as far as the ledger cares.
    var record: JSONValue { ["validation_overrides": entries] }

    func expect(_ ledger: OverrideLedger) throws {
        let verdicts = ledger.verdicts(now: now).map { $0.inFixture }
        #expect(JSONValue.array(verdicts) == root["verdicts"])

        let diagnostics = ledger.diagnostics.map {
            JSONValue.object([("kind", .string($0.kind.rawValue)), ("index", .number($0.index))])
        }
        #expect(JSONValue.array(diagnostics) == root["diagnostics"])
        for diagnostic in ledger.diagnostics {
            #expect(diagnostic.pointer.description == "/validation_overrides/\(diagnostic.index)")
            #expect(!diagnostic.message.isEmpty)
        }

        #expect(JSONValue.array(ledger.activeIndices(now: now).map { .number($0) }) == root["active"])
        #expect(ledger.activeOverrides(now: now).count == ledger.activeIndices(now: now).count)
        let next = ledger.nextExpiry(after: now)
        #expect(next.map { JSONValue.string($0.description) } ?? .null == root["next_expiry"])
        for problemClass in covers { #expect(ledger.isOverridden(problemClass: problemClass, now: now)) }
        for problemClass in blocks { #expect(!ledger.isOverridden(problemClass: problemClass, now: now)) }
    }

    private static func texts(_ value: JSONValue?) throws -> [String] {
        try #require(value?.arrayValue).map { try #require($0.stringValue) }
    }
}

extension OverrideVerdict {
    /// The verdict as a fixture spells it.
    fileprivate var inFixture: JSONValue {
        func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
        let detail: [(String, JSONValue)] =
            switch self {
            case .active: []
            case .expired(let moment): [("at", text(moment?.description))]
            case .revoked(let id): [("by", text(id))]
            case .tombstone(let target): [("revokes", text(target))]
            case .malformed(let reason): [("reason", text(reason.description))]
            }
        return .object([("verdict", .string(name))] + detail)
    }
}
