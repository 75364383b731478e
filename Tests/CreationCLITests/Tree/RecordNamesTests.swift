import Testing

@testable import CreationCLI

@Suite struct RecordNamesTests {
    @Test(arguments: [
        ("creation.json", "creation.json", true), ("creation.json", "creation.json2", false),
        ("*.json", ".json", true), ("*.json", "a.json.lock", false), ("a*b*c", "aXXbYYc", true),
        ("a*b*c", "aXXbYY", false), ("*", "a.json.lock", false), ("*", "a.json.tmp", false),
        ("a.lock", "a.lock", false),
        ("*", "a.lock.json", true), ("?", "ab", false), ("?b", "ab", true), ("*", "", true), ("**x", "yyx", true),
    ])
    func aPatternMatchesWholeNames(_ pattern: String, _ name: String, _ matches: Bool) {
        #expect(RecordNames(patterns: [Array(pattern.utf8)]).matches(Array(name.utf8)) == matches)
    }

    @Test func withoutPatternsRecordsHaveTheirCustomaryName() {
        #expect(RecordNames().matches(Array("creation.json".utf8)))
        #expect(!RecordNames().matches(Array("run.json".utf8)))
    }

    @Test func aPatternMadeToBeSlowIsNot() {
        let pattern = Array(String(repeating: "a*", count: 100).utf8) + [0x62]
        let name = [UInt8](repeating: 0x61, count: 255)
        let start = ContinuousClock.now
        #expect(!RecordNames(patterns: [pattern]).matches(name))
        #expect(ContinuousClock.now - start < .seconds(20))
    }
}
