/// The walk through two values that writes their difference down. In the names here, `o` and `n` are nodes of either.
struct DifferenceWalk {
    let old: NodeReader
    let new: NodeReader
    var operations: [JSONPatch.Operation] = []
    var changes: [JSONDifference.Change] = []
    /// The way to the values at hand, on both sides and in the value half patched.
    var oldPath: [String] = []
    var newPath: [String] = []
    /// Those of everything inside both values, made when elements are first compared.
    lazy var hashes = (
        old: ContainerHashes(roots.old, of: old.view), new: ContainerHashes(roots.new, of: new.view)
    )
    private let roots: (old: Int, new: Int)

    init(from old: JSONValue, to new: JSONValue) {
        self.old = NodeReader(old.storage)
        self.new = NodeReader(new.storage)
        roots = (old.index, new.index)
    }

    /// Writes down how the two values differ.
    mutating func run() { value(roots.old, roots.new) }

    /// Compares two values that stand in the same place.
    mutating func value(_ o: Int, _ n: Int) {
        if old.isObject(o), new.isObject(n) { return members(o, n) }
        if old.isArray(o), new.isArray(n) { return elements(o, n) }
        if !old.same(o, n, in: new) { replace(o, n) }
    }

    private mutating func replace(_ o: Int, _ n: Int) {
        operations.append(.replace(JSONPointer(tokens: newPath), new.value(n)))
        note(o, n)
    }

    /// Compares two objects by their members, or replaces one by the other where a pointer cannot name what differs
    /// (MRG-45).
    private mutating func members(_ o: Int, _ n: Int) {
        let sooner = (operations: operations.count, changes: changes.count)
        if compareMembers(o, n) { return }
        operations.removeSubrange(sooner.operations...)
        changes.removeSubrange(sooner.changes...)
        replace(o, n)
    }

    /// False, with some of the difference written down, if the key of a member that differs is no text.
    private mutating func compareMembers(_ o: Int, _ n: Int) -> Bool {
        var news = MemberCursor(new.view, n)
        var shared: [(key: Int, new: Int)] = []
        for key in old.keys(o) {
            if let value = news.find(key, of: old.view) {
                shared.append((key, value))
            } else {
                guard let name = old.string(key).string else { return false }
                descend(name) { walk in
                    walk.operations.append(.remove(JSONPointer(tokens: walk.newPath)))
                    walk.note(key + 1, nil)
                }
            }
        }
        for (key, value) in shared where !isSameText(key + 1, value) {
            if let name = old.string(key).string {
                descend(name) { $0.value(key + 1, value) }
            } else if !old.same(key + 1, value, in: new) {
                return false
            }
        }
        if shared.count == new.view.count(n) { return true }
        var olds = MemberCursor(old.view, o)
        for key in new.keys(n) where olds.find(key, of: new.view) == nil {
            guard let name = new.string(key).string else { return false }
            descend(name) { walk in
                walk.operations.append(.add(JSONPointer(tokens: walk.newPath), walk.new.value(key + 1)))
                walk.note(nil, key + 1)
            }
        }
        return true
    }

    /// Whether two scalars are the same bytes: the common case, and not worth a pointer.
    private func isSameText(_ o: Int, _ n: Int) -> Bool {
        if old.view.isContainer(o) || new.view.isContainer(n) { return false }
        let text = old.view.text(o)
        let other = new.view.text(n)
        return text.count == other.count && UnsafeRawBufferPointer(text).sameBytes(as: other)
    }

    private mutating func descend(_ token: String, _ body: (inout DifferenceWalk) -> Void) {
        oldPath.append(token)
        newPath.append(token)
        body(&self)
        oldPath.removeLast()
        newPath.removeLast()
    }

    /// Notes a change at the place at hand.
    mutating func note(_ o: Int?, _ n: Int?, isMove: Bool = false) {
        changes.append(
            JSONDifference.Change(
                oldPointer: o == nil ? nil : JSONPointer(tokens: oldPath),
                newPointer: n == nil ? nil : JSONPointer(tokens: newPath), old: o.map(old.value), new: n.map(new.value),
                isMove: isMove))
    }
}
