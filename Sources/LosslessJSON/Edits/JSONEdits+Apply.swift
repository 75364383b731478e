extension JSONEdits {
    /// The document with all edits made.
    ///
    /// - Throws: `limitExceeded` if the result would break the limits of the document; `wrongKind` if the root is removed.
    public func applied() throws(JSONError) -> JSONDocument {
        if isEmpty { return document }
        return JSONDocument(storage: try splices().applied(to: document.storage))
    }

    /// What the edits come to, in bytes and words.
    func splices() throws(JSONError) -> Splices {
        if removed.contains(0) {
            throw JSONError(.wrongKind, "The root of a document cannot be removed.", pointer: .root)
        }
        if let splices = scalarSplices() { return try checked(splices) }
        let splices = try document.storage.view { view throws(JSONError) in
            var run = EditRun(edits: self, view: view)
            var splices = Splices()
            try run.value(0, of: nil, layout: view.outermostLayout(), depth: 0, &splices)
            splices.allowsDuplicates = run.allowsDuplicates
            return splices
        }
        return try checked(splices)
    }

    /// The short way where scalars take the place of scalars and nothing else happens: no style matters then, nothing
    /// nests deeper and no container changes its size.
    private func scalarSplices() -> Splices? {
        guard removed.isEmpty, inserted.isEmpty, arranged.isEmpty, added.values.allSatisfy({ $0.items.isEmpty })
        else { return nil }
        return document.storage.view { view in
            var splices = Splices()
            for (node, new) in replaced.count > 1 ? replaced.sorted(by: { $0.key < $1.key }) : Array(replaced) {
                guard !view.isContainer(node) else { return nil }
                var fragment = JSONFragment()
                let isScalar = new.storage.view { other in
                    if other.isContainer(new.index) { return false }
                    fragment.token(other.text(new.index))
                    return true
                }
                guard isScalar else { return nil }
                splices.add(bytes: view.start(node)..<view.end(node), words: node..<node + 1, fragment)
            }
            return splices
        }
    }

    private func checked(_ splices: Splices) throws(JSONError) -> Splices {
        let size = document.storage.bytes.count + splices.sizeChange
        let limit = document.limits.size
        guard size <= limit else {
            throw JSONError(
                .limitExceeded, "The edited document would have \(size) bytes; the limit is \(limit).",
                expected: "at most \(limit) bytes", found: "\(size) bytes")
        }
        return splices
    }
}

/// One way through the tape, along the edited containers only, that turns edits into splices.
struct EditRun {
    let edits: JSONEdits
    let view: JSONView
    var allowsDuplicates = false
    /// Tape indices of everything that is edited, sorted.
    private let touched: [Int]
    /// Whether anything is written that has a layout.
    private let needsStyle: Bool

    init(edits: JSONEdits, view: JSONView) {
        self.edits = edits
        self.view = view
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
                        if i > 0 { fragment.gap(style.separator) }
                        try put(item, layout: style.layout(for: item), depth: depth + 1, into: &fragment)
                    }
                    if !isRemoved { fragment.gap(style.separator) }
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
        if wasEmpty { fragment.gap(style.lead) }
        for (i, item) in additions.enumerated() {
            if i > 0 || !isFirst { fragment.gap(style.separator) }
            if let key = item.key {
                key.storage.view { fragment.token($0.text(key.index)) }
                fragment.gap(style.child.colon)
            }
            try put(item.value, layout: style.layout(for: item.value), depth: depth + 1, into: &fragment)
        }
        if wasEmpty {
            fragment.gap(style.trail)
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
        if !elements.isEmpty { fragment.gap(first == close ? style.lead : []) }
        for (i, element) in elements.enumerated() {
            if i > 0 { fragment.gap(style.separator) }
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
            if !elements.isEmpty { fragment.gap(style.trail) }
            bytes = view.start(node) + 1..<view.start(close)
        } else {
            bytes = view.start(first)..<view.lastEnd(of: node)
        }
        splices.add(bytes: bytes, words: first..<close, fragment)
    }

    /// Writes a new value, if it does not nest too deep where it goes.
    private mutating func put(
        _ value: JSONValue, layout: JSONLayout, depth: Int, into fragment: inout JSONFragment
    ) throws(JSONError) {
        let limit = edits.document.limits.depth
        guard depth + value.storage.view({ $0.depth(of: value.index) }) <= limit else {
            throw JSONError(
                .limitExceeded, "The edit would nest arrays and objects deeper than \(limit) levels.",
                expected: "at most \(limit) levels", found: "more")
        }
        allowsDuplicates = allowsDuplicates || value.storage.allowsDuplicates
        fragment.append(value, layout: layout)
    }
}

extension JSONView {
    /// How many containers are open at once inside a node, itself included.
    func depth(of node: Int) -> Int {
        let end = next(node)
        var closes: [Int] = []
        var deepest = 0
        var at = node
        while at < end {
            if at == closes.last {
                closes.removeLast()
                at += 1
            } else if isContainer(at) {
                closes.append(close(at))
                deepest = max(deepest, closes.count)
                at += 2
            } else {
                at += 1
            }
        }
        return deepest
    }
}
