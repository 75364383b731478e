internal import CreationJSON

/// The page of `audit --html`: one file that needs no other, written while the walk goes on (CLI-64).
///
/// The table is written row by row and the charts after it, since only then the numbers are known; the style puts them
/// on top. So memory stays flat, and the page is whole without its script. The file appears under its name at the end.
struct AuditPage: ~Copyable {
    /// Records without findings get rows up to this many; those with findings, up to ten times as many.
    private static let mostRows = 20_000
    /// How many instruments are told apart.
    private static let mostInstruments = 1000

    private var file: NewFile
    private var text: [UInt8] = []
    private var rows = 0
    private var left = 0
    private var statuses: [String: Int] = [:]
    private var instruments: [String: [String: Int]] = [:]

    init(file path: [UInt8], roots: [RecordPath], now: Timestamp) throws {
        file = try NewFile(path)
        text += AuditPage.head(roots: roots, now: now).utf8
    }

    /// Adds a row, and counts.
    mutating func add(_ entry: AuditEntry) throws {
        if entry.isRecord { count(entry.facts) }
        guard rows < Self.mostRows || (!entry.findings.isEmpty && rows < 10 * Self.mostRows) else {
            left += 1
            return
        }
        rows += 1
        text += AuditPage.row(entry).utf8
        if text.count > 1 << 16 { try write() }
    }

    private mutating func count(_ facts: RecordFacts?) {
        let status = facts?.status ?? "unknown"
        let known = instruments.count < Self.mostInstruments
        let name = facts?.equipment ?? "unknown"
        statuses[status, default: 0] += 1
        instruments[known || instruments[name] != nil ? name : "others", default: [:]][status, default: 0] += 1
    }

    /// Adds the charts, and puts the page in its place.
    mutating func end(_ tally: AuditTally) throws {
        text += AuditPage.tail(tally, statuses: statuses, instruments: instruments, left: left).utf8
        try write()
        try file.finish()
    }

    private mutating func write() throws {
        try file.write(text)
        text.removeAll(keepingCapacity: true)
    }
}
