import LosslessJSON

/// Finds the members of one object for the keys of another, which mostly stand in the same order.
struct Lookup {
    private let object: JSONCursor
    private var members: JSONCursor.Children

    init?(_ object: JSONCursor) {
        guard object.head == UInt8(ascii: "{"), let members = object.children else { return nil }
        self.object = object
        self.members = members
    }

    /// The value of the member with this key; nil if there is none. Constant where the order is the same.
    mutating func value(of key: JSONCursor) -> JSONCursor? {
        var ahead = members
        if let (other, value) = ahead.next(), other.isSameString(as: key) {
            members = ahead
            return value
        }
        guard var all = object.children else { return nil }
        while let (other, value) = all.next() {
            guard other.isSameString(as: key) else { continue }
            members = all
            return value
        }
        return nil
    }
}

extension JSONCursor {
    /// Whether this value is a tag.
    func isTag(_ tag: UnionTag) -> Bool {
        switch tag {
        case .boolean(let flag): bool == flag
        case .string(let text): head == UInt8(ascii: "\"") && withUnescapedBytes { $0.elementsEqual(text.utf8) }
        }
    }
}
