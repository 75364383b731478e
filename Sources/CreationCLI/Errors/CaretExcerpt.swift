/// The line of a text that did not parse, with a caret under the byte.
enum CaretExcerpt {
    /// Up to three lines: a gutter, the line (cut around the place where it is long), and the caret.
    static func lines(of text: [UInt8], line: Int, column: Int, width: Int) -> [String] {
        let rows = text.split(separator: 0x0A, maxSplits: line, omittingEmptySubsequences: false)
        guard line >= 1, line <= rows.count else { return [] }
        var row = Array(rows[line - 1])
        if row.last == 0x0D { row.removeLast() }
        let place = min(max(0, column - 1), row.count)
        let gutter = "\(line)"
        let room = max(20, width - gutter.utf8.count - 5)

        var start = 0
        if place >= room { start = place - room / 2 }
        while start > 0, start < row.count, row[start] & 0xC0 == 0x80 { start -= 1 }
        let before = (start > 0 ? "…" : "") + VisibleText.of(row[start..<max(start, place)])
        let after = VisibleText.of(row[place...].prefix(4 * room))
        let space = String(repeating: " ", count: gutter.utf8.count)
        return [
            "\(space) |",
            "\(gutter) | \(DisplayWidth.cut(before + after, to: room))",
            "\(space) | \(String(repeating: " ", count: DisplayWidth.of(before)))^",
        ]
    }
}
