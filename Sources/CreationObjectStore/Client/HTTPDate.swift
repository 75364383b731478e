import CreationJSON

/// The date of HTTP's `Date` and `Last-Modified` fields.
enum HTTPDate {
    private static let months = [
        "Jan": "01", "Feb": "02", "Mar": "03", "Apr": "04", "May": "05", "Jun": "06",
        "Jul": "07", "Aug": "08", "Sep": "09", "Oct": "10", "Nov": "11", "Dec": "12",
    ]

    /// The seconds since 1970 of `Sat, 21 Nov 2026 03:18:45 GMT`; nil for another form.
    static func seconds(_ text: String?) -> Int64? {
        let parts = (text ?? "").split(whereSeparator: { $0 == " " || $0 == "," || $0 == ":" })
        guard parts.count == 8, parts[7] == "GMT", let month = months[String(parts[2])] else { return nil }
        return Timestamp(utc: "\(parts[3])-\(month)-\(parts[1])T\(parts[4]):\(parts[5]):\(parts[6])Z")?.seconds
    }
}
