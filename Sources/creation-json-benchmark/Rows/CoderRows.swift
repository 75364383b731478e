import CreationJSON
import Foundation
import LosslessJSON

/// The typed coder, from bytes to value and back.
enum CoderRows {
    static var scenarios: [Scenario] {
        [
            Scenario("decode", "bytes to CreationRecord", decode),
            Scenario("encode", "CreationRecord to bytes", encode),
            Scenario("codable", "somebody's own Codable type, there and back", ownType),
        ]
    }

    private static func decode(_ bench: Bench) throws -> [Row] {
        let bytes = Array(SampleRecord.text.utf8)
        let decoder = DocumentDecoder()
        return try compare(
            bench, "decode", "decode_typed", .atMost(4),
            ours: {
                try secondsPerRepetition(500) {
                    keep(try decoder.decode(CreationRecord.self, from: JSONDocument(bytes).root))
                }
            })
    }

    private static func encode(_ bench: Bench) throws -> [Row] {
        let encoder = DocumentEncoder()
        let record = try DocumentDecoder().decode(
            CreationRecord.self, from: JSONDocument(SampleRecord.text).root)
        return try compare(
            bench, "encode", "encode_typed", .atMost(6),
            ours: { try secondsPerRepetition(500) { keep(try encoder.encode(record).bytes) } })
    }

    private static func compare(
        _ bench: Bench, _ name: String, _ peerName: String, _ goal: Row.Goal, ours: @escaping () throws -> Double
    ) throws -> [Row] {
        let against = "msgspec, typed"
        switch try bench.peer(needing: "msgspec") {
        case .missing(let why): return [Row(name, against: against, .microseconds, goal, missing: why)]
        case .there(let python):
            let (own, reference) = try medians(
                rounds: 60, ours: ours, reference: { try python.seconds(peerName, "2000") })
            return [Row(name, ours: own, reference: reference, against: against, .microseconds, goal)]
        }
    }

    private static func ownType(_ bench: Bench) throws -> [Row] {
        let bytes = Array(SampleRecord.text.utf8)
        let data = Data(bytes)
        let (decoder, encoder) = (JSONDecoder(), JSONEncoder())
        let (ownDecoder, ownEncoder) = (DocumentDecoder(), DocumentEncoder())
        let value = try decoder.decode(OwnRecord.self, from: data)
        let (decoded, decodedReference) = try medians(
            rounds: 50,
            ours: {
                try secondsPerRepetition(200) {
                    keep(try ownDecoder.decode(OwnRecord.self, from: JSONDocument(bytes).root))
                }
            }, reference: { try secondsPerRepetition(200) { keep(try decoder.decode(OwnRecord.self, from: data)) } })
        let (encoded, encodedReference) = try medians(
            rounds: 50, ours: { try secondsPerRepetition(200) { keep(try ownEncoder.encode(value).bytes) } },
            reference: { try secondsPerRepetition(200) { keep(try encoder.encode(value)) } })
        return [
            Row(
                "codable-decode", ours: decoded, reference: decodedReference, against: "JSONDecoder", .microseconds,
                .timesFaster(2.5)),
            Row(
                "codable-encode", ours: encoded, reference: encodedReference, against: "JSONEncoder", .microseconds,
                .timesFaster(2.5)),
        ]
    }
}

/// A record as somebody who embeds the library would write it: synthesised conformances, nothing of ours in it.
private struct OwnRecord: Codable {
    struct Template: Codable {
        var name: String
        var version: String
        var source_path: String
        var run_scope: String?
    }
    struct Plugin: Codable {
        struct Isolation: Codable {
            var duration_ms: Int
            var exit_code: Int
            var peak_memory_mb: Double
        }
        var plugin: String
        var version: String
        var files_affected: [String]
        var status: String
        var isolation: Isolation?
    }
    struct Paths: Codable {
        var local: String
        var nas: String
    }
    struct Orchestrator: Codable {
        var enabled: Bool
        var host: String
        var label: String
    }
    var schema_version: String
    var created_at: String
    var created_by: String
    var level: String
    var run_kind: String?
    var template: Template
    var variables: [String: String]
    var plugins_applied: [Plugin]
    var paths: Paths
    var orchestrator: Orchestrator?
    var sync_status: String
}
