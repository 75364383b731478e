/// Finds the members of one object by keys of another document, one after the other.
///
/// Keys mostly come in the order of the object: then each is one comparison. If they do not, and the object is large, a
/// table is made; a whole object is matched in time linear in its size.
struct MemberCursor {
    let view: JSONView
    let object: Int
    private var key: Int
    private var steps = 0
    private var table: KeyTable?

    init(_ view: JSONView, _ object: Int) {
        self.view = view
        self.object = object
        key = view.firstChild(object)
    }

    /// The tape index of the value whose key equals the string at `name` of `other`.
    mutating func find(_ name: Int, of other: JSONView) -> Int? {
        let close = view.close(object)
        if key >= close { key = view.firstChild(object) }
        if key < close, view.sameString(key, name, in: other) { return advance() }
        if let table { return table.find(name, of: other, in: view).map { $0 + 1 } }
        let start = key
        var at = start < close ? view.next(start + 1) : close
        while true {
            if at >= close {
                at = view.firstChild(object)
                if start == at || at >= close { return nil }
            }
            if at == start { return nil }
            steps += 1
            if steps > 256 { return findInTable(name, of: other) }
            if view.sameString(at, name, in: other) {
                key = at
                return advance()
            }
            at = view.next(at + 1)
        }
    }

    private mutating func advance() -> Int {
        let value = key + 1
        key = view.next(value)
        return value
    }

    private mutating func findInTable(_ name: Int, of other: JSONView) -> Int? {
        let table = KeyTable(object, in: view)
        self.table = table
        return table.find(name, of: other, in: view).map { $0 + 1 }
    }
}
