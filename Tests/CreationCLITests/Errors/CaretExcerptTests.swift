import Testing

@testable import CreationCLI

@Suite struct CaretExcerptTests {
    @Test func theCaretStandsUnderTheByte() {
        let text = Array("{\n  \"ä\" 1\n}\n".utf8)
        #expect(
            CaretExcerpt.lines(of: text, line: 2, column: 8, width: 80) == [
                "  |", "2 |   \"ä\" 1", "  |       ^",
            ])
    }

    @Test func aLongLineIsCutAroundThePlace() {
        let text = Array((String(repeating: "a", count: 500) + "!" + String(repeating: "b", count: 500)).utf8)
        let lines = CaretExcerpt.lines(of: text, line: 1, column: 501, width: 60)
        #expect(lines.allSatisfy { DisplayWidth.of($0) <= 60 })
        let caret = lines[2].firstIndex(of: "^").map { lines[2].distance(from: lines[2].startIndex, to: $0) } ?? 0
        #expect(Array(lines[1])[caret] == "!")
    }

    @Test func hostileBytesAreShownAsNumbers() {
        let lines = CaretExcerpt.lines(of: [0x1B, 0xFF, 0x78], line: 1, column: 3, width: 80)
        #expect(lines == ["  |", "1 | \\x1b\\xffx", "  |         ^"])
    }

    @Test func aPlaceThatIsNotThereHasNoExcerpt() {
        #expect(CaretExcerpt.lines(of: [], line: 3, column: 1, width: 80).isEmpty)
    }

    @Test func theEndOfTheTextHasAPlace() {
        #expect(CaretExcerpt.lines(of: Array("{".utf8), line: 1, column: 2, width: 80)[2] == "  |  ^")
    }
}
