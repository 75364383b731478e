import LosslessJSON

/// A schema of one version as a flat table, for a quick look: is there surely nothing to say about a record?
///
/// A sweep looks at thousands of records that are as they should be. This answers for those without collecting places
/// or phrases, and without a reference to count; where it says no, `ShapeCheck` says what is wrong, if anything is.
struct FlatShape: Sendable {
    private struct Node {
        let kind: ShapeNode.Kind
        /// Where its parts begin: members of an object, values of an enumeration, the choices of an `either`, the shape
        /// of an array's elements.
        var start = 0
        var count = 0
        /// The members that have to be there.
        var required: UInt64 = 0
    }

    private struct Member {
        let name: Range<Int>
        let node: Int
        let allowsNull: Bool
    }

    private var nodes: [Node] = []
    private var members: [Member] = []
    private var values: [Range<Int>] = []
    private var text: [UInt8] = []

    /// The table of what a record of this version has to be.
    init(_ root: ObjectNode, version: SchemaVersion) {
        nodes.reserveCapacity(128)
        members.reserveCapacity(128)
        text.reserveCapacity(2048)
        nodes.append(Node(kind: .object))
        fill(0, with: root, version)
    }

    // MARK: Making the table

    private mutating func fill(_ place: Int, with object: ObjectNode, _ version: SchemaVersion) {
        let start = members.count
        var count = 0
        for member in object.members where member.since <= version {
            members.append(Member(name: add(member.name), node: nodes.count, allowsNull: member.allowsNull))
            nodes.append(Node(kind: member.node.kind))
            switch member.presence {
            case .required, .derived, .recommended: nodes[place].required |= 1 << UInt64(count)
            case .optional, .defaulted: break
            }
            count += 1
        }
        nodes[place].start = start
        nodes[place].count = count
        var next = start
        for member in object.members where member.since <= version {
            fill(members[next].node, with: member.node, version)
            next += 1
        }
    }

    private mutating func fill(_ place: Int, with node: ShapeNode, _ version: SchemaVersion) {
        if let object = node.object { return fill(place, with: object, version) }
        if node.kind == .enumeration {
            nodes[place].start = values.count
            for value in node.values where value.since <= version { values.append(add(value.text)) }
            nodes[place].count = values.count - nodes[place].start
        }
        guard let first = node.first else { return }
        let start = nodes.count
        nodes[place].start = start
        nodes[place].count = node.second == nil ? 1 : 2
        nodes.append(Node(kind: first.kind))
        if let second = node.second { nodes.append(Node(kind: second.kind)) }
        fill(start, with: first, version)
        if let second = node.second { fill(start + 1, with: second, version) }
    }

    private mutating func add(_ name: String) -> Range<Int> {
        let start = text.count
        text.append(contentsOf: name.utf8)
        return start..<text.count
    }

    // MARK: Looking

    /// Whether a record fits so well that `ShapeCheck` finds nothing. Linear; allocates nothing for plain text.
    func fits(_ record: JSONCursor) -> Bool {
        nodes.withUnsafeBufferPointer { nodes in
            members.withUnsafeBufferPointer { members in
                values.withUnsafeBufferPointer { values in
                    text.withUnsafeBufferPointer { text in
                        Table(nodes: nodes, members: members, values: values, text: text).fits(record, 0)
                    }
                }
            }
        }
    }

    private struct Table {
        let nodes: UnsafeBufferPointer<Node>
        let members: UnsafeBufferPointer<Member>
        let values: UnsafeBufferPointer<Range<Int>>
        let text: UnsafeBufferPointer<UInt8>

        func fits(_ value: JSONCursor, _ place: Int) -> Bool {
            let node = nodes[place]
            return switch node.kind {
            case .any: true
            case .null: value.head == UInt8(ascii: "n")
            case .boolean: value.head == UInt8(ascii: "t") || value.head == UInt8(ascii: "f")
            case .number: value.isDouble
            case .integer: value.isInteger
            case .string: value.isText
            case .timestamp, .deadline: isMoment(value)
            case .enumeration: isKnown(value, node)
            case .object: isObject(value, node)
            case .array: isArray(value, of: node.start)
            case .either: fits(value, node.start) || fits(value, node.start + 1)
            case .pattern, .union: false
            }
        }

        private func isObject(_ value: JSONCursor, _ node: Node) -> Bool {
            guard value.head == UInt8(ascii: "{"), var children = value.children else { return false }
            var seen: UInt64 = 0
            var hint = 0
            while let (key, member) = children.next() {
                guard let index = index(of: key, node, hint) else { continue }
                hint = index + 1
                let rule = members[node.start + index]
                if rule.allowsNull, member.head == UInt8(ascii: "n") { continue }
                seen |= 1 << UInt64(index)
                if !fits(member, rule.node) { return false }
            }
            return node.required & ~seen == 0
        }

        /// Which of an object's members a key is; most objects have them in the order of the schema.
        private func index(of key: JSONCursor, _ node: Node, _ hint: Int) -> Int? {
            var index = hint
            for _ in 0..<node.count {
                if index >= node.count { index = 0 }
                if key.isString(of: bytes(members[node.start + index].name)) { return index }
                index += 1
            }
            return nil
        }

        private func isArray(_ value: JSONCursor, of element: Int) -> Bool {
            guard value.head == UInt8(ascii: "["), var children = value.children else { return false }
            while let (_, item) = children.next() {
                if !fits(item, element) { return false }
            }
            return true
        }

        private func isMoment(_ value: JSONCursor) -> Bool {
            guard value.isText else { return false }
            return value.withUnescapedBytes { Timestamp(utcBytes: $0.bindMemory(to: UInt8.self)) != nil }
        }

        private func isKnown(_ value: JSONCursor, _ node: Node) -> Bool {
            guard value.head == UInt8(ascii: "\"") else { return false }
            for place in node.start..<(node.start + node.count) where value.isString(of: bytes(values[place])) {
                return true
            }
            return false
        }

        private func bytes(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
            UnsafeBufferPointer(rebasing: text[range])
        }
    }
}
