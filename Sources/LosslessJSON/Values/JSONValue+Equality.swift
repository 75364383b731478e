extension JSONValue: Hashable {
    /// Whether two values are the same JSON (JSON-10). Linear in their size.
    public static func == (a: JSONValue, b: JSONValue) -> Bool {
        if a.storage === b.storage, a.index == b.index { return true }
        return a.storage.view { left in
            b.storage.view { right in Comparison(left, right, b.storage).run(a.index, b.index) }
        }
    }

    /// Feeds what equal values share: spelling, white space and the order of members do not count.
    public func hash(into hasher: inout Hasher) {
        storage.view { $0.feed(index, &hasher) }
    }
}

/// Compares two nodes with a stack of its own instead of recursion.
private struct Comparison {
    private let left: JSONView
    private let right: JSONView
    private let rightStorage: JSONStorage
    private var pairs: [(Int, Int)] = []

    init(_ left: JSONView, _ right: JSONView, _ rightStorage: JSONStorage) {
        self.left = left
        self.right = right
        self.rightStorage = rightStorage
    }

    func run(_ a: Int, _ b: Int) -> Bool {
        var copy = self
        guard copy.compare(a, b) else { return false }
        while let (a, b) = copy.pairs.popLast() {
            guard copy.compare(a, b) else { return false }
        }
        return true
    }

    /// Compares two nodes as far as they are no containers, and puts their children on the stack.
    private mutating func compare(_ a: Int, _ b: Int) -> Bool {
        let kind = left.kind(a)
        guard kind == right.kind(b) else { return false }
        switch kind {
        case .null: return true
        case .bool: return left.head(a) == right.head(b)
        case .string: return left.sameString(a, b, in: right)
        case .number: return left.sameNumber(a, b, in: right)
        case .array: return compareArrays(a, b)
        case .object: return compareObjects(a, b)
        }
    }

    private mutating func compareArrays(_ a: Int, _ b: Int) -> Bool {
        let (closeA, closeB) = (left.close(a), right.close(b))
        var (i, j) = (left.firstChild(a), right.firstChild(b))
        while i < closeA, j < closeB {
            if left.isContainer(i) || right.isContainer(j) {
                pairs.append((i, j))
            } else if !compare(i, j) {
                return false
            }
            (i, j) = (left.next(i), right.next(j))
        }
        return i >= closeA && j >= closeB
    }

    /// Members mostly stand in the same order on both sides; those that do not are looked up.
    private mutating func compareObjects(_ a: Int, _ b: Int) -> Bool {
        let (closeA, closeB) = (left.close(a), right.close(b))
        var (i, j) = (left.firstChild(a), right.firstChild(b))
        while i < closeA, j < closeB, left.sameString(i, j, in: right) {
            pairs.append((i + 1, j + 1))
            (i, j) = (left.next(i + 1), right.next(j + 1))
        }
        if i >= closeA || j >= closeB { return i >= closeA && j >= closeB }
        guard let object = JSONObject(JSONValue(storage: rightStorage, index: b)) else { return false }
        guard left.count(a) == object.count else { return false }
        let index = MemberIndex(object)
        while i < closeA {
            guard let other = index.find(i, of: left) else { return false }
            pairs.append((i + 1, other))
            i = left.next(i + 1)
        }
        return true
    }
}

extension JSONView {
    /// Whether two numbers have the same value.
    func sameNumber(_ node: Int, _ otherNode: Int, in other: JSONView) -> Bool {
        let a = text(node).assumingMemoryBound(to: UInt8.self)
        let b = other.text(otherNode).assumingMemoryBound(to: UInt8.self)
        return a.elementsEqual(b) || DecimalParts(a) == DecimalParts(b)
    }

    /// Feeds a hasher with what equal values share.
    ///
    /// The members of an object are combined without order: every one by the keys that lead to it and its scalar.
    func feed(_ node: Int, _ hasher: inout Hasher) {
        var sum = 0
        var parents: [(close: Int, isObject: Bool, path: Int, position: Int)] = []
        var at = node
        let end = next(node)
        while at < end {
            var path = 0
            if let parent = parents.last {
                if at == parent.close {
                    parents.removeLast()
                    at += 1
                    continue
                }
                var step = Hasher()
                step.combine(parent.path)
                if parent.isObject {
                    unescaped(at) { step.combine(bytes: $0) }
                    at += 1
                } else {
                    step.combine(parent.position)
                    parents[parents.count - 1].position += 1
                }
                path = step.finalize()
            }
            var leaf = Hasher()
            leaf.combine(path)
            let kind = kind(at)
            leaf.combine(kind)
            switch kind {
            case .array, .object: parents.append((close(at), kind == .object, path, 0))
            case .string: unescaped(at) { leaf.combine(bytes: $0) }
            case .number: DecimalParts(text(at).assumingMemoryBound(to: UInt8.self)).feed(&leaf)
            case .bool: leaf.combine(head(at))
            case .null: break
            }
            sum &+= leaf.finalize()
            at += isContainer(at) ? 2 : 1
        }
        hasher.combine(sum)
    }
}
