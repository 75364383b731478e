/// The walk through two values that writes their difference down. In the names here, `o` and `n` are nodes of either.
struct DifferenceWalk {
    let old: NodeReader
    let new: NodeReader
    var operations: [JSONPatch.Operation] = []
    var changes: [JSONDifference.Change] = []
    /// The way to the values at hand, on both sides and in the value half patched.
    var oldPath: [String] = []
    var newPath: [String] = []

    /// Compares two values that stand in the same place. Equal containers cost a walk, but are never compared twice.
    mutating func value(_ o: Int, _ n: Int) {
        if old.isObject(o), new.isObject(n) { return members(o, n) }
        if old.isArray(o), new.isArray(n) { return elements(o, n) }
        if old.same(o, n, in: new) { return }
        operations.append(.replace(JSONPointer(tokens: newPath), new.value(n)))
        note(o, n)
    }

    private mutating func members(_ o: Int, _ n: Int) {
        var news = MemberCursor(new.view, n)
        var shared: [(key: Int, new: Int)] = []
        for key in old.keys(o) {
            if let value = news.find(key, of: old.view) {
                shared.append((key, value))
            } else {
                descend(old.string(key).lossyString) { walk in
                    walk.operations.append(.remove(JSONPointer(tokens: walk.newPath)))
                    walk.note(key + 1, nil)
                }
            }
        }
        for (key, value) in shared where !isSameText(key + 1, value) {
            descend(old.string(key).lossyString) { $0.value(key + 1, value) }
        }
        if shared.count == new.view.count(n) { return }
        var olds = MemberCursor(old.view, o)
        for key in new.keys(n) where olds.find(key, of: new.view) == nil {
            descend(new.string(key).lossyString) { walk in
                walk.operations.append(.add(JSONPointer(tokens: walk.newPath), walk.new.value(key + 1)))
                walk.note(nil, key + 1)
            }
        }
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
