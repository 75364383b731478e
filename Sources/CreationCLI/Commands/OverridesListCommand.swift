internal import CreationJSON
internal import LosslessJSON

/// `overrides list FILE`: every entry and what it amounts to.
enum OverridesListCommand {
    static let definition = CommandDefinition(
        words: ["overrides", "list"],
        summary: "Show every entry and whether it holds",
        arguments: [RecordArguments.file],
        groups: [OptionGroup(title: "Options", options: [OverridesCommand.now])],
        examples: [
            Example("As it will be next year", "creation-json overrides list run.json --now 2027-01-01T00:00:00Z"),
            Example(
                "The active ones",
                "creation-json overrides list run.json --output json | jq '.[] | select(.verdict == \"active\")'"),
        ],
        check: { invocation throws(UsageError) in try OverridesCommand.check(invocation) },
        action: run)

    private static func run(_ invocation: Invocation, _ session: Session) async throws -> ExitStatus {
        let now = try OverridesCommand.moment(OverridesCommand.now, invocation) ?? .now
        let (ledger, entries) = try await OverridesCommand.entries(at: invocation.record(), session)
        let rows = zip(entries, ledger.verdicts(now: now)).enumerated().map { index, pair in
            OverrideRow(index: index, entry: pair.0, verdict: pair.1)
        }
        if session.isJSON {
            printJSON(rows, session)
        } else if rows.isEmpty {
            if !session.isQuiet { session.console.print("no overrides") }
        } else {
            printTable(rows, now: now, session)
        }
        return .done
    }

    /// One array, one entry per line.
    private static func printJSON(_ rows: [OverrideRow], _ session: Session) {
        guard !rows.isEmpty else { return session.console.printJSON(Array("[]".utf8)) }
        for (index, row) in rows.enumerated() {
            let start = Array((index == 0 ? "[" : " ").utf8)
            let end = Array((index == rows.count - 1 ? "]" : ",").utf8)
            session.console.printJSON(start + row.json + end)
        }
    }

    private static func printTable(_ rows: [OverrideRow], now: Timestamp, _ session: Session) {
        let output = session.console.output
        let isWide = output.width >= 110
        var table = Table(
            [
                .init("ID", minimum: 8), .init("CLASS", minimum: 12), .init("OPERATOR", minimum: 8),
                .init("RECORDED", minimum: 10), .init("EXPIRES", minimum: 8), .init("VERDICT", minimum: 9),
            ] + (isWide ? [.init("REASON", minimum: 20, wraps: true)] : []))
        for (row, id) in zip(rows, OverrideRow.shortIDs(rows)) {
            let cells: [Table.Cell] = [
                .init(id), .init(row.problemClass), .init(row.text("operator")), .init(row.recordedDay),
                .init(row.expiryInWords(now)), .init(row.verdict.name, row.style),
            ]
            if isWide {
                table.add(cells + [.init(row.reason)])
            } else {
                table.add(cells, note: row.reason)
            }
        }
        table.lines(width: output.width, colour: output.hasColour).forEach(session.console.print)
    }
}
