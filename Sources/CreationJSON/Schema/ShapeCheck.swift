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
    /// Whether the document is newer than everything that the schema knows.
    let isFromTheFuture: Bool
    let purpose: Purpose

    private(set) var findings: [SchemaFinding] = []
    private var path: [Step] = []

    private enum Step {
        case name(String)
        case key(JSONString)
        case index(Int)
    }

    init(version: SchemaVersion, current: SchemaVersion, newestKnown: SchemaVersion, purpose: Purpose) {
        self.version = version
        self.purpose = purpose
        known = max(version, current)
        isFromTheFuture = version > newestKnown
    }

    // MARK: Objects

    mutating func check(_ value: JSONValue, before: JSONValue?, against object: ObjectNode) {
        guard let members = value.objectValue else { return report(.wrongType, expected: "an object", value) }
        let earlier = before?.objectValue
        var seen: UInt64 = 0
        var hint = 0
        for (key, member) in members {
            guard let index = object.index(of: key, hint: hint), object.members[index].since <= known else {
                if !isReading, !object.members.isEmpty, earlier?[key] == nil { reportUnknown(key) }
                continue
            }
            hint = index + 1
            let shape = object.members[index]
            if shape.allowsNull, member.isNull { continue }
            seen |= 1 << UInt64(index)
            path.append(.name(shape.name))
            check(member, before: earlier?[key], against: shape.node)
            path.removeLast()
        }
        reportMissing(object, seen: seen, isNew: earlier == nil)
    }

    private mutating func reportMissing(_ object: ObjectNode, seen: UInt64, isNew: Bool) {
        for (index, member) in object.members.enumerated() where seen & 1 << UInt64(index) == 0 {
            guard member.since <= version else { continue }
            path.append(.name(member.name))
            switch member.presence {
            case .required, .derived:
                add(.missingMember, .error, expected: member.node.phrase, found: "nothing")
            case .recommended where isReading || isNew:
                add(.missingRecommended, .warning, expected: member.node.phrase, found: "nothing")
            default: break
            }
            path.removeLast()
        }
    }

    // MARK: Values

    private mutating func check(_ value: JSONValue, before: JSONValue?, against node: ShapeNode) {
        if skipsSame, let before, before.hasSameBytes(as: value) { return }
        switch node.form {
        case .any: break
        case .null: if value.kind != .null { report(.wrongType, expected: node.phrase, value) }
        case .boolean: if value.kind != .bool { report(.wrongType, expected: node.phrase, value) }
        case .number: if value.kind != .number { report(.wrongType, expected: node.phrase, value) }
        case .integer: if value.numberValue?.isInteger != true { report(.wrongType, expected: node.phrase, value) }
        case .object(let object): check(value, before: before, against: object)
        case .array(let element): checkElements(of: value, before: before, against: element)
        case .union(let union): check(value, before: before, against: union)
        case .either(let first, let second):
            let mark = findings.count
            check(value, before: before, against: first)
            guard findings[mark...].contains(where: { $0.severity == .error }) else { break }
            findings.removeSubrange(mark...)
            let middle = findings.count
            check(value, before: before, against: second)
            guard findings[middle...].contains(where: { $0.severity == .error }) else { break }
            findings.removeSubrange(middle...)
            report(.wrongType, expected: node.phrase, value)
        case .string, .timestamp, .pattern, .enumeration: checkText(value, before: before, against: node)
        }
    }

    private mutating func checkElements(of value: JSONValue, before: JSONValue?, against element: ShapeNode) {
        guard let elements = value.arrayValue else { return report(.wrongType, expected: "an array", value) }
        var earlier = before?.arrayValue?.makeIterator()
        for (index, item) in elements.enumerated() {
            path.append(.index(index))
            check(item, before: earlier?.next(), against: element)
            path.removeLast()
        }
    }

    private mutating func checkText(_ value: JSONValue, before: JSONValue?, against node: ShapeNode) {
        if case .timestamp(isLenient: true) = node.form, value.kind != .string, !isStrict {
            return add(.malformedTimestamp, .warning, expected: node.phrase, found: value.kind.description)
        }
        guard value.kind == .string else { return report(.wrongType, expected: node.phrase, value) }
        guard let text = value.stringValue else {
            return add(.wrongType, .error, expected: node.phrase, found: "a string with half a surrogate pair")
        }
        switch node.form {
        case .timestamp where Timestamp(utc: text) == nil:
            add(.malformedTimestamp, .warning, expected: node.phrase, found: quoted(text))
        case .pattern(let pattern) where !pattern.matches(text):
            add(.patternMismatch, .error, expected: node.phrase, found: quoted(text))
        case .enumeration(let values, let isClosed) where !values.contains { $0.since <= known && $0.text == text }:
            let isNew = before?.stringValue != text
            let severity: SchemaFinding.Severity = isClosed && isStrict && isNew ? .error : .warning
            add(.unknownValue, severity, expected: phrase(of: values), found: quoted(text))
        default: break
        }
    }

    // MARK: Tagged unions

    private mutating func check(_ value: JSONValue, before: JSONValue?, against union: UnionNode) {
        let mark = findings.count
        checkVariant(value, before: before, against: union)
        guard union.keepsUnreadable, !isStrict,
            let fault = findings[mark...].first(where: { $0.severity == .error })
        else { return }
        findings.removeSubrange(mark...)
        add(.unreadableElement, .warning, expected: fault.expected, found: "\(fault.found) at “\(fault.pointer)”")
    }

    private mutating func checkVariant(_ value: JSONValue, before: JSONValue?, against union: UnionNode) {
        guard value.kind == .object else { return report(.wrongType, expected: "an object", value) }
        let expected = union.variants.map(\.tag.phrase).joined(separator: " or ")
        path.append(.name(union.tagName))
        defer { path.removeLast() }
        guard let member = value[union.tagName] else {
            return add(.missingMember, .error, expected: expected, found: "nothing")
        }
        guard let tag = UnionTag(member), union.variants.contains(where: { $0.tag.isSameKind(as: tag) }) else {
            return report(.wrongType, expected: expected, member)
        }
        guard let variant = union.variants.first(where: { $0.tag == tag }) else {
            return add(
                .unknownVariant, union.keepsUnreadable ? .error : .warning, expected: expected, found: tag.phrase)
        }
        let step = path.removeLast()
        check(value, before: before, against: variant.object)
        path.append(step)
    }

    // MARK: Findings

    private var isReading: Bool {
        if case .reading = purpose { true } else { false }
    }

    /// Whether what has the same bytes as before is taken as judged.
    private var skipsSame: Bool {
        if case .updating(.standard) = purpose { true } else { false }
    }

    /// Whether what the schema does not know is refused.
    private var isStrict: Bool {
        switch purpose {
        case .reading: false
        case .creating(let policy): policy == .standard && !isFromTheFuture
        case .updating(let policy): policy == .standard
        }
    }

    private mutating func report(_ kind: SchemaFinding.Kind, expected: String, _ value: JSONValue) {
        add(kind, .error, expected: expected, found: value.kind.description)
    }

    private mutating func reportUnknown(_ key: JSONString) {
        path.append(.key(key))
        add(.unknownMember, .warning, expected: "a member that the schema knows", found: "another one")
        path.removeLast()
    }

    private mutating func add(
        _ kind: SchemaFinding.Kind, _ severity: SchemaFinding.Severity, expected: String, found: String
    ) {
        let pointer = path.reduce(JSONPointer.root) { pointer, step in
            switch step {
            case .name(let name): pointer.appending(name)
            case .key(let key): pointer.appending(key.lossyString)
            case .index(let index): pointer.appending(index)
            }
        }
        findings.append(
            SchemaFinding(kind: kind, severity: severity, pointer: pointer, expected: expected, found: found))
    }

    private func phrase(of values: [ShapeNode.Value]) -> String {
        let texts = values.filter { $0.since <= known }.map { quoted($0.text) }
        return texts.count == 1 ? texts[0] : "one of \(texts.joined(separator: ", "))"
    }
}
