extension JSONEdits {
    /// Adds a member that the object at a tape index is known to lack.
    mutating func add(_ key: JSONString, _ new: JSONValue, to object: Int) {
        added[object, default: Additions()].items.append((key, new))
    }

    /// Puts an array together anew: every element that it is to have, in order.
    ///
    /// Elements that are kept in their order stay where they are, with the space around them: what is new takes the place
    /// of what goes, and only the rest is inserted or removed. Otherwise all are set again, in the style of the array.
    /// Linear.
    public mutating func arrange(_ array: JSONArray, as elements: [Element]) {
        check(array.value)
        for case .kept(let value) in elements { check(value) }
        guard let gaps = gaps(between: elements, of: array.value.index) else {
            arranged[array.value.index] = elements
            return
        }
        for gap in gaps {
            for (old, new) in zip(gap.gone, gap.new) { replaced[old] = new }
            if gap.gone.count >= gap.new.count {
                removed.formUnion(gap.gone[gap.new.count...])
            } else if let next = gap.next {
                inserted[next, default: []].append(contentsOf: gap.new[gap.gone.count...])
            } else {
                added[array.value.index, default: Additions()].items
                    .append(contentsOf: gap.new[gap.gone.count...].map { (nil, $0) })
            }
        }
    }

    /// What happens between two elements that are kept.
    private struct Gap {
        var gone: [Int] = []
        var new: [JSONValue] = []
        /// The element behind it that is kept; nil at the end.
        var next: Int?
    }

    /// Every place where something changes; nil unless the elements that are kept come in the order of the array.
    private func gaps(between elements: [Element], of array: Int) -> [Gap]? {
        document.storage.view { view in
            let close = view.close(array)
            var child = view.firstChild(array)
            var gaps: [Gap] = []
            var gap = Gap()
            for element in elements {
                switch element {
                case .new(let value): gap.new.append(value)
                case .kept(let value):
                    while child < close, child != value.index {
                        gap.gone.append(child)
                        child = view.next(child)
                    }
                    guard child < close else { return nil }
                    if !gap.gone.isEmpty || !gap.new.isEmpty {
                        gap.next = child
                        gaps.append(gap)
                        gap = Gap()
                    }
                    child = view.next(child)
                }
            }
            while child < close {
                gap.gone.append(child)
                child = view.next(child)
            }
            if !gap.gone.isEmpty || !gap.new.isEmpty { gaps.append(gap) }
            return gaps
        }
    }
}
