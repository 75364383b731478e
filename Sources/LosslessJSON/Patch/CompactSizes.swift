/// How many bytes values have without white space, looked up instead of counted.
///
/// A document is walked once, when it is first asked about an array or object of it. That takes four bytes for each word
/// of its tape.
struct CompactSizes {
    private var tables: [ObjectIdentifier: Table] = [:]

    private struct Table {
        /// Kept, so that no other document gets its identity.
        let storage: JSONStorage
        /// For every word of the tape and for its end, how many bytes come before it. The commas of an array or object
        /// come before its closing bracket.
        let offsets: [UInt32]
    }

    /// The bytes of a value. Constant time for an array or object of a document that was walked.
    mutating func size(of value: JSONValue) -> Int {
        let storage = value.storage
        return storage.view { view in
            guard view.isContainer(value.index) else { return view.text(value.index).count }
            let table = table(of: storage, view)
            return Int(table.offsets[view.next(value.index)] - table.offsets[value.index])
        }
    }

    private mutating func table(of storage: JSONStorage, _ view: JSONView) -> Table {
        let id = ObjectIdentifier(storage)
        if let table = tables[id] { return table }
        let table = Table(storage: storage, offsets: Self.offsets(view))
        tables[id] = table
        return table
    }

    private static func offsets(_ view: JSONView) -> [UInt32] {
        let end = view.next(0)
        var offsets: [UInt32] = []
        offsets.reserveCapacity(end + 1)
        var total = 0
        func word(of count: Int) {
            offsets.append(UInt32(truncatingIfNeeded: total))
            total += count
        }
        var open: [(close: Int, isObject: Bool, count: Int)] = []
        while offsets.count < end {
            if let container = open.last {
                if offsets.count == container.close {
                    open.removeLast()
                    word(of: max(container.count - 1, 0) + 1)
                    continue
                }
                open[open.count - 1].count += 1
                if container.isObject { word(of: view.text(offsets.count).count + 1) }
            }
            let node = offsets.count
            if view.isContainer(node) {
                open.append((view.close(node), view.head(node) == UInt8(ascii: "{"), 0))
                word(of: 1)
                word(of: 0)
            } else {
                word(of: view.text(node).count)
            }
        }
        word(of: 0)
        return offsets
    }
}
