import Testing

@testable import CreationCLI

@Suite struct TableTests {
    static func table(reason: String = "because") -> Table {
        var table = Table([
            .init("ID", minimum: 8), .init("CLASS", minimum: 8), .init("COUNT", alignsRight: true),
            .init("REASON", minimum: 10, wraps: true),
        ])
        table.add([.init("0b7c4c1e-93f2-4a55-8a57-1f1f7c6f2d10"), .init("missing_file"), .init("7"), .init(reason)])
        table.add([.init("x"), .init("東京"), .init("1234"), .init("é\u{1B}[0m")])
        return table
    }

    @Test(arguments: [60, 80, 120])
    func itFitsTheTerminal(_ width: Int) {
        let long = String(repeating: "many words and ", count: 20) + String(repeating: "x", count: 200)
        for line in Self.table(reason: long).lines(width: width, colour: false) {
            #expect(DisplayWidth.of(line) <= width, "\(line)")
        }
    }

    @Test func columnsAreAligned() {
        #expect(
            Self.table().lines(width: 120, colour: false) == [
                "ID                                    CLASS         COUNT  REASON",
                "0b7c4c1e-93f2-4a55-8a57-1f1f7c6f2d10  missing_file      7  because",
                "x                                     東京           1234  é\\x1b[0m",
            ])
    }

    @Test func whatDoesNotFitIsCutAndSaysSo() {
        let lines = Self.table().lines(width: 40, colour: false)
        #expect(lines[1].contains("…"))
    }

    @Test func coloursTakeNoRoom() {
        let plain = Self.table().lines(width: 80, colour: false)
        let painted = Self.table().lines(width: 80, colour: true)
        #expect(painted[0] != plain[0])
        #expect(painted[1] == plain[1])
    }

    @Test func aNoteStandsBelowItsRow() {
        var table = Table([.init("A"), .init("B")])
        table.add([.init("1"), .init("2")], note: "one two three")
        #expect(table.lines(width: 12, colour: false) == ["A  B", "1  2", "    one two", "    three"])
    }
}
