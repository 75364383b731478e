/// The walk through three whole documents. In the names here, `b`, `o` and `t` are nodes of base, ours and theirs.
struct FileMerge {
    let base: NodeReader
    let ours: NodeReader
    let theirs: NodeReader
    let resolving: (JSONMerge.Conflict) -> JSONValue?
    var edits: JSONEdits
    var conflicts: [JSONMerge.Conflict] = []
    /// The way to the value at hand.
    var path: [Step] = []

    enum Step {
        case key(JSONString)
        case index(Int)
        case end
    }

    /// Merges a value that both sides have.
    mutating func value(_ o: Int, _ t: Int, _ b: Int?) {
        // Where the base was of another kind, both sides changed it to something new: there is nothing to unite.
        if ours.isObject(o), theirs.isObject(t), b.map(base.isObject) ?? true { return members(o, t, b) }
        if ours.isArray(o), theirs.isArray(t), b.map(base.isArray) ?? true { return elements(o, t, b) }
        if ours.same(o, t, in: theirs) { return }
        if let b, base.same(b, t, in: theirs) { return }
        if let b, base.same(b, o, in: ours) { return edits.replace(ours.value(o), with: theirs.value(t)) }
        conflict(o, t, b)
    }

    private mutating func members(_ o: Int, _ t: Int, _ b: Int?) {
        var olds = b.map { MemberCursor(base.view, $0) }
        var news = MemberCursor(theirs.view, t)
        for key in ours.keys(o) {
            path.append(.key(ours.string(key)))
            let old = olds?.find(key, of: ours.view)
            if let new = news.find(key, of: ours.view) {
                value(key + 1, new, old)
            } else if let old {
                // They removed it.
                if base.same(old, key + 1, in: ours) {
                    edits.remove(ours.value(key + 1))
                } else {
                    conflict(key + 1, nil, old)
                }
            }
            path.removeLast()
        }
        var files = MemberCursor(ours.view, o)
        for key in theirs.keys(t) where files.find(key, of: theirs.view) == nil {
            if let old = olds?.find(key, of: theirs.view) {
                // We removed it.
                if !base.same(old, key + 1, in: theirs) {
                    path.append(.key(theirs.string(key)))
                    conflict(nil, key + 1, old)
                    path.removeLast()
                }
            } else {
                edits.add(theirs.string(key), theirs.value(key + 1), to: o)
            }
        }
    }

    /// Notes that both sides changed a value, unless somebody knows what it shall be.
    mutating func conflict(_ o: Int?, _ t: Int?, _ b: Int?) {
        let tokens = path.map { step in
            switch step {
            case .key(let key): key.lossyString
            case .index(let index): String(index)
            case .end: "-"
            }
        }
        let conflict = JSONMerge.Conflict(
            pointer: JSONPointer(tokens: tokens), base: b.map(base.value), ours: o.map(ours.value),
            theirs: t.map(theirs.value))
        if let o, t != nil, let answer = resolving(conflict) {
            if answer != ours.value(o) { edits.replace(ours.value(o), with: answer) }
        } else {
            conflicts.append(conflict)
        }
    }
}
