import LosslessJSON

/// A shape made ready for walking documents: names as bytes, references in place of payloads, nothing to copy.
final class ShapeNode: Sendable {
    /// What a value has to be; everything that takes more than this word stands beside it.
    enum Kind: Sendable {
        case any, null, boolean, integer, number
        case string, timestamp, deadline, pattern, enumeration
        case object, array, union, either
    }

    struct Value: Sendable {
        let text: String
        let since: SchemaVersion
    }

    let kind: Kind
    /// The rule of a `pattern`.
    let pattern: TextPattern?
    /// The values of an `enumeration`.
    let values: [Value]
    /// Whether an `enumeration` is closed to writers.
    let isClosed: Bool
    /// The members of an `object`.
    let object: ObjectNode?
    /// The elements of an `array`, or the first choice of an `either`.
    let first: ShapeNode?
    /// The second choice of an `either`.
    let second: ShapeNode?
    /// The variants of a `union`.
    let union: UnionNode?

    init(_ shape: RecordShape, since version: SchemaVersion) {
        var pattern: TextPattern?
        var values: [Value] = []
        var isClosed = false
        var object: ObjectNode?
        var first: ShapeNode?
        var second: ShapeNode?
        var union: UnionNode?
        switch shape.form {
        case .any: kind = .any
        case .null: kind = .null
        case .boolean: kind = .boolean
        case .integer: kind = .integer
        case .number: kind = .number
        case .string(.free): kind = .string
        case .string(.timestamp): kind = .timestamp
        case .string(.deadline): kind = .deadline
        case .string(.pattern(let rule)):
            kind = .pattern
            pattern = rule
        case .enumeration(let known, let isClosedToWriters):
            kind = .enumeration
            values = known.map { Value(text: $0.text, since: $0.since ?? version) }
            isClosed = isClosedToWriters
        case .object(let members):
            kind = .object
            object = ObjectNode(members, since: version)
        case .array(let element):
            kind = .array
            first = ShapeNode(element, since: version)
        case .union(let variants):
            kind = .union
            union = UnionNode(variants, since: version)
        case .either(let one, let other):
            kind = .either
            first = ShapeNode(one, since: version)
            second = ShapeNode(other, since: version)
        }
        self.pattern = pattern
        self.values = values
        self.isClosed = isClosed
        self.object = object
        self.first = first
        self.second = second
        self.union = union
    }

    /// Whether something may be missing here, or below, that raising fills in.
    var hasDefaults: Bool {
        object?.hasDefaults ?? first?.hasDefaults ?? union?.variants.contains { $0.object.hasDefaults } ?? false
    }
}

/// One member of an object.
final class MemberNode: Sendable {
    let name: String
    let node: ShapeNode
    let presence: RecordShape.Presence
    let access: RecordShape.Access
    let about: String
    let since: SchemaVersion
    /// Whether null stands for absence.
    let allowsNull: Bool

    init(_ member: RecordShape.Member, since version: SchemaVersion) {
        name = member.name
        since = member.since ?? version
        node = ShapeNode(member.shape, since: since)
        presence = member.presence
        access = member.access
        about = member.about
        switch member.presence {
        case .optional, .recommended: allowsNull = true
        default: allowsNull = false
        }
    }
}

/// The members of an object, in schema order.
final class ObjectNode: Sendable {
    let members: [MemberNode]
    let names: JSONNames

    init(_ members: [RecordShape.Member], since version: SchemaVersion) {
        precondition(members.count <= 64, "an object of a schema has at most 64 members")
        self.members = members.map { MemberNode($0, since: version) }
        names = JSONNames(members.map(\.name))
    }

    var hasDefaults: Bool {
        members.contains { member in
            switch member.presence {
            case .defaulted, .derived: true
            default: member.node.hasDefaults
            }
        }
    }
}

/// The variants of a tagged union.
final class UnionNode: Sendable {
    struct Variant: Sendable {
        let tag: UnionTag
        let object: ObjectNode
    }

    let tagName: String
    let tagNames: JSONNames
    let keepsUnreadable: Bool
    let variants: [Variant]

    init(_ union: RecordShape.Union, since version: SchemaVersion) {
        tagName = union.tagName
        tagNames = JSONNames([union.tagName])
        keepsUnreadable = union.keepsUnreadable
        variants = union.variants.map {
            let tag = RecordShape.Member.required(union.tagName, .any, about: "Which variant this is.")
            let members = union.tagGoesLast ? $0.members + [tag] : [tag] + $0.members
            return Variant(tag: $0.tag, object: ObjectNode(members, since: version))
        }
    }
}
