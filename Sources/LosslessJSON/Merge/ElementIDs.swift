/// The elements of an array by their `id`, where every element has one, a string, and none is there twice.
struct ElementIDs {
    private let reader: NodeReader
    private let elements: [Int]
    private let table: KeyTable

    /// Nil unless every element has an `id` of its own. An empty array has that.
    init?(_ elements: [Int], of reader: NodeReader) {
        var table = KeyTable(capacity: elements.count)
        for element in elements {
            guard let id = reader.id(element), table.insert(id, in: reader.view) == nil else { return nil }
        }
        self.reader = reader
        self.elements = elements
        self.table = table
    }

    /// The position of the element that has the same `id` as an element of another array.
    func position(of element: Int, in other: NodeReader) -> Int? {
        guard let id = other.id(element), let found = table.find(id, of: other.view, in: reader.view) else {
            return nil
        }
        // The `id` stands inside the last element that begins before it.
        var low = 0
        var high = elements.count
        while low < high {
            let middle = (low + high) / 2
            if elements[middle] < found { low = middle + 1 } else { high = middle }
        }
        return low - 1
    }
}
