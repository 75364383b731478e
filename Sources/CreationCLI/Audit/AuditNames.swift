/// Which names a sweep looks for: records, what writers leave behind when they crash, and folders of runs (CLI-62).
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

    /// The names of records.
    let records: RecordNames
    /// What the name of a temporary begins with.
    private let beginnings: RecordNames

    /// The names of records that match one of the patterns, or `creation.json`; ours and Python's temporaries follow.
    init(patterns: [[UInt8]] = []) {
        let patterns = patterns.isEmpty ? [Array("creation.json".utf8)] : patterns
        records = RecordNames(patterns: patterns)
        beginnings = RecordNames(patterns: patterns.map { $0 + [UInt8(ascii: "*")] })
    }

    /// What a name stands for.
    func meaning(of name: some RandomAccessCollection<UInt8>) -> Meaning {
        if records.matches(name) { return .record }
        let isTemporary = name.suffix(Self.temporarySuffix.count).elementsEqual(Self.temporarySuffix)
        return isTemporary && beginnings.matches(name.dropLast(Self.temporarySuffix.count)) ? .temporary : .nothing
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
