extension AuditPage {
    /// One bar of a chart, of one or more coloured parts.
    struct Bar {
        var name: String
        var parts: [(style: String, count: Int)]
        var about: String?

        var count: Int { parts.reduce(0) { $0 + $1.count } }
    }

    /// More bars than this make no chart.
    private static let mostBars = 12

    /// The most frequent first, equal ones by name.
    static func ordered(_ counts: [String: Int]) -> [(key: String, value: Int)] {
        counts.sorted { $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value }
    }

    /// A bar per instrument, the smallest together in one.
    static func bars(_ instruments: [String: [String: Int]]) -> [Bar] {
        let counts = instruments.mapValues { $0.values.reduce(0, +) }
        let all = ordered(counts).map { name, _ in
            Bar(name: name, parts: ordered(instruments[name] ?? [:]).map { ($0.key, $0.value) })
        }
        guard all.count > mostBars else { return all }
        let rest = all[(mostBars - 1)...]
        var sums: [String: Int] = [:]
        for bar in rest { for part in bar.parts { sums[part.style, default: 0] += part.count } }
        let others = Bar(name: "\(rest.count) others", parts: ordered(sums).map { ($0.key, $0.value) })
        return all[..<(mostBars - 1)] + [others]
    }

    /// Bars with their names and numbers; the longest fills the width.
    static func chart(_ title: String, _ bars: [Bar], legend: [String] = []) -> String {
        let longest = max(1, bars.map(\.count).max() ?? 1)
        let rows = bars.map { bar in
            let parts = bar.parts.map { part in
                """
                <i class="\(colour(part.style))" style="width:\(percent(part.count, of: longest))%" \
                title="\(escaped(part.style)): \(part.count)"></i>
                """
            }
            let name = escaped(bar.name)
            let about = bar.about.map { " title=\"\(escaped($0))\"" } ?? ""
            return "<tr><th scope=\"row\"\(about)>\(name)</th><td class=\"bar\">\(parts.joined())</td>"
                + "<td class=\"number\">\(bar.count)</td></tr>"
        }
        let keys = legend.map { "<li><i class=\"dot \(colour($0))\"></i>\(escaped($0))</li>" }
        let key = keys.count < 2 ? "" : "<ul class=\"key\">\(keys.joined())</ul>"
        let body = rows.isEmpty ? "<p class=\"note\">No records.</p>" : "<table>\(rows.joined())</table>"
        return "<figure><figcaption>\(title)</figcaption>\(body)\(key)</figure>"
    }

    private static func colour(_ name: String) -> String {
        AuditSeverity(rawValue: name)?.rawValue ?? style(ofStatus: name)
    }

    /// Hundredths with one digit behind the point, and never nothing for something.
    private static func percent(_ count: Int, of whole: Int) -> String {
        let tenths = max(count == 0 ? 0 : 4, count * 1000 / whole)
        return "\(tenths / 10).\(tenths % 10)"
    }
}
