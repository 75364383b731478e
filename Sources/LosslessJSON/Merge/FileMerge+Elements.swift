extension FileMerge {
    /// Merges two arrays (MRG-22, MRG-23); without a base, both sides added one.
    mutating func elements(_ o: Int, _ t: Int, _ b: Int?) {
        let (mine, yours, olds) = (ours.elements(o), theirs.elements(t), b.map(base.elements) ?? [])
        if let myIDs = ElementIDs(mine, of: ours), let yourIDs = ElementIDs(yours, of: theirs),
            let oldIDs = ElementIDs(olds, of: base)
        {
            return byID(o, (mine, myIDs), (yours, yourIDs), (olds, oldIDs))
        }
        if ours.same(o, t, in: theirs) { return }
        if let b {
            if base.same(b, t, in: theirs) { return }
            if base.same(b, o, in: ours) { return take(o, mine, yours) }
        }
        guard append(o, mine, yours, olds) else { return conflict(o, t, b) }
    }

    /// Takes their array, keeping the bytes of ours for equal elements at both ends.
    private mutating func take(_ o: Int, _ mine: [Int], _ yours: [Int]) {
        let (front, back) = mine.equalEnds(with: yours) { ours.same($0, $1, in: theirs) }
        let elements = yours.indices.map { i -> JSONEdits.Element in
            if i < front { return .kept(ours.value(mine[i])) }
            if i >= yours.count - back { return .kept(ours.value(mine[i + mine.count - yours.count])) }
            return .new(theirs.value(yours[i]))
        }
        arrange(o, elements)
    }

    /// Both sides kept the elements of the base in front and added to them: ours, then what is new in theirs (MRG-23).
    private mutating func append(_ o: Int, _ mine: [Int], _ yours: [Int], _ olds: [Int]) -> Bool {
        guard mine.count >= olds.count, yours.count >= olds.count else { return false }
        var elements: [JSONEdits.Element] = []
        for (i, old) in olds.enumerated() {
            let isOurs = base.same(old, yours[i], in: theirs) || ours.same(mine[i], yours[i], in: theirs)
            guard isOurs || base.same(old, mine[i], in: ours) else { return false }
            elements.append(isOurs ? .kept(ours.value(mine[i])) : .new(theirs.value(yours[i])))
        }
        let added = mine[olds.count...]
        elements += added.map { .kept(ours.value($0)) }
        let known = Set(added.map(ours.value))
        elements += yours[olds.count...].map(theirs.value).filter { !known.contains($0) }.map { .new($0) }
        arrange(o, elements)
        return true
    }

    private mutating func byID(
        _ o: Int, _ mine: (nodes: [Int], ids: ElementIDs), _ yours: (nodes: [Int], ids: ElementIDs),
        _ olds: (nodes: [Int], ids: ElementIDs)
    ) {
        // By the position in ours: whether the element stays, and the position in theirs.
        var stays: [Bool] = []
        var partners: [Int?] = []
        for (i, node) in mine.nodes.enumerated() {
            path.append(.index(i))
            let old = olds.ids.position(of: node, in: ours).map { olds.nodes[$0] }
            let partner = yours.ids.position(of: node, in: ours)
            var isKept = true
            if let partner {
                value(node, yours.nodes[partner], old)
            } else if let old {
                // They removed it.
                isKept = !base.same(old, node, in: ours)
                if isKept { conflict(node, nil, old) }
            }
            stays.append(isKept)
            partners.append(partner)
            path.removeLast()
        }
        var additions: [Int] = []
        for (i, node) in yours.nodes.enumerated() where mine.ids.position(of: node, in: theirs) == nil {
            if let old = olds.ids.position(of: node, in: theirs) {
                // We removed it.
                if base.same(olds.nodes[old], node, in: theirs) { continue }
                path.append(.end)
                conflict(nil, node, olds.nodes[old])
                path.removeLast()
            } else {
                additions.append(i)
            }
        }
        // What they added goes in front of what follows it there and was there before, or last: what both sides added may
        // stand last in ours, and nothing may come in front of what an append-only array had.
        var inFront: [Int: [JSONEdits.Element]] = [:]
        let anchors = mine.nodes.indices.map { stays[$0] && olds.ids.position(of: mine.nodes[$0], in: ours) != nil }
        let followers = followers(of: additions, yours.nodes.count, partners, anchors)
        for (addition, follower) in zip(additions, followers) {
            inFront[follower, default: []].append(.new(theirs.value(yours.nodes[addition])))
        }
        var elements: [JSONEdits.Element] = []
        for i in order(mine, partners, olds) where stays[i] {
            elements += inFront[i] ?? []
            elements.append(.kept(ours.value(mine.nodes[i])))
        }
        arrange(o, elements + (inFront[mine.nodes.count] ?? []))
    }

    /// For every position in theirs given, the position in ours of the next anchor; the end if there is none.
    private func followers(of positions: [Int], _ count: Int, _ partners: [Int?], _ anchors: [Bool]) -> [Int] {
        var next = Array(repeating: partners.count, count: count + 1)
        for (i, partner) in partners.enumerated() where anchors[i] {
            if let partner { next[partner] = i }
        }
        for i in (0..<count).reversed() where next[i] == partners.count { next[i] = next[i + 1] }
        return positions.map { next[$0] }
    }

    /// The order of our elements: theirs if only they changed it, with what is only ours behind its predecessor.
    private func order(
        _ mine: (nodes: [Int], ids: ElementIDs), _ partners: [Int?], _ olds: (nodes: [Int], ids: ElementIDs)
    ) -> [Int] {
        let common = mine.nodes.indices.compactMap { i -> (mine: Int, yours: Int, old: Int)? in
            guard let partner = partners[i], let old = olds.ids.position(of: mine.nodes[i], in: ours) else {
                return nil
            }
            return (i, partner, old)
        }
        let isOursOld = zip(common, common.dropFirst()).allSatisfy { $0.old < $1.old }
        let isTheirsOurs = zip(common, common.dropFirst()).allSatisfy { $0.yours < $1.yours }
        guard isOursOld, !isTheirsOurs else { return Array(mine.nodes.indices) }
        // What only we have, by the element behind which it stands.
        var behind: [Int: [Int]] = [:]
        var anchor = -1
        for (i, partner) in partners.enumerated() {
            if partner == nil { behind[anchor, default: []].append(i) } else { anchor = i }
        }
        var order = behind[-1] ?? []
        let shared = partners.indices.filter { partners[$0] != nil }
        for i in shared.sorted(by: { (partners[$0] ?? 0) < (partners[$1] ?? 0) }) {
            order.append(i)
            order += behind[i] ?? []
        }
        return order
    }

    private mutating func arrange(_ o: Int, _ elements: [JSONEdits.Element]) {
        if let array = JSONArray(ours.value(o)) { edits.arrange(array, as: elements) }
    }
}
