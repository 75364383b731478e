extension JSONEdits {
    /// Adds a member that the object at a tape index is known to lack.
    mutating func add(_ key: JSONString, _ new: JSONValue, to object: Int) {
        added[object, default: Additions()].items.append((key, new))
    }

    /// Puts an array together anew: every element that it is to have, in order.
    ///
    /// Elements that are kept in their order stay where they are, with the space around them: only what is missing is
    /// removed and what is new inserted. Otherwise all are set again, in the style of the array. Linear.
    public mutating func arrange(_ array: JSONArray, as elements: [Element]) {
        check(array.value)
        for case .kept(let value) in elements { check(value) }
        guard let gone = missing(from: elements, of: array.value.index) else {
            arranged[array.value.index] = elements
            return
        }
        removed.formUnion(gone)
        // From the back, to know for everything new what it goes in front of.
        var next: Int?
        var new: [JSONValue] = []
        for element in elements.reversed() {
            switch element {
            case .new(let value): new.append(value)
            case .kept(let value):
                insert(new, before: next, in: array)
                new = []
                next = value.index
            }
        }
        insert(new, before: next, in: array)
    }

    /// Inserts values that were gathered from the back.
    private mutating func insert(_ new: [JSONValue], before next: Int?, in array: JSONArray) {
        if new.isEmpty { return }
        if let next {
            inserted[next, default: []].append(contentsOf: new.reversed())
        } else {
            added[array.value.index, default: Additions()].items.append(contentsOf: new.reversed().map { (nil, $0) })
        }
    }

    /// The elements that are not among `elements`; nil unless those that are kept come in the order of the array.
    private func missing(from elements: [Element], of array: Int) -> [Int]? {
        document.storage.view { view in
            let close = view.close(array)
            var child = view.firstChild(array)
            var gone: [Int] = []
            for case .kept(let value) in elements {
                while child < close, child != value.index {
                    gone.append(child)
                    child = view.next(child)
                }
                guard child < close else { return nil }
                child = view.next(child)
            }
            while child < close {
                gone.append(child)
                child = view.next(child)
            }
            return gone
        }
    }
}
