internal import CreationJSON
internal import LosslessJSON

/// One entry of `validation_overrides` as `overrides list` shows it.
struct OverrideRow {
    let index: Int
    let entry: JSONValue
    let verdict: OverrideVerdict

    /// A text member of the entry, or nothing.
    func text(_ name: String) -> String {
        entry[name]?.jsonStringValue?.lossyString ?? ""
    }

    var id: String { text("id") }

    /// What it covers, or what it takes back.
    var problemClass: String {
        if case .tombstone(let target) = verdict {
            return "revokes \(target.map { String($0.prefix(8)) } ?? "nothing")"
        }
        return text("problem_class")
    }

    /// Why it was made, or why it cannot be read.
    var reason: String {
        if case .malformed(let why) = verdict { return "cannot be read: \(why)" }
        return text("reason")
    }

    var recordedDay: String { String(text("recorded_at").prefix(10)) }

    var style: Style {
        switch verdict {
        case .active: .good
        case .expired: .warning
        case .malformed: .bad
        case .revoked, .tombstone: .quiet
        }
    }

    /// "in 12 days", "3 hours ago", "never".
    func expiryInWords(_ now: Timestamp) -> String {
        switch verdict {
        case .tombstone, .malformed: return ""
        default: break
        }
        guard let expiry = entry["expires_at"], !expiry.isNull else { return "never" }
        guard let moment = expiry.stringValue.flatMap({ Timestamp(utc: $0) }) else { return "unreadable" }
        return RelativeTime.words(from: now, to: moment)
    }

    /// The entry as one JSON object.
    var json: [UInt8] {
        var line = ResultLine()
        line.add("index", index)
        line.add("id", json: JSONDocument(entry["id"] ?? .null).compact().bytes)
        line.add("verdict", verdict.name)
        switch verdict {
        case .revoked(let by): line.add("revoked_by", by)
        case .expired(let moment): line.add("expired_at", moment?.description)
        case .malformed(let why): line.add("malformed", why.description)
        case .active, .tombstone: break
        }
        for name in ["problem_class", "operator", "recorded_at", "expires_at", "revokes", "reason"] {
            if let value = entry[name] { line.add(name, json: JSONDocument(value).compact().bytes) }
        }
        return line.line
    }

    /// Beginnings of the identifiers, long enough to tell them apart, at least 8 letters.
    static func shortIDs(_ rows: [OverrideRow]) -> [String] {
        let ids = Set(rows.map(\.id))
        for length in stride(from: 8, to: 36, by: 4) where Set(ids.map { $0.prefix(length) }).count == ids.count {
            return rows.map { String($0.id.prefix(length)) }
        }
        return rows.map(\.id)
    }
}

/// How far away a moment is, in the largest unit that says it.
enum RelativeTime {
    static func words(from now: Timestamp, to moment: Timestamp) -> String {
        let seconds = now.duration(to: moment).components.seconds
        guard seconds.magnitude >= 60 else { return moment > now ? "in a minute" : "just now" }
        let units: [(name: String, seconds: UInt64)] = [
            ("year", 31_557_600), ("month", 2_629_800), ("day", 86_400), ("hour", 3_600), ("minute", 60),
        ]
        // Two of a unit at least: "in 40 days" says more than "in 1 month".
        let unit = units.first { seconds.magnitude >= 2 * $0.seconds } ?? units[units.count - 1]
        let count = seconds.magnitude / unit.seconds
        let words = "\(count) \(unit.name)\(count == 1 ? "" : "s")"
        return seconds > 0 ? "in \(words)" : "\(words) ago"
    }
}
