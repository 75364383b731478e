extension UpdateMerge {
    /// The common case of an array, without a look at what did not change: elements were edited where they are, or some
    /// were inserted, or some removed, in one place. False for everything else.
    ///
    /// Nothing that did not change is read, apart from the neighbours of what did: these show whether the file and
    /// `before` correspond by position there. Then the rules of the general case have the same outcome.
    mutating func elementsInPlace(_ c: Int, _ files: [Int], _ olds: [Int], _ news: [Int]) throws(JSONError) -> Bool {
        guard files.count == olds.count else { return false }
        let (front, back) = unchangedEnds(olds, news)
        let (oldEnd, newEnd) = (olds.count - back, news.count - back)
        for i in max(front - 1, 0)..<min(oldEnd + 1, olds.count) where !corresponds(files[i], olds[i]) { return false }
        if oldEnd == newEnd {
            guard inPlace(olds[front..<oldEnd], before, news[front..<newEnd], after) else { return false }
            for i in front..<oldEnd { value(files[i], olds[i], news[i]) }
        } else if front == oldEnd {
            for new in news[front..<newEnd] {
                if front < files.count {
                    edits.insert(after.value(new), before: current.value(files[front]))
                } else if let array = JSONArray(current.value(c)) {
                    edits.append(after.value(new), to: array)
                }
            }
        } else if front == newEnd {
            try checkRemoval(of: oldEnd - front, at: front, olds, files, c) { $0 }
            for file in files[front..<oldEnd] { edits.remove(current.value(file)) }
        } else {
            return false
        }
        return true
    }

    /// How many elements at both ends lie in the bytes that `before` and `after` share.
    private func unchangedEnds(_ olds: [Int], _ news: [Int]) -> (front: Int, back: Int) {
        let limit = min(olds.count, news.count)
        var front = 0
        while front < limit, isInPrefix(olds[front], news[front]) { front += 1 }
        var back = 0
        while back < limit - front, isInSuffix(olds[olds.count - back - 1], news[news.count - back - 1]) { back += 1 }
        return (front, back)
    }

    /// Whether an element of the file is, as far as its `id` or its scalar value tells, this element of `before`.
    private func corresponds(_ file: Int, _ old: Int) -> Bool {
        if current.view.isContainer(file) || before.view.isContainer(old) {
            guard let id = current.id(file), let other = before.id(old) else { return true }
            return current.view.sameString(id, other, in: before.view)
        }
        return current.same(file, old, in: before)
    }
}
