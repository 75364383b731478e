/// How a window of writes is carried out: units that touch one record each, and which must wait for which (BULK-6).
///
/// Writes on one record make one unit, in input order, under one hold with one replacement. A unit whose gates look at a record that
/// another unit of the window writes comes after it if it came after it in the input, and before it if before; units
/// that are not tied to each other may run at the same time.
struct BulkPlan {
    /// What one write touches.
    struct Item {
        /// The record it writes.
        var target: RecordPath
        /// The other records its gates look at.
        var gates: [RecordPath]
    }

    /// Writes that share a hold.
    struct Unit: Equatable {
        var target: RecordPath
        /// The records that any of its gates look at, without the target.
        var gates: [RecordPath]
        /// The places of its writes in the window, ascending.
        var items: [Int]
        /// The units that must have ended before it begins; all have lower numbers.
        var after: Set<Int>
    }

    private(set) var units: [Unit] = []

    /// Plans a window. Linear in the number of items and gates.
    init(_ items: [Item]) {
        /// The latest unit that writes a record, and the units that have looked at the record since.
        var writer: [RecordPath: Int] = [:]
        var readers: [RecordPath: Set<Int>] = [:]
        for (index, spelled) in items.enumerated() {
            let target = spelled.target.plain
            let item = Item(target: target, gates: spelled.gates.map(\.plain).filter { $0 != target })
            let written = Set(item.gates.compactMap { writer[$0] })
            let unit: Int
            if let last = writer[item.target], written.allSatisfy({ $0 < last }),
                readers[item.target, default: []].isEmpty
            {
                unit = last
                units[unit].items.append(index)
                units[unit].after.formUnion(written)
                for gate in item.gates where !units[unit].gates.contains(gate) { units[unit].gates.append(gate) }
            } else {
                unit = units.count
                var after = written.union(readers[item.target, default: []])
                if let last = writer[item.target] { after.insert(last) }
                units.append(Unit(target: item.target, gates: item.gates, items: [index], after: after))
                writer[item.target] = unit
                readers[item.target] = []
            }
            for gate in item.gates { readers[gate, default: []].insert(unit) }
        }
    }
}

extension RecordPath {
    /// The name without components that mean nothing: `a//./b` is `a/b`. `..` stays, since a link may stand before it.
    ///
    /// An address, `scheme://…`, stays as it is: to an object store every byte of a key counts.
    var plain: RecordPath {
        let slash = UInt8(ascii: "/")
        if bytes.drop(while: { $0 != UInt8(ascii: ":") && $0 != slash }).starts(with: "://".utf8) { return self }
        let parts = bytes.split(separator: slash).filter { !$0.elementsEqual(".".utf8) }
        let joined = parts.joined(separator: [slash])
        return RecordPath(bytes: (bytes.first == slash ? [slash] : []) + joined)
    }
}
