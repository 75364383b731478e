/// The entries of one directory, in the order of their names' bytes.
///
/// Names lie behind each other in one buffer, so that a directory with many entries costs little more than its names.
struct DirectoryListing {
    struct Entry {
        fileprivate(set) var start: Int
        fileprivate(set) var count: Int
        /// Nil if the filesystem does not say; then it must be asked for.
        var kind: FileStatus.Kind?
    }

    private(set) var entries: [Entry] = []
    private var names: [UInt8] = []

    /// Lends the bytes of a name.
    func withName<Result>(_ entry: Entry, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        names.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[entry.start..<(entry.start + entry.count)])) }
    }

    /// The name of an entry.
    func name(_ entry: Entry) -> FilePath {
        FilePath(bytes: names[entry.start..<(entry.start + entry.count)])
    }

    /// Keeps an entry; the directory itself and its parent are left out.
    mutating func add(_ name: UnsafeRawBufferPointer, _ kind: FileStatus.Kind?) {
        let dot = UInt8(ascii: ".")
        if name.first == dot, name.count == 1 || (name.count == 2 && name[1] == dot) { return }
        entries.append(Entry(start: names.count, count: name.count, kind: kind))
        names.append(contentsOf: name)
    }

    /// Puts the entries in order.
    mutating func sort() {
        if entries.count < 2 { return }
        names.withUnsafeBytes { names in
            entries.sort { a, b in
                let order = Kernel.compare(names, a.start, b.start, min(a.count, b.count))
                return order == 0 ? a.count < b.count : order < 0
            }
        }
    }
}
