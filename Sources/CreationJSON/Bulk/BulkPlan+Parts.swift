extension BulkPlan {
    /// The window in parts that are performed one after the other: within each, names that differ are different records
    /// as far as their text can tell (BULK-6).
    ///
    /// Names from one starting point are told apart by their text. `runs/a.json`, `../data/runs/a.json` and
    /// `/data/runs/a.json` may be one record, so a write of one of them begins a new part after any of the others, and so does
    /// one that looks at it after a write. Linear in the number of names.
    static func parts(of items: [Item]) -> [Range<Int>] {
        let names = items.map { (target: Ending($0.target), gates: $0.gates.map(Ending.init)) }
        guard let first = names.first else { return [] }
        if names.allSatisfy({
            $0.target.start == first.target.start && $0.gates.allSatisfy { $0.start == first.target.start }
        }) {
            return [items.indices]
        }
        var parts: [Range<Int>] = []
        var begin = 0
        var written = Endings()
        var named = Endings()
        for (index, item) in names.enumerated() {
            if named.mayHold(item.target) || item.gates.contains(where: written.mayHold) {
                parts.append(begin..<index)
                begin = index
                (written, named) = (Endings(), Endings())
            }
            written.insert(item.target)
            for name in [item.target] + item.gates { named.insert(name) }
        }
        return parts + [begin..<items.count]
    }
}

/// A name as a place to start from and a way from there that its text tells for sure.
private struct Ending {
    /// Everything up to the last `..`; else the root, or nothing for the working directory.
    let start: [UInt8]
    /// The components after it; of a long way the last few, which may only make two names one that are not.
    let way: ArraySlice<ArraySlice<UInt8>>

    init(_ name: RecordPath) {
        let slash = UInt8(ascii: "/")
        let parts = name.plain.bytes.split(separator: slash)
        let behind = (parts.lastIndex { $0.elementsEqual("..".utf8) } ?? -1) + 1
        start = (name.bytes.first == slash ? [slash] : []) + Array(parts[..<behind].joined(separator: [slash]))
        way = parts[behind...].suffix(8)
    }

    /// The way without its first components, the whole of it first.
    var tails: [ArraySlice<ArraySlice<UInt8>>] { way.indices.map { way[$0...] } }
}

/// Names that a part has seen, by what they may end with.
private struct Endings {
    /// The places to start from of the names with this way, and of those whose way ends so.
    private var whole: [ArraySlice<ArraySlice<UInt8>>: Set<[UInt8]>] = [:]
    private var tails: [ArraySlice<ArraySlice<UInt8>>: Set<[UInt8]>] = [:]

    mutating func insert(_ name: Ending) {
        whole[name.way, default: []].insert(name.start)
        for tail in name.tails { tails[tail, default: []].insert(name.start) }
    }

    /// Whether a name from another starting point may be the same record: where the shorter way is the end of the longer.
    func mayHold(_ name: Ending) -> Bool {
        func isOther(_ starts: Set<[UInt8]>?) -> Bool { starts?.contains { $0 != name.start } ?? false }
        return isOther(tails[name.way]) || name.tails.contains { isOther(whole[$0]) }
    }
}
