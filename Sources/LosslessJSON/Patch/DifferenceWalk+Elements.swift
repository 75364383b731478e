extension DifferenceWalk {
    /// Compares two arrays (MRG-42, MRG-43).
    mutating func elements(_ o: Int, _ n: Int) {
        let olds = old.elements(o)
        let news = new.elements(n)
        let origins = origins(olds, news)
        let script = ArrayScript(oldCount: olds.count, origins: origins.all)
        for step in script.steps {
            switch step {
            case .remove(let index, let position):
                operations.append(.remove(pointer(index, -1)))
                at(position, nil) { $0.note(olds[position], nil) }
            case .move(let from, let to, let position, let target):
                operations.append(.move(from: pointer(from, -1), to: pointer(to, -1)))
                at(position, target) { $0.note(olds[position], news[target], isMove: true) }
            case .add(let index, let count, let target):
                operations.append(.add(pointer(index, count), new.value(news[target])))
                at(nil, target) { $0.note(nil, news[target]) }
            }
        }
        for target in origins.changed {
            guard let origin = origins.all[target] else { continue }
            at(origin, target) { $0.value(olds[origin], news[target]) }
        }
    }

    /// The pointer to an element of the array at hand; at `count` is its end.
    private func pointer(_ index: Int, _ count: Int) -> JSONPointer {
        JSONPointer(tokens: newPath + [index == count ? "-" : String(index)])
    }

    private mutating func at(_ position: Int?, _ target: Int?, _ body: (inout DifferenceWalk) -> Void) {
        oldPath.append(position.map(String.init) ?? "-")
        newPath.append(target.map(String.init) ?? "-")
        body(&self)
        oldPath.removeLast()
        newPath.removeLast()
    }

    /// For every new element, the position of the old one that it belongs to; and the new ones that may differ from it.
    private mutating func origins(_ olds: [Int], _ news: [Int]) -> (all: [Int?], changed: [Int]) {
        // What is equal at both ends first: what remains is short as a rule.
        let (front, back) = olds.equalEnds(with: news) { isSame($0, $1) }
        let oldMiddle = Array(olds[front..<olds.count - back])
        let newMiddle = Array(news[front..<news.count - back])
        let middle = middle(oldMiddle, newMiddle)
        let all =
            Array(0..<front) + middle.all.map { $0.map { $0 + front } } + Array(olds.count - back..<olds.count)
        return (all, middle.changed.map { $0 + front })
    }

    private mutating func middle(_ olds: [Int], _ news: [Int]) -> (all: [Int?], changed: [Int]) {
        let all: [Int?]
        var kept: Set<Int> = []
        if let oldIDs = ElementIDs(olds, of: old), ElementIDs(news, of: new) != nil {
            all = news.map { oldIDs.position(of: $0, in: new) }
        } else {
            let pairs = CommonSubsequence.pairs(
                olds.map { old.view.isContainer($0) ? hashes.old[$0] : old.value($0).hashValue },
                news.map { new.view.isContainer($0) ? hashes.new[$0] : new.value($0).hashValue }
            ).filter { isSame(olds[$0.old], news[$0.new]) }
            kept = Set(pairs.map(\.new))
            all = filled(pairs, olds.count, news.count)
        }
        return (all, news.indices.filter { all[$0] != nil && !kept.contains($0) })
    }

    /// Whether two elements are equal. What is, is not looked into again, and of what is not, only the hash is read:
    /// all in all, every node is compared once.
    private mutating func isSame(_ o: Int, _ n: Int) -> Bool {
        if old.view.isContainer(o), new.view.isContainer(n), hashes.old[o] != hashes.new[n] { return false }
        return old.same(o, n, in: new)
    }

    /// Between two elements that both have, what is left pairs up by position.
    private func filled(_ kept: [(old: Int, new: Int)], _ oldCount: Int, _ newCount: Int) -> [Int?] {
        var origins: [Int?] = []
        var at = 0
        for pair in kept + [(old: oldCount, new: newCount)] {
            while origins.count < pair.new {
                origins.append(at < pair.old ? at : nil)
                at += 1
            }
            if pair.new < newCount { origins.append(pair.old) }
            at = pair.old + 1
        }
        return origins
    }
}
