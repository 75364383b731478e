extension ShapeNode {
    /// What the shape asks for, in words that follow “expected”; `known` tells which values count.
    func phrase(known: SchemaVersion) -> String {
        switch kind {
        case .any: "any value"
        case .null: "null"
        case .boolean: "a boolean"
        case .integer: "an integer"
        case .number: "a number"
        case .string: "a string"
        case .timestamp, .deadline: "a time in UTC such as “2026-04-17T14:32:00Z”"
        case .pattern: "a string that matches \(pattern?.regularExpression ?? "its pattern")"
        case .enumeration:
            "one of \(values.filter { $0.since <= known }.map { quoted($0.text) }.joined(separator: ", "))"
        case .object, .union: "an object"
        case .array: "an array"
        case .either: "\(first?.phrase(known: known) ?? "a value") or \(second?.phrase(known: known) ?? "another")"
        }
    }
}

extension UnionTag {
    /// The tag as a document spells it.
    var phrase: String {
        switch self {
        case .string(let text): quoted(text)
        case .boolean(let flag): flag ? "true" : "false"
        }
    }

    /// Whether both are texts, or both are booleans.
    func isSameKind(as other: UnionTag) -> Bool {
        switch (self, other) {
        case (.string, .string), (.boolean, .boolean): true
        default: false
        }
    }
}

/// A text from a record in quotation marks, cut where it gets long.
func quoted(_ text: String) -> String {
    text.count > 60 ? "“\(text.prefix(59))…”" : "“\(text)”"
}
