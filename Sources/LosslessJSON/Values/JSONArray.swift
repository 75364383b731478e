/// A view of an array. Indices are opaque: walking is cheap, jumping to a number is linear (`JSONValue` does it).
public struct JSONArray: Sendable, Collection {
    /// The array as a value.
    public let value: JSONValue

    /// Looks at a value as an array; nil for another kind.
    public init?(_ value: JSONValue) {
        guard value.storage.view({ $0.head(value.index) == UInt8(ascii: "[") }) else { return nil }
        self.value = value
    }

    /// A place in an array.
    public struct Index: Comparable, Sendable {
        let node: Int

        /// Orders by place.
        public static func < (a: Index, b: Index) -> Bool { a.node < b.node }
    }

    /// The first element.
    public var startIndex: Index { value.storage.view { Index(node: $0.firstChild(value.index)) } }

    /// Behind the last element.
    public var endIndex: Index { value.storage.view { Index(node: $0.close(value.index)) } }

    /// The next element.
    public func index(after i: Index) -> Index {
        precondition(i.node < endIndex.node, "no element behind the last one")
        return value.storage.view { Index(node: $0.next(i.node)) }
    }

    /// An element.
    public subscript(_ i: Index) -> JSONValue { JSONValue(storage: value.storage, index: i.node) }

    /// How many elements there are. Linear.
    public var count: Int { value.storage.view { $0.count(value.index) } }

    /// The number of elements is not known without walking.
    public var underestimatedCount: Int { 0 }

    /// Starts at the first element.
    public func makeIterator() -> Iterator {
        Iterator(value)
    }

    /// Walks over the elements.
    public struct Iterator: IteratorProtocol, Sendable {
        private let storage: JSONStorage
        private var child: Int
        private let close: Int

        init(_ value: JSONValue) {
            storage = value.storage
            (child, close) = storage.view { ($0.firstChild(value.index), $0.close(value.index)) }
        }

        /// The next element.
        public mutating func next() -> JSONValue? {
            guard child < close else { return nil }
            defer { child = storage.view { $0.next(child) } }
            return JSONValue(storage: storage, index: child)
        }
    }
}
