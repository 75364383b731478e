public import LosslessJSON

extension RecordSchema {
    /// The JSON Schema (draft 2020-12) of the current version, as `spec/` has it and `creation-json schema` prints it.
    ///
    /// It says what to write. Readers are more forgiving (spec MIG-18).
    public var jsonSchema: JSONDocument {
        var members: [(String, JSONValue)] = [
            ("$schema", "https://json-schema.org/draft/2020-12/schema"),
            ("$id", .string("urn:creation-json:schema:\(name):\(currentVersion)")),
            ("title", .string("\(name) \(currentVersion)")),
        ]
        if !about.isEmpty { members.append(("description", .string(about))) }
        members += JSONSchemaWriter(current: currentVersion).keywords(of: root)
        let document = JSONDocument(.object(members))
        // Far from any limit.
        return (try? document.pretty()) ?? document
    }
}

/// Turns shapes into JSON Schema keywords, as far as the current version knows them.
private struct JSONSchemaWriter {
    let current: SchemaVersion

    func keywords(of object: ObjectNode) -> [(String, JSONValue)] {
        let members = object.members.filter { $0.since <= current }
        let required = members.filter(\.isRequired).map { JSONValue.string($0.name) }
        var result: [(String, JSONValue)] = [("type", "object")]
        if !required.isEmpty { result.append(("required", .array(required))) }
        if !members.isEmpty { result.append(("properties", .object(members.map { ($0.name, schema(of: $0)) }))) }
        return result
    }

    private func schema(of member: MemberNode) -> JSONValue {
        var keywords = keywords(of: member.node)
        if member.access == .writer { keywords.append(("pattern", .string(versionPattern))) }
        if member.allowsNull { keywords = nullable(keywords) }
        if !member.about.isEmpty { keywords.insert(("description", .string(member.about)), at: 0) }
        if case .defaulted(let value) = member.presence { keywords.append(("default", value)) }
        return .object(keywords)
    }

    private var versionPattern: String { "^\(current.major)\\.(0|[1-9][0-9]*)$" }

    private func schema(of node: ShapeNode) -> JSONValue { .object(keywords(of: node)) }

    private func keywords(of node: ShapeNode) -> [(String, JSONValue)] {
        switch node.kind {
        case .any: return []
        case .null: return [("type", "null")]
        case .boolean: return [("type", "boolean")]
        case .integer: return [("type", "integer")]
        case .number: return [("type", "number")]
        case .string: return [("type", "string")]
        case .timestamp, .deadline:
            return [("type", "string"), ("format", "date-time"), ("pattern", "(Z|\\+00:00)$")]
        case .pattern: return [("type", "string"), ("pattern", .string(node.pattern?.regularExpression ?? ""))]
        case .enumeration:
            let values = JSONValue.array(node.values.filter { $0.since <= current }.map { .string($0.text) })
            return [("type", "string"), (node.isClosed ? "enum" : "examples", values)]
        case .object: return node.object.map(keywords(of:)) ?? []
        case .array: return [("type", "array"), ("items", node.first.map(schema(of:)) ?? true)]
        case .either: return [("anyOf", .array([node.first, node.second].compactMap { $0.map(schema(of:)) }))]
        case .union: return node.union.map(keywords(of:)) ?? []
        }
    }

    /// One `if`/`then` per variant, so that a variant that is not known stays valid where the schema leaves tags open.
    private func keywords(of union: UnionNode) -> [(String, JSONValue)] {
        let areTexts = union.variants.allSatisfy { $0.tag.isSameKind(as: "") }
        let tag: JSONValue = ["type": areTexts ? "string" : "boolean"]
        let branches = union.variants.map { variant in
            let match: JSONValue = ["const": variant.tag.value]
            let condition: JSONValue = ["properties": .object([(union.tagName, match)])]
            return JSONValue.object([("if", condition), ("then", .object(branch(variant, of: union)))])
        }
        return [
            ("type", "object"), ("required", [.string(union.tagName)]),
            ("properties", .object([(union.tagName, tag)])), ("allOf", .array(branches)),
        ]
    }

    private func branch(_ variant: UnionNode.Variant, of union: UnionNode) -> [(String, JSONValue)] {
        let members = variant.object.members.filter { $0.since <= current && $0.name != union.tagName }
        return [
            ("required", .array(members.filter(\.isRequired).map { .string($0.name) })),
            ("properties", .object(members.map { ($0.name, schema(of: $0)) })),
        ]
    }

    /// The same keywords with null allowed besides.
    private func nullable(_ keywords: [(String, JSONValue)]) -> [(String, JSONValue)] {
        if keywords.contains(where: { $0.0 == "enum" || $0.0 == "anyOf" || $0.0 == "allOf" }) {
            return [("anyOf", .array([.object(keywords), ["type": "null"]]))]
        }
        return keywords.map { $0.0 == "type" ? ($0.0, .array([$0.1, "null"])) : $0 }
    }
}

extension MemberNode {
    fileprivate var isRequired: Bool {
        switch presence {
        case .required, .derived: true
        default: false
        }
    }
}

extension UnionTag {
    /// The tag as a value.
    fileprivate var value: JSONValue {
        switch self {
        case .string(let text): .string(text)
        case .boolean(let flag): .bool(flag)
        }
    }
}
