/// Hashes of all the arrays and objects inside a value, each made of those of its children: equal ones have the same.
///
/// So the whole of a deep value is read once, not once for every level.
struct ContainerHashes {
    private let root: Int
    private var hashes: [Int]

    init(_ root: Int, of view: JSONView) {
        let end = view.next(root)
        self.root = root
        hashes = Array(repeating: 0, count: end - root)
        // The containers that are open, each with the hash of the key that leads to it and that of its children so far.
        var open: [(node: Int, close: Int, isObject: Bool, key: Int, children: Int)] = []
        func add(_ child: Int, _ key: Int) {
            guard let parent = open.last else { return }
            var hasher = Hasher()
            hasher.combine(parent.isObject ? key : parent.children)
            hasher.combine(child)
            let hash = hasher.finalize()
            // The order of members does not count.
            open[open.count - 1].children = parent.isObject ? parent.children &+ hash : hash
        }
        var at = root
        while at < end {
            if let last = open.last, at == last.close {
                open.removeLast()
                var hasher = Hasher()
                hasher.combine(last.isObject)
                hasher.combine(last.children)
                hashes[last.node - root] = hasher.finalize()
                add(hashes[last.node - root], last.key)
                at += 1
                continue
            }
            var key = 0
            if let parent = open.last, parent.isObject {
                key = view.hashOfString(at)
                at += 1
            }
            if view.isContainer(at) {
                open.append((at, view.close(at), view.head(at) == UInt8(ascii: "{"), key, 0))
                at += 2
            } else {
                var hasher = Hasher()
                view.feed(at, &hasher)
                add(hasher.finalize(), key)
                at += 1
            }
        }
    }

    /// The hash of a container inside the value.
    subscript(_ container: Int) -> Int { hashes[container - root] }
}
