import Testing

@testable import CreationCLI

@Suite struct DisplayWidthTests {
    @Test(arguments: [("abc", 3), ("東京", 4), ("e\u{301}", 1), ("🔬", 2), ("", 0), ("ﬁ", 1)])
    func cellsAreCounted(_ text: String, _ cells: Int) {
        #expect(DisplayWidth.of(text) == cells)
    }

    @Test func aCutNeverSplitsACharacter() {
        #expect(DisplayWidth.cut("東京都", to: 4) == "東…")
        #expect(DisplayWidth.cut("abc", to: 3) == "abc")
        #expect(DisplayWidth.cut("abc", to: 0) == "")
    }

    @Test func wordsAreWrappedAndLongOnesBroken() {
        #expect(DisplayWidth.wrap("a bb ccc dddddddd", to: 4) == ["a bb", "ccc", "dddd", "dddd"])
        #expect(DisplayWidth.wrap("", to: 4) == [""])
    }
}
