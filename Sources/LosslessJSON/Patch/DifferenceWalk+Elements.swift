extension DifferenceWalk {
    /// Compares two arrays (MRG-42, MRG-43).
    mutating func elements(_ o: Int, _ n: Int) {
        let olds = old.elements(o)
        let news = new.elements(n)
        let origins = origins(olds, news)
        let script = ArrayScript(oldCount: olds.count, origins: origins)
        let base = newPath
        func pointer(_ index: Int, _ count: Int) -> JSONPointer {
            JSONPointer(tokens: base + [index == count ? "-" : String(index)])
        }
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
        for (target, origin) in origins.enumerated() {
            guard let origin else { continue }
            at(origin, target) { $0.value(olds[origin], news[target]) }
        }
    }

    private mutating func at(_ position: Int?, _ target: Int?, _ body: (inout DifferenceWalk) -> Void) {
        oldPath.append(position.map(String.init) ?? "-")
        newPath.append(target.map(String.init) ?? "-")
        body(&self)
        oldPath.removeLast()
        newPath.removeLast()
    }

    /// For every new element, the position of the old one that it belongs to.
    private func origins(_ olds: [Int], _ news: [Int]) -> [Int?] {
        // What is equal at both ends first: what remains is short as a rule.
        let limit = min(olds.count, news.count)
        var front = 0
        while front < limit, old.same(olds[front], news[front], in: new) { front += 1 }
        var back = 0
        while back < limit - front, old.same(olds[olds.count - back - 1], news[news.count - back - 1], in: new) {
            back += 1
        }
        let oldMiddle = Array(olds[front..<olds.count - back])
        let newMiddle = Array(news[front..<news.count - back])
        return Array(0..<front) + middle(oldMiddle, newMiddle).map { $0.map { $0 + front } }
            + Array(olds.count - back..<olds.count)
    }

    private func middle(_ olds: [Int], _ news: [Int]) -> [Int?] {
        if let oldIDs = ElementIDs(olds, of: old), ElementIDs(news, of: new) != nil {
            return news.map { oldIDs.position(of: $0, in: new) }
        }
        return filled(CommonSubsequence.pairs(olds.map(old.value), news.map(new.value)), olds.count, news.count)
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
