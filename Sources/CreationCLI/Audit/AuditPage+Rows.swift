internal import CreationJSON
internal import LosslessJSON

extension AuditPage {
    /// Longer texts are cut; the record has the rest.
    private static let longestText = 400

    /// Text from anywhere as text of the page: nothing in it is markup, hides or reorders anything.
    static func escaped(_ text: String) -> String {
        escaped(visible: VisibleText.of(text))
    }

    /// The same for bytes that need not be UTF-8.
    static func escaped(_ bytes: [UInt8]) -> String {
        escaped(visible: VisibleText.of(bytes))
    }

    private static func escaped(visible text: String) -> String {
        var shown = ""
        for (index, character) in text.enumerated() {
            if index == longestText { return shown + "…" }
            switch character {
            case "&": shown += "&amp;"
            case "<": shown += "&lt;"
            case ">": shown += "&gt;"
            case "\"": shown += "&quot;"
            case "'": shown += "&#39;"
            default: shown.append(character)
            }
        }
        return shown
    }

    /// One row of the table.
    static func row(_ entry: AuditEntry) -> String {
        let worst = entry.findings.map(\.severity).max { $0.rank < $1.rank }
        let facts = entry.facts
        let cells = [
            badge(worst),
            cell("Path", "<td class=\"path\"", breakable(escaped(entry.path.bytes))),
            cell("Kind", "<td", escaped(facts?.kind ?? "")),
            cell("Equipment", "<td", escaped(facts?.equipment ?? "")),
            cell("Status", "<td", status(facts?.status)),
            cell("Version", "<td data-v=\"\(order(facts?.version))\"", escaped(facts?.version ?? "")),
            cell("Created", "<td", escaped(facts?.createdAt ?? "")),
            cell("Findings", "<td class=\"findings\" data-v=\"\(entry.findings.count)\"", list(entry.findings)),
        ]
        return "<tr>\(cells.joined())</tr>\n"
    }

    private static func cell(_ name: String, _ start: String, _ text: String) -> String {
        "\(start) data-name=\"\(name)\">\(text)</td>"
    }

    /// A path that may go on in the next line behind any slash.
    private static func breakable(_ path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false).joined(separator: "/<wbr>")
    }

    private static func badge(_ severity: AuditSeverity?) -> String {
        let word = severity?.rawValue ?? "ok"
        let rank = severity.map { $0.rank + 1 } ?? 0
        return cell("Result", "<td data-v=\"\(rank)\"", "<span class=\"badge \(word)\">\(word)</span>")
    }

    private static func status(_ status: String?) -> String {
        guard let status else { return "" }
        return
            "<span><i class=\"dot \(AuditPage.style(ofStatus: status))\"></i>\(escaped(DisplayWidth.cut(status, to: 24)))</span>"
    }

    /// The class that colours a status.
    static func style(ofStatus status: String) -> String {
        switch status {
        case "synced": "synced"
        case "pending": "pending"
        case "failed": "failed"
        case "blocked_by_validation": "blocked"
        case "cleaned": "cleaned"
        case "unknown": "unknown"
        default: "other"
        }
    }

    /// A number that orders versions as numbers.
    private static func order(_ version: String?) -> Int {
        guard let version = version.flatMap(SchemaVersion.init) else { return -1 }
        return min(version.major, 1 << 20) << 20 + min(version.minor, 1 << 20)
    }

    private static func list(_ findings: [AuditFinding]) -> String {
        guard !findings.isEmpty else { return "" }
        let items = findings.map { finding in
            """
            <li class="\(finding.severity.rawValue)"><b>\(finding.kind.rawValue)</b> \(escaped(finding.message))\
            <span>\(advice(finding.advice))</span></li>
            """
        }
        return "<ul>\(items.joined())</ul>"
    }

    /// Advice with its commands set apart; a command is not broken inside an option.
    private static func advice(_ text: String) -> String {
        let parts = escaped(text).split(separator: "`", omittingEmptySubsequences: false)
        return parts.enumerated().map { index, part in
            guard index % 2 == 1 else { return String(part) }
            let words = part.split(separator: " ").map {
                $0.contains("-") && $0.count < 40 ? "<span>\($0)</span>" : String($0)
            }
            return "<code>\(words.joined(separator: " "))</code>"
        }.joined()
    }
}
