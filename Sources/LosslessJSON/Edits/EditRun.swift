/// One way through the tape, along the edited containers only, that turns edits into splices.
struct EditRun {
    let edits: JSONEdits
    let view: JSONView
    var allowsDuplicates = false
    /// How many bytes there is still room for in new values and around them: white space costs its length each time.
    private var room: Int
    /// Tape indices of everything that is edited, sorted.
    private let touched: [Int]
    /// Whether anything is written that has a layout.
    private let needsStyle: Bool

    init(edits: JSONEdits, view: JSONView) {
        self.edits = edits
        self.view = view
        room = edits.document.limits.size
        var all = Set(edits.replaced.keys)
        all.formUnion(edits.removed)
        all.formUnion(edits.inserted.keys)
        all.formUnion(edits.added.filter { !$0.value.items.isEmpty }.keys)
        all.formUnion(edits.arranged.keys)
        touched = all.sorted()
        needsStyle =
            !edits.inserted.isEmpty || !edits.arranged.isEmpty || edits.added.values.contains { !$0.items.isEmpty }
            || edits.replaced.values.contains { value in value.storage.view { $0.isContainer(value.index) } }
    }

    /// The first edited index at or behind `node`.
    private func nextTouched(_ node: Int) -> Int {
        var low = 0
        var high = touched.count
        while low < high {
            let middle = (low + high) / 2
            if touched[middle] < node { low = middle + 1 } else { high = middle }
        }
        return low < touched.count ? touched[low] : .max
    }

    /// Edits the value at `node`, which stays where it is.
    mutating func value(
        _ node: Int, of parent: JSONStyle?, layout: JSONLayout, depth: Int, _ splices: inout Splices
    ) throws(JSONError) {
        if let new = edits.replaced[node] {
            var fragment = JSONFragment()
            let around = parent?.layout(for: new) ?? layout
            try put(new, layout: view.layout(for: new, inPlaceOf: node, around: around), depth: depth, into: &fragment)
            splices.add(bytes: view.start(node)..<view.end(node), words: node..<view.next(node), fragment)
            return
        }
        guard view.isContainer(node), nextTouched(node) < view.next(node) else { return }
        let before = splices.wordChange
        let style = needsStyle ? view.style(of: node, outer: layout) : .none
        if let elements = edits.arranged[node] {
            try arrange(
                node, elements + (edits.added[node]?.items ?? []).map { .new($0.value) }, style, depth, &splices)
        } else {
            try children(of: node, style, depth, &splices)
        }
        if splices.wordChange != before { splices.resized.append((node, splices.wordChange - before)) }
    }

    private mutating func children(
        of node: Int, _ style: JSONStyle, _ depth: Int, _ splices: inout Splices
    ) throws(JSONError) {
        let close = view.close(node)
        let step = view.head(node) == UInt8(ascii: "{") ? 1 : 0
        let additions = edits.added[node]?.items ?? []
        var child = view.firstChild(node)
        var previous: Int?
        var lastKept: Int?
        var removedFirst: Int?
        // Behind the last touched child nothing is left to do but the additions.
        var target = nextTouched(child)
        while child < close, target < close {
            let value = child + step
            let next = view.next(value)
            if target >= next, lastKept != nil || removedFirst == nil {
                // Nothing to do here but to move on.
                (previous, lastKept, child) = (value, value, next)
                continue
            }
            defer { target = nextTouched(next) }
            let isRemoved = edits.removed.contains(value)
            if isRemoved, edits.inserted[value] == nil {
                if lastKept == nil {
                    removedFirst = removedFirst ?? child
                } else if let previous {
                    // Not the first: the comma in front goes with it.
                    splices.add(bytes: view.end(previous)..<view.end(value), words: child..<next)
                }
            } else {
                if lastKept == nil, let first = removedFirst {
                    // The first ones go up to the first that stays.
                    splices.add(bytes: view.start(first)..<view.start(child), words: first..<child)
                    removedFirst = nil
                }
                if let new = edits.inserted[value] {
                    var fragment = JSONFragment()
                    for (i, item) in new.enumerated() {
                        if i > 0 { try gap(style.separator, into: &fragment) }
                        try put(item, layout: style.layout(for: item), depth: depth + 1, into: &fragment)
                    }
                    if !isRemoved { try gap(style.separator, into: &fragment) }
                    let (end, behind) = isRemoved ? (view.end(value), next) : (view.start(child), child)
                    splices.add(bytes: view.start(child)..<end, words: child..<behind, fragment)
                }
                if !isRemoved {
                    try self.value(value, of: style, layout: style.child, depth: depth + 1, &splices)
                }
                lastKept = value
            }
            previous = value
            child = next
        }
        if lastKept == nil, let first = removedFirst {
            if child < close {
                splices.add(bytes: view.start(first)..<view.start(child), words: first..<child)
            } else if additions.isEmpty {
                splices.add(bytes: view.start(node) + 1..<view.start(close), words: first..<close)
            } else {
                splices.add(bytes: view.start(first)..<view.lastEnd(of: node), words: first..<close)
            }
        }
        let isFirst = lastKept == nil && child >= close
        try add(additions, to: node, style, isFirst: isFirst, depth, &splices)
    }

    private mutating func add(
        _ additions: [(key: JSONString?, value: JSONValue)], to node: Int, _ style: JSONStyle, isFirst: Bool,
        _ depth: Int, _ splices: inout Splices
    ) throws(JSONError) {
        if additions.isEmpty { return }
        let close = view.close(node)
        let wasEmpty = view.firstChild(node) == close
        var fragment = JSONFragment()
        if wasEmpty { try gap(style.lead, into: &fragment) }
        for (i, item) in additions.enumerated() {
            if i > 0 || !isFirst { try gap(style.separator, into: &fragment) }
            if let key = item.key {
                key.storage.view { fragment.token($0.text(key.index)) }
                try gap(style.child.colon, into: &fragment)
            }
            try put(item.value, layout: style.layout(for: item.value), depth: depth + 1, into: &fragment)
        }
        if wasEmpty {
            try gap(style.trail, into: &fragment)
            splices.add(bytes: view.start(node) + 1..<view.start(close), words: close..<close, fragment)
        } else {
            let end = view.lastEnd(of: node)
            splices.add(bytes: end..<end, words: close..<close, fragment)
        }
    }

    /// Puts an array together anew: in the general case element by element, else by removals and additions.
    private mutating func arrange(
        _ node: Int, _ elements: [JSONEdits.Element], _ style: JSONStyle, _ depth: Int, _ splices: inout Splices
    ) throws(JSONError) {
        let close = view.close(node)
        let first = view.firstChild(node)
        var fragment = JSONFragment()
        if !elements.isEmpty { try gap(first == close ? style.lead : [], into: &fragment) }
        for (i, element) in elements.enumerated() {
            if i > 0 { try gap(style.separator, into: &fragment) }
            switch element {
            case .new(let value):
                try put(value, layout: style.layout(for: value), depth: depth + 1, into: &fragment)
            case .kept(let value):
                var inner = Splices()
                try self.value(value.index, of: style, layout: style.child, depth: depth + 1, &inner)
                inner.emit(
                    bytes: view.start(value.index)..<view.end(value.index),
                    words: value.index..<view.next(value.index), of: view, into: &fragment)
            }
        }
        let bytes: Range<Int>
        if first == close || elements.isEmpty {
            if !elements.isEmpty { try gap(style.trail, into: &fragment) }
            bytes = view.start(node) + 1..<view.start(close)
        } else {
            bytes = view.start(first)..<view.lastEnd(of: node)
        }
        splices.add(bytes: bytes, words: first..<close, fragment)
    }

    /// Writes what stands between values, if the document does not become too large by it.
    private mutating func gap(_ text: [UInt8], into fragment: inout JSONFragment) throws(JSONError) {
        room -= text.count
        guard room >= 0 else { throw .tooLarge("the edited document", edits.document.limits) }
        fragment.gap(text)
    }

    /// Writes a new value, if it does not nest too deep where it goes and does not become too large there.
    private mutating func put(
        _ value: JSONValue, layout: JSONLayout, depth: Int, into fragment: inout JSONFragment
    ) throws(JSONError) {
        let limit = edits.document.limits.depth
        guard depth + value.storage.view({ $0.depth(of: value.index) }) <= limit else {
            throw JSONError(
                .limitExceeded, "the edit would nest arrays and objects deeper than \(limit) levels",
                expected: "at most \(limit) levels", found: "more")
        }
        allowsDuplicates = allowsDuplicates || value.storage.allowsDuplicates
        let start = fragment.bytes.count
        let fits = value.storage.view { fragment.append(value.index, of: $0, layout: layout, limit: start + room) }
        guard fits else { throw .tooLarge("the edited document", edits.document.limits) }
        room -= fragment.bytes.count - start
    }
}
