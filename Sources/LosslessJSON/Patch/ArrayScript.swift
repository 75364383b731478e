/// The removals, moves and additions that put the elements of one array into the order of another (MRG-43).
struct ArrayScript {
    enum Step {
        /// Removes at an index the element that was at `position`.
        case remove(index: Int, position: Int)
        /// Moves the element that was at `position` to where it is `target` in the end.
        case move(from: Int, to: Int, position: Int, target: Int)
        /// Adds what is `target` in the end to an array of `count` elements so far.
        case add(index: Int, count: Int, target: Int)
    }

    private(set) var steps: [Step] = []

    /// Makes a script for `oldCount` elements; `origins` has the old position of every new element, nil for additions.
    ///
    /// Time is linear up to a logarithm. Indices count what is there when the step is applied.
    init(oldCount: Int, origins: [Int?]) {
        let stays = Self.longestIncreasing(origins)
        // One line of all places that an element can have, old and new, in an order that fits both: an old place stands in
        // front of the new places behind the same staying element.
        var place = Line(oldCount: oldCount, origins: origins, stays: stays)
        var kept = Array(repeating: false, count: oldCount)
        for case let origin? in origins { kept[origin] = true }
        for position in (0..<oldCount).reversed() where !kept[position] {
            steps.append(.remove(index: place.index(ofOld: position), position: position))
            place.clear(old: position)
        }
        for (target, origin) in origins.enumerated() where !stays[target] {
            if let origin {
                let from = place.index(ofOld: origin)
                place.clear(old: origin)
                steps.append(.move(from: from, to: place.index(ofNew: target), position: origin, target: target))
            } else {
                steps.append(.add(index: place.index(ofNew: target), count: place.count, target: target))
            }
            place.fill(new: target)
        }
    }

    /// Which of the new elements can stay while the others move around them: a longest ascending run of origins.
    private static func longestIncreasing(_ origins: [Int?]) -> [Bool] {
        var tails: [Int] = []
        var previous = Array(repeating: -1, count: origins.count)
        for (i, origin) in origins.enumerated() {
            guard let origin else { continue }
            var low = 0
            var high = tails.count
            while low < high {
                let middle = (low + high) / 2
                if let other = origins[tails[middle]], other < origin { low = middle + 1 } else { high = middle }
            }
            if low > 0 { previous[i] = tails[low - 1] }
            if low == tails.count { tails.append(i) } else { tails[low] = i }
        }
        var stays = Array(repeating: false, count: origins.count)
        var at = tails.last ?? -1
        while at >= 0 {
            stays[at] = true
            at = previous[at]
        }
        return stays
    }
}

/// Places on a line, full or empty, counted by a Fenwick tree.
private struct Line {
    private var tree: [Int]
    private var ofOld: [Int]
    private var ofNew: [Int]
    private(set) var count: Int

    init(oldCount: Int, origins: [Int?], stays: [Bool]) {
        ofOld = Array(repeating: 0, count: oldCount)
        ofNew = Array(repeating: 0, count: origins.count)
        count = oldCount
        var next = 0
        var old = 0
        for (target, origin) in origins.enumerated() {
            if stays[target], let origin {
                while old < origin {
                    ofOld[old] = next
                    next += 1
                    old += 1
                }
                ofOld[old] = next
                old += 1
            }
            ofNew[target] = next
            next += 1
        }
        while old < oldCount {
            ofOld[old] = next
            next += 1
            old += 1
        }
        tree = Array(repeating: 0, count: next + 1)
        for place in ofOld { change(place, by: 1) }
    }

    private mutating func change(_ place: Int, by amount: Int) {
        var i = place + 1
        while i < tree.count {
            tree[i] += amount
            i += i & -i
        }
    }

    private func index(of place: Int) -> Int {
        var i = place
        var sum = 0
        while i > 0 {
            sum += tree[i]
            i -= i & -i
        }
        return sum
    }

    func index(ofOld position: Int) -> Int { index(of: ofOld[position]) }

    func index(ofNew target: Int) -> Int { index(of: ofNew[target]) }

    mutating func clear(old position: Int) {
        change(ofOld[position], by: -1)
        count -= 1
    }

    mutating func fill(new target: Int) {
        change(ofNew[target], by: 1)
        count += 1
    }
}
