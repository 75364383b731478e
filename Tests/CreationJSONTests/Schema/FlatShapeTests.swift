import CreationTestSupport
import Foundation
import LosslessJSON
import Testing

@testable import CreationJSON

/// The quick look before a check may only say yes where the check finds nothing.
@Suite struct FlatShapeTests {
    /// Every record in the fixtures, whatever is wrong with it.
    static let records: [JSONDocument] = {
        let root = URL(fileURLWithPath: Fixtures.directory)
        let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
        return (files?.compactMap { $0 as? URL } ?? []).compactMap { url in
            guard url.pathExtension == "json", let data = try? Data(contentsOf: url) else { return nil }
            guard let document = try? JSONDocument([UInt8](data)), document.root["schema_version"] != nil else {
                return nil
            }
            return document
        }
    }()

    private func compare<Record>(_ document: JSONDocument, _ schema: RecordSchema<Record>) -> Bool {
        let version = schema.currentVersion
        let isQuick = document.root.withCursor { schema.flat.fits($0) }
        let findings = schema.findings(document.root, version: version)
        #expect(!isQuick || findings.isEmpty, "\(document)")
        #expect(schema.validate(document.root, version: version) == findings)
        return isQuick
    }

    @Test func whatFitsAtOnceHasNoFindings() {
        #expect(Self.records.count > 100)
        let fitting = Self.records.filter { compare($0, .creation) || compare($0, .hook) }
        #expect(fitting.count > 10)
    }

    /// Every value of a good record is taken out and replaced, one after the other.
    @Test func aRecordWithAnyValueChangedIsJudgedTheSame() throws {
        let path = Fixtures.directory + "/records/run-1.8.json"
        let good = try JSONDocument([UInt8](try Data(contentsOf: URL(fileURLWithPath: path))))
        #expect(compare(good, .creation))
        let others: [JSONValue] =
            [
                .null, 3, 1.5, true, "", "x", "pending", "2026-04-17T14:32:00Z", [], [1], .object([]),
            ] + Self.extremes.map(\.value)
        var refused = 0
        for pointer in pointers(below: good.root, .root) {
            var without = good
            try without.remove(at: pointer)
            if !compare(without, .creation) { refused += 1 }
            for other in others {
                var changed = good
                try changed.set(other, at: pointer)
                if !compare(changed, .creation) { refused += 1 }
            }
        }
        #expect(refused > 200)
    }

    static let extremes: [(value: JSONValue, isInteger: Bool, isNumber: Bool)] = [
        ("9223372036854775807", true, true), ("9223372036854775808", false, true), ("-9223372036854775808", true, true),
        ("-9223372036854775809", false, true), ("1e18", true, true), ("1E400", false, false), ("-1E400", false, false),
        ("1e-400", false, true), ("1" + String(repeating: "0", count: 400), false, false),
        ("0." + String(repeating: "0", count: 400), true, true),
    ].map { (text: String, isInteger, isNumber) in ((try? JSONDocument(text))?.root ?? .null, isInteger, isNumber) }

    /// What passed the check and could not be read would be a record that nobody can change.
    @Test(arguments: extremes.indices)
    func aNumberIsRightIfTheTypeCanHoldIt(index: Int) throws {
        let (value, isInteger, isNumber) = Self.extremes[index]
        let good = try JSONDocument(Fixtures.contents("records/run-1.8.json"))
        for (pointer, isRight) in [
            ("/plugins_applied/0/isolation/exit_code", isInteger),
            ("/plugins_applied/0/isolation/duration_ms", isNumber),
            ("/plugins_applied/0/isolation/peak_memory_mb", isNumber),
        ] as [(JSONPointer, Bool)] {
            var changed = good
            try changed.set(value, at: pointer)
            let findings = RecordSchema.creation.validate(changed.root, version: RecordSchema.creation.currentVersion)
            #expect(findings.isEmpty == isRight, "\(value)")
            #expect(((try? RecordSchema.creation.decode(changed)) != nil) == isRight, "\(value)")
        }
    }

    @Test func escapesInKeysAndValuesMeanWhatTheySay() throws {
        let path = Fixtures.directory + "/records/run-1.8.json"
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
        let spelled = text.replacingOccurrences(of: "\"sync_status\"", with: "\"sync\\u005fstatus\"")
            .replacingOccurrences(of: "\"pending\"", with: "\"\\u0070ending\"")
        #expect(compare(try JSONDocument(spelled), .creation))
        let half = text.replacingOccurrences(of: "\"asmith\"", with: "\"\\ud800\"")
        #expect(!compare(try JSONDocument(half), .creation))
    }

    private func pointers(below value: JSONValue, _ place: JSONPointer) -> [JSONPointer] {
        if let object = value.objectValue {
            return object.flatMap { key, member in
                let inner = place.appending(key.lossyString)
                return [inner] + pointers(below: member, inner)
            }
        }
        guard let array = value.arrayValue else { return [] }
        return array.enumerated().flatMap { index, element in
            [place.appending(index)] + pointers(below: element, place.appending(index))
        }
    }
}
