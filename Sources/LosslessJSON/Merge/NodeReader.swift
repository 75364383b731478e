/// One document as merges and comparisons look at it: raw eyes, and what keeps them valid.
struct NodeReader {
    let storage: JSONStorage
    /// Stays valid as long as `storage` lives: while it is referenced from here, nothing changes its bytes.
    let view: JSONView

    init(_ storage: JSONStorage) {
        self.storage = storage
        view = storage.view { $0 }
    }

    func value(_ node: Int) -> JSONValue { JSONValue(storage: storage, index: node) }

    func kind(_ node: Int) -> JSONKind { view.kind(node) }

    func isObject(_ node: Int) -> Bool { view.head(node) == UInt8(ascii: "{") }

    func isArray(_ node: Int) -> Bool { view.head(node) == UInt8(ascii: "[") }

    func string(_ key: Int) -> JSONString { JSONString(storage: storage, index: key) }

    /// The elements of an array.
    func elements(_ array: Int) -> [Int] {
        var elements: [Int] = []
        let close = view.close(array)
        var child = view.firstChild(array)
        while child < close {
            elements.append(child)
            child = view.next(child)
        }
        return elements
    }

    /// The keys of an object.
    func keys(_ object: Int) -> [Int] {
        var keys: [Int] = []
        let close = view.close(object)
        var child = view.firstChild(object)
        while child < close {
            keys.append(child)
            child = view.next(child + 1)
        }
        return keys
    }

    /// The `id` of an element: a string inside an object; nil if it has none.
    func id(_ element: Int) -> Int? {
        guard isObject(element) else { return nil }
        let close = view.close(element)
        var key = view.firstChild(element)
        return NodeReader.idName.withUTF8Buffer { name in
            let name = UnsafeBufferPointer(start: name.baseAddress, count: name.count)
            while key < close {
                if view.string(key, equals: name) { return view.head(key + 1) == UInt8(ascii: "\"") ? key + 1 : nil }
                key = view.next(key + 1)
            }
            return nil
        }
    }

    private static let idName: StaticString = "id"

    /// Whether a node is equal to one of another document, as JSON. The bytes are compared first.
    func same(_ node: Int, _ otherNode: Int, in other: NodeReader) -> Bool {
        let head = view.head(node)
        let otherHead = other.view.head(otherNode)
        let isContainer = head == UInt8(ascii: "{") || head == UInt8(ascii: "[")
        if isContainer, head != otherHead { return false }
        let text = view.text(node)
        let otherText = other.view.text(otherNode)
        if text.count == otherText.count, UnsafeRawBufferPointer(text).sameBytes(as: otherText) { return true }
        return value(node) == other.value(otherNode)
    }
}

extension [Int] {
    /// How many elements at the front, and of the others at the back, are the same in another list.
    func equalEnds(with other: [Int], by same: (Int, Int) -> Bool) -> (front: Int, back: Int) {
        let limit = Swift.min(count, other.count)
        var front = 0
        while front < limit, same(self[front], other[front]) { front += 1 }
        var back = 0
        while back < limit - front, same(self[count - back - 1], other[other.count - back - 1]) { back += 1 }
        return (front, back)
    }
}

extension UnsafeRawBufferPointer {
    /// Whether another buffer of the same length has the same bytes.
    func sameBytes(as other: UnsafeRawBufferPointer) -> Bool { commonPrefix(with: other) == count }

    /// How many bytes are the same at the front.
    func commonPrefix(with other: UnsafeRawBufferPointer) -> Int {
        let limit = Swift.min(count, other.count)
        guard let left = baseAddress, let right = other.baseAddress else { return 0 }
        var i = 0
        while i + 8 <= limit, SWAR.load(left, i) == SWAR.load(right, i) { i += 8 }
        while i < limit, self[i] == other[i] { i += 1 }
        return i
    }

    /// How many bytes are the same at the back.
    func commonSuffix(with other: UnsafeRawBufferPointer) -> Int {
        let limit = Swift.min(count, other.count)
        guard let left = baseAddress, let right = other.baseAddress else { return 0 }
        var i = 0
        while i + 8 <= limit, SWAR.load(left, count - i - 8) == SWAR.load(right, other.count - i - 8) { i += 8 }
        while i < limit, self[count - i - 1] == other[other.count - i - 1] { i += 1 }
        return i
    }
}
