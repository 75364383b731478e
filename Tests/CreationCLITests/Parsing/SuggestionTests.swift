import Testing

@testable import CreationCLI

@Suite struct SuggestionTests {
    @Test(arguments: [
        ("mutat", "mutate"), ("imspect", "inspect"), ("dif", "diff"), ("mgirate", "migrate"), ("over", "overrides"),
    ])
    func aSlipIsFound(_ word: String, _ meant: String) {
        #expect(Suggestion.nearest(to: word, among: CommandTree.root.subcommands.map(\.name)) == meant)
    }

    @Test(arguments: ["x", "", "frobnicate", String(repeating: "a", count: 1_000)])
    func somethingElseIsNot(_ word: String) {
        #expect(Suggestion.nearest(to: word, among: CommandTree.root.subcommands.map(\.name)) == nil)
    }

    @Test func swappedNeighboursCountOnce() {
        #expect(Suggestion.distance("ab", "ba") == 1)
        #expect(Suggestion.distance("", "abc") == 3)
        #expect(Suggestion.distance("kitten", "sitting") == 3)
    }
}
