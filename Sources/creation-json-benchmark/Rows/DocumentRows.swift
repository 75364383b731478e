import Foundation
import LosslessJSON

/// The document alone: parsing it, and editing one field of a large one.
enum DocumentRows {
    static var scenarios: [Scenario] {
        [
            Scenario("parse", "a record's bytes parsed and validated", parse),
            Scenario("edit-10mb", "one field of a 10 MB record, from bytes to bytes", editLarge),
            Scenario("edit-10mb-memory", "the peak of that edit, beside the record's size", editMemory),
        ]
    }
    /// About 280 bytes each: 10 MB.
    private static let largeOverrides = 35_500

    private static func parse(_ bench: Bench) throws -> [Row] {
        let bytes = Array(SampleRecord.text.utf8)
        let data = Data(bytes)
        let ours = { try secondsPerRepetition(2000) { keep(try JSONDocument(bytes)) } }
        let (own, reference) = try medians(
            rounds: 50, ours: ours,
            reference: { try secondsPerRepetition(200) { keep(try JSONSerialization.jsonObject(with: data)) } })
        let (against, goal) = ("msgspec, untyped", Row.Goal.timesFaster(2))
        let first =
            switch try bench.peer(needing: "msgspec") {
            case .missing(let why): Row("parse", against: against, .microseconds, goal, missing: why)
            case .there(let python):
                try {
                    let (own, reference) = try medians(
                        rounds: 50, ours: ours, reference: { try python.seconds("decode_untyped", "2000") })
                    return Row("parse", ours: own, reference: reference, against: against, .microseconds, goal)
                }()
            }
        var rows = [
            first,
            Row(
                "parse-foundation", ours: own, reference: reference, against: "JSONSerialization", .microseconds,
                .timesFaster(15)),
        ]
        if case .there(let python) = try bench.peer(needing: "orjson") {
            let (own, reference) = try medians(
                rounds: 20, ours: ours, reference: { try python.seconds("decode_orjson", "2000") })
            rows.append(Row("parse-orjson", ours: own, reference: reference, against: "orjson", .microseconds, .none))
        }
        return rows
    }

    /// Parses, sets one field, and gives the new bytes.
    static func edit(_ bytes: consuming [UInt8]) throws -> [UInt8] {
        var document = try JSONDocument(consume bytes)
        try document.set("blocked_by_validation", at: "/sync_status")
        return document.bytes
    }

    private static func editLarge(_ bench: Bench) throws -> [Row] {
        let bytes = Array(SampleRecord.text(overrides: largeOverrides).utf8)
        let (ours, reference) = try medians(
            rounds: 30, ours: { try secondsPerRepetition(1) { keep(try edit(bytes)) } },
            reference: { try secondsPerRepetition(1) { keep(try JSONDocument(bytes)) } })
        return [Row("edit-10mb", ours: ours, reference: reference, against: "parsing it", .milliseconds, .atMost(1.5))]
    }

    /// The field grows, so that nothing is won by an edit in place.
    private static func editMemory(_ bench: Bench) throws -> [Row] {
        let path = bench.workspace.disk + "/large.json"
        let bytes = Array(SampleRecord.text(overrides: largeOverrides).utf8)
        try Workspace.write(bytes, to: path)
        return [
            Row(
                "edit-10mb-memory", ours: try MemoryProbe.peak(of: .edit, on: path) / 1e6,
                reference: Double(bytes.count) / 1e6, against: "its size", .megabytes, .atMost(2.5))
        ]
    }
}
