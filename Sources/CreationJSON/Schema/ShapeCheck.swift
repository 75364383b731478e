import LosslessJSON

/// One walk of a document along its shape, which collects what is otherwise than the shape says.
///
/// Reading, every value is looked at. Writing, only what differs from the record before is: what was there already has
/// been judged, and an unknown value that stays is nobody's slip (spec MIG-9). Linear in what is looked at.
struct ShapeCheck {
    /// What the walk is for.
    enum Purpose {
        case reading
        case creating(RecordPolicy)
        case updating(RecordPolicy)
    }

    /// The version that the document has, or will have.
    let version: SchemaVersion
    /// The version whose values and members count as known.
    let known: SchemaVersion
    let isReading: Bool
    /// Whether what the schema does not know is refused.
    let isStrict: Bool
    /// Whether what has the same bytes as before is taken as judged.
    let skipsSame: Bool

    private(set) var findings: [SchemaFinding] = []
    /// The way to where the walk is: the number of a key's node, or the index of an element.
    private var path: [Step] = []

    private struct Step {
        var key: Int
        var index: Int
    }

    init(version: SchemaVersion, current: SchemaVersion, newestKnown: SchemaVersion, purpose: Purpose) {
        self.version = version
        known = max(version, current)
        switch purpose {
        case .reading:
            (isReading, isStrict, skipsSame) = (true, false, false)
        case .creating(let policy):
            (isReading, isStrict, skipsSame) = (false, policy == .standard && version <= newestKnown, false)
        case .updating(let policy):
            (isReading, isStrict, skipsSame) = (false, policy == .standard, policy == .standard)
        }
    }

    // MARK: Objects

    mutating func check(_ value: JSONCursor, before: JSONCursor?, against object: ObjectNode) {
        guard value.head == UInt8(ascii: "{"), var members = value.children else {
            return add(.wrongType, .error, expected: "an object", found: value.kind.description, at: value)
        }
        var earlier: Lookup?
        if let before { earlier = Lookup(before) }
        var seen: UInt64 = 0
        var hint = 0
        while let (key, member) = members.next() {
            let old = earlier?.value(of: key)
            guard let index = object.names.index(of: key, hint: hint), object.members[index].since <= known else {
                if !isReading, !object.members.isEmpty, old == nil { reportUnknown(key) }
                continue
            }
            hint = index + 1
            let shape = object.members[index]
            if shape.allowsNull, member.head == UInt8(ascii: "n") { continue }
            seen |= 1 << UInt64(index)
            path.append(Step(key: key.position, index: 0))
            check(member, before: old, against: shape.node)
            path.removeLast()
        }
        reportMissing(object, seen: seen, isNew: before == nil, in: value)
    }

    private mutating func reportMissing(_ object: ObjectNode, seen: UInt64, isNew: Bool, in value: JSONCursor) {
        guard seen.nonzeroBitCount < object.members.count else { return }
        for (index, member) in object.members.enumerated() where seen & 1 << UInt64(index) == 0 {
            guard member.since <= version else { continue }
            switch member.presence {
            case .required, .derived:
                add(
                    .missingMember, .error, expected: member.node.phrase(known: known), found: "nothing", at: value,
                    member: member.name)
            case .recommended where isReading || isNew:
                add(
                    .missingRecommended, .warning, expected: member.node.phrase(known: known), found: "nothing",
                    at: value, member: member.name)
            default: break
            }
        }
    }

    // MARK: Values

    private mutating func check(_ value: JSONCursor, before: JSONCursor?, against node: ShapeNode) {
        if skipsSame, let before, before.hasSameBytes(as: value) { return }
        switch node.kind {
        case .any: break
        case .null: require(value.kind == .null, value, node)
        case .boolean: require(value.kind == .bool, value, node)
        case .number: require(value.isDouble, value, node)
        case .integer: require(value.isInteger, value, node)
        case .object: if let object = node.object { check(value, before: before, against: object) }
        case .array: if let element = node.first { checkElements(of: value, before: before, against: element) }
        case .union: if let union = node.union { check(value, before: before, against: union) }
        case .either: checkChoices(of: value, before: before, against: node)
        case .string: if !value.isText { reportNoText(value, node) }
        case .timestamp, .deadline, .pattern, .enumeration: checkText(value, before: before, against: node)
        }
    }

    private mutating func checkElements(of value: JSONCursor, before: JSONCursor?, against element: ShapeNode) {
        guard value.head == UInt8(ascii: "["), var elements = value.children else {
            return add(.wrongType, .error, expected: "an array", found: value.kind.description, at: value)
        }
        var earlier = before?.head == UInt8(ascii: "[") ? before?.children : nil
        var index = 0
        while let (_, item) = elements.next() {
            path.append(Step(key: -1, index: index))
            check(item, before: earlier?.next()?.value, against: element)
            path.removeLast()
            index += 1
        }
    }

    private mutating func checkChoices(of value: JSONCursor, before: JSONCursor?, against node: ShapeNode) {
        let mark = findings.count
        for choice in [node.first, node.second].compactMap({ $0 }) {
            check(value, before: before, against: choice)
            if !findings[mark...].contains(where: { $0.severity == .error }) { return }
            findings.removeSubrange(mark...)
        }
        require(false, value, node)
    }

    private mutating func checkText(_ value: JSONCursor, before: JSONCursor?, against node: ShapeNode) {
        if node.kind == .deadline, value.kind != .string, !isStrict {
            return add(
                .malformedTimestamp, .warning, expected: node.phrase(known: known), found: value.kind.description,
                at: value)
        }
        guard let text = value.string else { return reportNoText(value, node) }
        switch node.kind {
        case .timestamp, .deadline:
            guard Timestamp(utc: text) == nil else { return }
            add(.malformedTimestamp, .warning, expected: node.phrase(known: known), found: quoted(text), at: value)
        case .pattern:
            guard node.pattern?.matches(text) == false else { return }
            add(.patternMismatch, .error, expected: node.phrase(known: known), found: quoted(text), at: value)
        default:
            guard !node.values.contains(where: { $0.since <= known && $0.text == text }) else { return }
            let isNew = before?.head != UInt8(ascii: "\"") || before?.isSameString(as: value) == false
            let severity: SchemaFinding.Severity = node.isClosed && isStrict && isNew ? .error : .warning
            add(.unknownValue, severity, expected: node.phrase(known: known), found: quoted(text), at: value)
        }
    }

    // MARK: Tagged unions

    private mutating func check(_ value: JSONCursor, before: JSONCursor?, against union: UnionNode) {
        let mark = findings.count
        checkVariant(value, before: before, against: union)
        guard findings.count > mark, union.keepsUnreadable, !isStrict,
            let fault = findings[mark...].first(where: { $0.severity == .error })
        else { return }
        findings.removeSubrange(mark...)
        let found = "\(fault.found) at “\(fault.pointer)”"
        add(.unreadableElement, .warning, expected: fault.expected, found: found, at: value)
    }

    private mutating func checkVariant(_ value: JSONCursor, before: JSONCursor?, against union: UnionNode) {
        guard value.head == UInt8(ascii: "{"), var members = value.children else {
            return add(.wrongType, .error, expected: "an object", found: value.kind.description, at: value)
        }
        while let (key, member) = members.next() {
            guard union.tagNames.index(of: key, hint: 0) != nil else { continue }
            if let variant = union.variants.first(where: { member.isTag($0.tag) }) {
                return check(value, before: before, against: variant.object)
            }
            path.append(Step(key: key.position, index: 0))
            defer { path.removeLast() }
            return reportTag(member, of: union)
        }
        let expected = union.variants.map(\.tag.phrase).joined(separator: " or ")
        add(.missingMember, .error, expected: expected, found: "nothing", at: value, member: union.tagName)
    }

    private mutating func reportTag(_ member: JSONCursor, of union: UnionNode) {
        let expected = union.variants.map(\.tag.phrase).joined(separator: " or ")
        guard let text = member.string, union.variants.contains(where: { $0.tag.isSameKind(as: "") }) else {
            return add(.wrongType, .error, expected: expected, found: member.kind.description, at: member)
        }
        let severity: SchemaFinding.Severity = union.keepsUnreadable ? .error : .warning
        add(.unknownVariant, severity, expected: expected, found: quoted(text), at: member)
    }

    // MARK: Findings

    private mutating func require(_ isRight: Bool, _ value: JSONCursor, _ node: ShapeNode) {
        if isRight { return }
        let isTooLarge = node.kind == .number && value.kind == .number
        let found = isTooLarge ? "a number that is too large" : value.kind.description
        add(.wrongType, .error, expected: node.phrase(known: known), found: found, at: value)
    }

    private mutating func reportNoText(_ value: JSONCursor, _ node: ShapeNode) {
        let found = value.kind == .string ? "a string with half a surrogate pair" : value.kind.description
        add(.wrongType, .error, expected: node.phrase(known: known), found: found, at: value)
    }

    private mutating func reportUnknown(_ key: JSONCursor) {
        path.append(Step(key: key.position, index: 0))
        add(.unknownMember, .warning, expected: "a member that the schema knows", found: "another one", at: key)
        path.removeLast()
    }

    /// Notes a finding where the walk is; `cursor` is any node of the document.
    private mutating func add(
        _ kind: SchemaFinding.Kind, _ severity: SchemaFinding.Severity, expected: String, found: String,
        at cursor: JSONCursor, member: String? = nil
    ) {
        var tokens = path.map { $0.key < 0 ? String($0.index) : cursor.node(at: $0.key).lossyString }
        if let member { tokens.append(member) }
        findings.append(
            SchemaFinding(
                kind: kind, severity: severity, pointer: JSONPointer(tokens: tokens), expected: expected, found: found))
    }
}
