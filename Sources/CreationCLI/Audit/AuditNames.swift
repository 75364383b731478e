/// Which names a sweep looks for: records, what writers leave behind when they crash, and folders of runs (CLI-42).
struct AuditNames: Sendable {
    /// What a name stands for.
    enum Meaning: Sendable {
        case nothing
        case record
        case temporary
    }

    private static let runFolders = [Array("Runs".utf8), Array("TestRuns".utf8)]
    /// The folder beside a run's data that holds its record.
    static let recordFolder = Array(".exlab-wizard".utf8)
    private static let temporarySuffix = Array(".tmp".utf8)

    private let records: [NamePattern]
    private let temporaries: [NamePattern]

    /// The names of records that match one of the patterns, or `creation.json`; ours and Python's temporaries follow.
    init(patterns: [[UInt8]] = []) {
        let patterns = patterns.isEmpty ? [Array("creation.json".utf8)] : patterns
        records = patterns.map { NamePattern($0) }
        temporaries = patterns.map { NamePattern($0 + [UInt8(ascii: "*")] + Self.temporarySuffix) }
    }

    /// What a name stands for.
    func meaning(of name: some RandomAccessCollection<UInt8>) -> Meaning {
        if records.contains(where: { $0.matches(name) }) { return .record }
        if name.suffix(Self.temporarySuffix.count).elementsEqual(Self.temporarySuffix),
            temporaries.contains(where: { $0.matches(name) })
        {
            return .temporary
        }
        return .nothing
    }

    /// The folder of a run, where `folder` is one, or is the folder in it that should hold the record.
    static func run(of folder: ArraySlice<UInt8>) -> (path: ArraySlice<UInt8>, holdsRecord: Bool)? {
        let (parent, name) = split(folder)
        let holder = split(parent)
        if name.first == UInt8(ascii: ".") {
            guard isSame(name, recordFolder), isRun(holder.name, in: split(holder.parent).name) else { return nil }
            return (parent, true)
        }
        return isRun(name, in: holder.name) ? (folder, false) : nil
    }

    private static func isRun(_ name: ArraySlice<UInt8>, in holder: ArraySlice<UInt8>) -> Bool {
        guard !name.isEmpty, name.first != UInt8(ascii: ".") else { return false }
        return runFolders.contains { isSame(holder, $0) }
    }

    private static func isSame(_ name: ArraySlice<UInt8>, _ other: [UInt8]) -> Bool {
        name.count == other.count && name.elementsEqual(other)
    }

    /// The path of the folder that holds the last component, and that component; slashes at the end do not count.
    static func split(_ path: ArraySlice<UInt8>) -> (parent: ArraySlice<UInt8>, name: ArraySlice<UInt8>) {
        let slash = UInt8(ascii: "/")
        var path = path
        while path.last == slash { path.removeLast() }
        guard let place = path.lastIndex(of: slash) else { return ([], path) }
        return (path[..<place], path[(place + 1)...])
    }
}

/// A file name in which `*` stands for any bytes and `?` for one.
struct NamePattern: Sendable {
    private let pattern: [UInt8]
    private let isPlain: Bool

    init(_ pattern: [UInt8]) {
        self.pattern = pattern
        isPlain = !pattern.contains(UInt8(ascii: "*")) && !pattern.contains(UInt8(ascii: "?"))
    }

    /// Whether the whole name fits. Linear for patterns with one star.
    func matches(_ name: some RandomAccessCollection<UInt8>) -> Bool {
        if isPlain { return name.count == pattern.count && name.elementsEqual(pattern) }
        var place = name.startIndex
        var next = 0
        /// Where to try again with a longer star.
        var retry: (place: Int, next: Int)?
        var offset = 0
        while offset < name.count {
            if next < pattern.count, pattern[next] == UInt8(ascii: "*") {
                next += 1
                retry = (offset, next)
            } else if next < pattern.count, pattern[next] == UInt8(ascii: "?") || pattern[next] == name[place] {
                next += 1
                offset += 1
                place = name.index(after: place)
            } else if let star = retry {
                offset = star.place + 1
                next = star.next
                retry = (offset, next)
                place = name.index(name.startIndex, offsetBy: offset)
            } else {
                return false
            }
        }
        return pattern[next...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
