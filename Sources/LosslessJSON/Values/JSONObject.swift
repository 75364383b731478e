/// A view of an object: its members in the order of the file.
public struct JSONObject: Sendable, Sequence {
    /// A key and its value.
    public typealias Element = (key: JSONString, value: JSONValue)

    /// The object as a value.
    public let value: JSONValue

    /// Looks at a value as an object; nil for another kind.
    public init?(_ value: JSONValue) {
        guard value.storage.view({ $0.head(value.index) == UInt8(ascii: "{") }) else { return nil }
        self.value = value
    }

    /// How many members there are. Linear.
    public var count: Int { value.storage.view { $0.count(value.index) } }

    /// Whether there are no members.
    public var isEmpty: Bool { value.storage.view { $0.firstChild(value.index) == $0.close(value.index) } }

    /// The value of a member, its key compared as unescaped bytes. Linear in the number of members.
    public subscript(_ key: String) -> JSONValue? {
        let storage = value.storage
        return storage.view { view in
            storage.member(key, of: value.index, in: view).map { JSONValue(storage: storage, index: $0 + 1) }
        }
    }

    /// The value of a member by a key of this or another document. Linear in the number of members.
    public subscript(_ key: JSONString) -> JSONValue? {
        let storage = value.storage
        return storage.view { view in
            key.storage.view { other in
                let close = view.close(value.index)
                var child = view.firstChild(value.index)
                var found: Int?
                while child < close {
                    if view.sameString(child, key.index, in: other) {
                        found = child
                        if !storage.allowsDuplicates { break }
                    }
                    child = view.next(child + 1)
                }
                return found.map { JSONValue(storage: storage, index: $0 + 1) }
            }
        }
    }

    /// The keys in the order of the file.
    public var keys: [JSONString] { map(\.key) }

    /// Starts at the first member.
    public func makeIterator() -> Iterator {
        Iterator(value)
    }

    /// Walks over the members.
    public struct Iterator: IteratorProtocol, Sendable {
        private let storage: JSONStorage
        private var child: Int
        private let close: Int

        init(_ value: JSONValue) {
            storage = value.storage
            (child, close) = storage.view { ($0.firstChild(value.index), $0.close(value.index)) }
        }

        /// The next member.
        public mutating func next() -> Element? {
            guard child < close else { return nil }
            let key = child
            child = storage.view { $0.next(key + 1) }
            return (JSONString(storage: storage, index: key), JSONValue(storage: storage, index: key + 1))
        }
    }
}
