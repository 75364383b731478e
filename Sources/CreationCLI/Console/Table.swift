/// An aligned table for a terminal, made to fit its width.
package struct Table: Sendable {
    /// One column.
    package struct Column: Sendable {
        /// Its heading.
        package var title: String
        /// The fewest cells it is cut down to when the table is too wide.
        package var minimum: Int
        /// True where cells that do not fit are broken into lines; otherwise they are cut with an ellipsis.
        package var wraps: Bool
        /// True where numbers stand, which are aligned to the right.
        package var alignsRight: Bool

        /// A column with this heading.
        package init(_ title: String, minimum: Int = 4, wraps: Bool = false, alignsRight: Bool = false) {
            self.title = title
            self.minimum = max(minimum, title.utf8.count)
            self.wraps = wraps
            self.alignsRight = alignsRight
        }
    }

    /// One cell: text that is made visible here, and its meaning.
    package struct Cell: Sendable {
        var text: String
        var style: Style

        /// A cell of this text, whatever it holds.
        package init(_ text: String, _ style: Style = .plain) {
            self.text = VisibleText.of(text)
            self.style = style
        }
    }

    private var columns: [Column]
    private var rows: [[Cell]] = []
    private var notes: [Int: String] = [:]

    /// A table with these columns and no rows.
    package init(_ columns: [Column]) {
        self.columns = columns
    }

    /// Adds a row; it has one cell per column. A note stands below it, indented.
    package mutating func add(_ row: [Cell], note: String = "") {
        if !note.isEmpty { notes[rows.count] = VisibleText.of(note) }
        rows.append(row)
    }

    /// True where no row was added.
    package var isEmpty: Bool { rows.isEmpty }

    /// The lines of the table, none longer than `width` cells as far as the columns' minimums allow.
    package func lines(width: Int, colour: Bool) -> [String] {
        let widths = fit(width)
        let heading = columns.map { Cell($0.title, .heading) }
        var text = lines(of: heading, widths: widths, colour: colour)
        for (index, row) in rows.enumerated() {
            text += lines(of: row, widths: widths, colour: colour)
            guard let note = notes[index] else { continue }
            text += DisplayWidth.wrap(note, to: width - 4).map { "    " + Style.quiet.paint($0, colour: colour) }
        }
        return text
    }

    private func fit(_ width: Int) -> [Int] {
        var widths = columns.indices.map { index in
            rows.reduce(DisplayWidth.of(columns[index].title)) { max($0, DisplayWidth.of($1[index].text)) }
        }
        var excess = widths.reduce(0, +) + 2 * (columns.count - 1) - width
        // First the columns that wrap give way, then the widest of those that are cut.
        for wraps in [true, false] {
            while excess > 0 {
                let room = widths.indices.filter {
                    columns[$0].wraps == wraps
                        && widths[$0] > (wraps ? max(columns[$0].minimum, 16) : columns[$0].minimum)
                }
                guard let widest = room.max(by: { widths[$0] < widths[$1] }) else { break }
                widths[widest] -= 1
                excess -= 1
            }
        }
        return widths
    }

    private func lines(of row: [Cell], widths: [Int], colour: Bool) -> [String] {
        let pieces = row.indices.map { index in
            columns[index].wraps
                ? DisplayWidth.wrap(row[index].text, to: widths[index])
                : [DisplayWidth.cut(row[index].text, to: widths[index])]
        }
        let height = pieces.map(\.count).max() ?? 1
        return (0..<height).map { line in
            var text = ""
            for index in row.indices {
                let piece = line < pieces[index].count ? pieces[index][line] : ""
                let padding = String(repeating: " ", count: max(0, widths[index] - DisplayWidth.of(piece)))
                let painted = row[index].style.paint(piece, colour: colour)
                let isLast = index == row.count - 1
                text += columns[index].alignsRight ? padding + painted : painted + (isLast ? "" : padding)
                if !isLast { text += "  " }
            }
            while text.last == " " { text.removeLast() }
            return text
        }
    }
}
