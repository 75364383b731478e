/// The six kinds of JSON value.
public enum JSONKind: String, Sendable, Hashable, CaseIterable, CustomStringConvertible {
    /// The literal `null`.
    case null
    /// `true` or `false`.
    case bool
    /// A number, kept as written.
    case number
    /// A string, kept as written.
    case string
    /// An array.
    case array
    /// An object.
    case object

    /// The kind with its article, for sentences: "an array".
    public var description: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
