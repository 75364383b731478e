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
