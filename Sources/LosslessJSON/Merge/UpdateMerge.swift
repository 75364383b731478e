/// The walk through the current document, the record before and the record after, which turns a change into edits.
///
/// In the names here, `c`, `b` and `a` are nodes of the current document, of the one before and of the one after.
struct UpdateMerge {
    let current: NodeReader
    let before: NodeReader
    let after: NodeReader
    var edits: JSONEdits
    /// How many bytes `before` and `after` share at the front and at the back: what lies there did not change.
    private let prefix: Int
    private let suffix: Int

    init(current: JSONDocument, before: JSONDocument, after: JSONDocument) {
        self.current = NodeReader(current.storage)
        self.before = NodeReader(before.storage)
        self.after = NodeReader(after.storage)
        edits = JSONEdits(current)
        let old = UnsafeRawBufferPointer(start: self.before.view.bytes, count: self.before.view.size)
        let new = UnsafeRawBufferPointer(start: self.after.view.bytes, count: self.after.view.size)
        prefix = old.commonPrefix(with: new)
        suffix = prefix == old.count && prefix == new.count ? prefix : old.commonSuffix(with: new)
    }

    /// Values that all three have and that are still to be merged; `b` is nil where the type had nothing.
    ///
    /// A list instead of recursion, so that depth costs no stack. The order does not matter: each leads to edits of its own.
    private var pending: [(c: Int, b: Int?, a: Int)] = []

    mutating func run() throws(JSONError) {
        value(0, 0, 0)
        while let (c, b, a) = pending.popLast() {
            if current.isObject(c) {
                members(c, b, a)
            } else if let b {
                try elements(c, b, a)
            }
        }
    }

    /// Whether `b` and `a` are the same bytes, as far as the ends that they share tell. Constant time for containers.
    private func unchanged(_ b: Int, _ a: Int) -> Bool { isInPrefix(b, a) || isInSuffix(b, a) }

    /// Whether two nodes are one place in the bytes that both sides share at the front.
    func isInPrefix(_ b: Int, _ a: Int) -> Bool {
        let start = before.view.start(b)
        return start < prefix && start == after.view.start(a) && before.view.end(b) <= prefix
            && before.view.end(b) == after.view.end(a)
    }

    /// Whether two nodes are one place in the bytes that both sides share at the back.
    func isInSuffix(_ b: Int, _ a: Int) -> Bool {
        let start = before.view.start(b)
        return start >= before.view.size - suffix && before.view.size - start == after.view.size - after.view.start(a)
    }

    /// Merges one value that all three have.
    mutating func value(_ c: Int, _ b: Int, _ a: Int) {
        if unchanged(b, a) { return }
        if before.isObject(b), after.isObject(a), current.isObject(c) { return pending.append((c, b, a)) }
        if before.isArray(b), after.isArray(a), current.isArray(c) { return pending.append((c, b, a)) }
        if before.same(b, a, in: after) { return }
        replace(c, with: a)
    }

    /// Sets a value, unless it is equal already (MRG-4).
    func isSet(_ c: Int, to a: Int) -> Bool { current.same(c, a, in: after) }

    mutating func replace(_ c: Int, with a: Int) {
        if !isSet(c, to: a) { edits.replace(current.value(c), with: after.value(a)) }
    }

    /// Merges the members of an object; without `b`, the type had nothing there.
    private mutating func members(_ c: Int, _ b: Int?, _ a: Int) {
        var olds = b.map { MemberCursor(before.view, $0) }
        var files = MemberCursor(current.view, c)
        for key in after.keys(a) {
            let new = key + 1
            let old = olds?.find(key, of: after.view)
            if let file = files.find(key, of: after.view) {
                if let old {
                    value(file, old, new)
                } else if current.isObject(file), after.isObject(new) {
                    pending.append((file, nil, new))
                } else {
                    replace(file, with: new)
                }
            } else if let old {
                // A default that the file omits, or what the file lost meanwhile (MRG-5).
                if !unchanged(old, new), !before.same(old, new, in: after) { add(key, to: c) }
            } else {
                add(key, to: c)
            }
        }
        guard let b else { return }
        var news = MemberCursor(after.view, a)
        for key in before.keys(b) where news.find(key, of: before.view) == nil {
            if let file = files.find(key, of: before.view) { edits.remove(current.value(file)) }
        }
    }

    private mutating func add(_ key: Int, to object: Int) {
        edits.add(after.string(key), after.value(key + 1), to: object)
    }

    /// Whether `c` holds something that `b` knows nothing of, at any depth.
    func hasUnknown(_ c: Int, _ b: Int) -> Bool {
        var pairs = [(c, b)]
        while let (c, b) = pairs.popLast() {
            if current.isObject(c) {
                let keys = current.keys(c)
                guard before.isObject(b) else {
                    if keys.isEmpty { continue }
                    return true
                }
                var olds = MemberCursor(before.view, b)
                for key in keys {
                    guard let old = olds.find(key, of: current.view) else { return true }
                    pairs.append((key + 1, old))
                }
            } else if current.isArray(c) {
                let files = current.elements(c)
                let olds = before.isArray(b) ? before.elements(b) : []
                guard let places = correspondence(files, olds) else {
                    if files.contains(where: current.view.isContainer) { return true }
                    continue
                }
                for (i, place) in places.ofFile.enumerated() {
                    guard let place else { return true }
                    pairs.append((files[i], olds[place]))
                }
            }
        }
        return false
    }
}
