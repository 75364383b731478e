import LosslessJSON

/// A shape made ready for walking documents: names as bytes, sets as tables, nothing to copy.
final class ShapeNode: Sendable {
    enum Form: Sendable {
        case any
        case null
        case boolean
        case integer
        case number
        case string
        case timestamp(isLenient: Bool)
        case pattern(TextPattern)
        case enumeration(values: [Value], isClosed: Bool)
        case object(ObjectNode)
        case array(ShapeNode)
        case union(UnionNode)
        case either(ShapeNode, ShapeNode)
    }

    struct Value: Sendable {
        let text: String
        let since: SchemaVersion
    }

    let form: Form

    /// Whether something may be missing here, or below, that raising fills in.
    var hasDefaults: Bool {
        switch form {
        case .object(let object): object.hasDefaults
        case .array(let element): element.hasDefaults
        case .union(let union): union.variants.contains { $0.object.hasDefaults }
        default: false
        }
    }

    init(_ shape: RecordShape, since version: SchemaVersion) {
        switch shape.form {
        case .any: form = .any
        case .null: form = .null
        case .boolean: form = .boolean
        case .integer: form = .integer
        case .number: form = .number
        case .string(.free): form = .string
        case .string(.timestamp): form = .timestamp(isLenient: false)
        case .string(.deadline): form = .timestamp(isLenient: true)
        case .string(.pattern(let pattern)): form = .pattern(pattern)
        case .enumeration(let values, let isClosed):
            form = .enumeration(
                values: values.map { Value(text: $0.text, since: $0.since ?? version) }, isClosed: isClosed)
        case .object(let members): form = .object(ObjectNode(members, since: version))
        case .array(let element): form = .array(ShapeNode(element, since: version))
        case .union(let union): form = .union(UnionNode(union, since: version))
        case .either(let first, let second):
            form = .either(ShapeNode(first, since: version), ShapeNode(second, since: version))
        }
    }
}

/// The members of an object, in schema order.
final class ObjectNode: Sendable {
    struct Member: Sendable {
        let name: String
        let node: ShapeNode
        let presence: RecordShape.Presence
        let access: RecordShape.Access
        let about: String
        let since: SchemaVersion

        /// Whether null stands for absence.
        var allowsNull: Bool {
            switch presence {
            case .optional, .recommended: true
            default: false
            }
        }
    }

    let members: [Member]

    var hasDefaults: Bool {
        members.contains { member in
            switch member.presence {
            case .defaulted, .derived: true
            default: member.node.hasDefaults
            }
        }
    }

    init(_ members: [RecordShape.Member], since version: SchemaVersion) {
        self.members = members.map {
            let since = $0.since ?? version
            return Member(
                name: $0.name, node: ShapeNode($0.shape, since: since), presence: $0.presence,
                access: $0.access, about: $0.about, since: since)
        }
        precondition(members.count <= 64, "an object of a schema has at most 64 members")
    }

    /// The index of the member with this key; `hint` is where to look first, since records mostly follow schema order.
    func index(of key: JSONString, hint: Int) -> Int? {
        for offset in members.indices {
            let index = hint + offset < members.count ? hint + offset : hint + offset - members.count
            if key == members[index].name { return index }
        }
        return nil
    }
}

/// The variants of a tagged union.
final class UnionNode: Sendable {
    struct Variant: Sendable {
        let tag: UnionTag
        let object: ObjectNode
    }

    let tagName: String
    let tagGoesLast: Bool
    let keepsUnreadable: Bool
    let variants: [Variant]

    init(_ union: RecordShape.Union, since version: SchemaVersion) {
        tagName = union.tagName
        tagGoesLast = union.tagGoesLast
        keepsUnreadable = union.keepsUnreadable
        variants = union.variants.map {
            let tag = RecordShape.Member.required(union.tagName, .any, about: "Which variant this is.")
            let members = union.tagGoesLast ? $0.members + [tag] : [tag] + $0.members
            return Variant(tag: $0.tag, object: ObjectNode(members, since: version))
        }
    }
}
