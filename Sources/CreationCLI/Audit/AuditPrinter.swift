internal import CreationJSON
internal import LosslessJSON

/// Prints findings as they come: a JSON line each, or for people under the path of their file (CLI-63).
struct AuditPrinter: Sendable {
    /// A table is aligned over this many rows; then it starts anew.
    private static let rowsPerTable = 500

    private let session: Session
    private let columns: [JSONPointer]
    private var table: Table?
    private var rows = 0
    private var lastPath: RecordPath?

    init(_ session: Session, columns: [JSONPointer]) {
        self.session = session
        self.columns = columns
    }

    /// Prints what there is to say about one file.
    mutating func print(_ entry: AuditEntry) {
        for finding in entry.findings {
            if session.isJSON {
                session.console.printJSON(line(finding, of: entry))
            } else if columns.isEmpty {
                lines(finding, of: entry.path).forEach(session.console.print)
            } else {
                addRow(finding, of: entry)
            }
        }
    }

    /// Prints what is left.
    mutating func end() {
        guard let table else { return }
        let output = session.console.output
        table.lines(width: output.width, colour: output.hasColour).forEach(session.console.print)
        self.table = nil
        rows = 0
    }

    // MARK: JSON

    private func line(_ finding: AuditFinding, of entry: AuditEntry) -> [UInt8] {
        var line = ResultLine()
        line.add("kind", finding.kind.rawValue)
        line.add("severity", finding.severity.rawValue)
        line.addPath(entry.path.bytes)
        if let pointer = finding.pointer {
            line.add("pointer", pointer.description)
        } else {
            line.add("pointer", json: "null".utf8)
        }
        line.add("message", finding.message)
        line.add("advice", finding.advice)
        if !columns.isEmpty {
            var values = ResultLine()
            for (pointer, value) in zip(columns, entry.columns) {
                if let value { values.add(pointer.description, json: value.utf8) }
            }
            line.add("selected", json: values.line)
        }
        return line.line
    }

    // MARK: Text

    private mutating func lines(_ finding: AuditFinding, of path: RecordPath) -> [String] {
        let output = session.console.output
        var lines: [String] = []
        if path != lastPath {
            lines.append(Style.heading.paint(VisibleText.of(path.bytes), colour: output.hasColour))
            lastPath = path
        }
        let severity = finding.severity
        let word = severity.rawValue
        let padding = String(repeating: " ", count: 9 - word.utf8.count)
        let text = "\(finding.kind.rawValue): \(VisibleText.of(finding.message))"
        for (index, piece) in DisplayWidth.wrap(text, to: output.width - 11).enumerated() {
            let margin = index == 0 ? severity.style.paint(word, colour: output.hasColour) + padding : Self.margin
            lines.append("  \(margin)\(piece)")
        }
        if severity != .info {
            for piece in DisplayWidth.wrap("→ \(VisibleText.of(finding.advice))", to: output.width - 11) {
                lines.append("  \(Self.margin)\(Style.quiet.paint(piece, colour: output.hasColour))")
            }
        }
        return lines
    }

    private static let margin = String(repeating: " ", count: 9)

    private mutating func addRow(_ finding: AuditFinding, of entry: AuditEntry) {
        var cells = [
            Table.Cell(finding.severity.rawValue, finding.severity.style), Table.Cell(finding.kind.rawValue),
        ]
        for index in columns.indices {
            let value = index < entry.columns.count ? entry.columns[index] : nil
            cells.append(Table.Cell(value.map(Self.shown) ?? "-"))
        }
        cells.append(Table.Cell(String(decoding: entry.path.bytes, as: UTF8.self)))
        let heading =
            [Table.Column("SEVERITY"), Table.Column("KIND", minimum: 12)]
            + columns.map { Table.Column($0.description, minimum: 6) } + [
                Table.Column("PATH", minimum: 16, wraps: true)
            ]
        var table = table ?? Table(heading)
        table.add(cells)
        self.table = table
        rows += 1
        if rows == Self.rowsPerTable { end() }
    }

    /// A value as a cell shows it: strings without their quotes.
    private static func shown(_ json: String) -> String {
        guard let text = try? JSONDocument(json).root.stringValue else { return json }
        return text
    }
}
