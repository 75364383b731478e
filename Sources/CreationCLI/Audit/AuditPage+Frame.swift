internal import CreationJSON

extension AuditPage {
    /// Everything before the first row.
    static func head(roots: [RecordPath], now: Timestamp) -> String {
        let names = roots.map { "<code>\(escaped($0.bytes))</code>" }.joined(separator: ", ")
        let columns = ["Result", "Path", "Kind", "Equipment", "Status", "Version", "Created", "Findings"]
        let heading = columns.enumerated().map { index, name in
            "<th scope=\"col\" aria-sort=\"none\"><button type=\"button\" data-column=\"\(index)\">\(name)</button></th>"
        }
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; \
            script-src 'unsafe-inline'">
            <title>Audit of \(roots.map { escaped($0.bytes) }.joined(separator: ", "))</title>
            <style>
            \(style)
            </style>
            </head>
            <body>
            <header>
            <h1>Audit of \(names)</h1>
            <p>As of \(escaped(now.description)), by creation-json \(CommandLineTool.version)</p>
            </header>
            <main>
            <section id="records" aria-labelledby="records-title">
            <h2 id="records-title">Records</h2>
            <form id="controls" role="search">
            <label>Search <input id="search" type="search" placeholder="path, status, finding…" autocomplete="off"></label>
            <label>Show <select id="least">
            <option value="0">everything</option>
            <option value="1">with findings</option>
            <option value="2">warnings and errors</option>
            <option value="3">errors</option>
            </select></label>
            <output id="count"></output>
            </form>
            <table id="table">
            <thead><tr>\(heading.joined())</tr></thead>
            <tbody>

            """
    }

    /// Everything after the last row.
    static func tail(
        _ tally: AuditTally, statuses: [String: Int], instruments: [String: [String: Int]], left: Int
    ) -> String {
        let note = left == 0 ? "" : "<p class=\"note\">\(left) more are counted above and not listed here.</p>\n"
        return """
            </tbody>
            </table>
            \(note)</section>
            <section id="summary" aria-label="Summary">
            \(totals(tally))
            <div class="charts">
            \(chart("Status", ordered(statuses).map { Bar(name: $0.key, parts: [($0.key, $0.value)]) }))
            \(chart("Equipment", bars(instruments), legend: ordered(statuses).map(\.key)))
            \(findings(tally))
            </div>
            </section>
            </main>
            <script>
            \(script)
            </script>
            </body>
            </html>

            """
    }

    private static func totals(_ tally: AuditTally) -> String {
        let items: [(String, Int, String)] = [
            ("records", tally.records, "plain"), ("errors", tally.count(of: .error), "error"),
            ("warnings", tally.count(of: .warning), "warning"), ("notes", tally.count(of: .info), "info"),
        ]
        let tiles = items.map { name, number, style in
            "<li class=\"\(number == 0 ? "plain" : style)\"><b>\(number)</b> \(name)</li>"
        }
        return "<ul class=\"totals\">\(tiles.joined())</ul>"
    }

    private static func findings(_ tally: AuditTally) -> String {
        guard !tally.rows.isEmpty else { return "" }
        let bars = tally.rows.map { row in
            Bar(name: row.kind.rawValue, parts: [(row.severity.rawValue, row.count)], about: row.kind.summary)
        }
        return chart("Findings", bars)
    }
}
