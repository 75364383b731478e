public import LosslessJSON

/// One thing that a document has otherwise than its schema says.
public struct SchemaFinding: Hashable, Sendable {
    /// How bad it is.
    public enum Severity: Sendable, Hashable {
        /// The record is not valid.
        case error
        /// The record can be used; somebody should look.
        case warning
    }

    /// What kind of thing it is.
    public enum Kind: String, Sendable, Hashable {
        /// A required member is absent.
        case missingMember = "missing_member"
        /// A member that a file of this version should have is absent.
        case missingRecommended = "missing_recommended_member"
        /// A value is of the wrong type.
        case wrongType = "wrong_type"
        /// A text does not match its pattern.
        case patternMismatch = "pattern_mismatch"
        /// A text that should be a moment in UTC is none.
        case malformedTimestamp = "malformed_timestamp"
        /// A value is not in the set that the schema knows.
        case unknownValue = "unknown_value"
        /// A variant of a tagged union is not known.
        case unknownVariant = "unknown_variant"
        /// An element that cannot be read is kept as it is.
        case unreadableElement = "unreadable_element"
        /// A member is not known.
        case unknownMember = "unknown_member"
    }

    /// What kind of thing it is.
    public let kind: Kind
    /// How bad it is.
    public let severity: Severity
    /// Where it is; of an absent member, where that member would be.
    public let pointer: JSONPointer
    /// What the schema says.
    public let expected: String
    /// What the document has.
    public let found: String

    /// A plain sentence about it.
    public var message: String {
        let place = pointer == .root ? "the record" : "“\(pointer)”"
        return switch kind {
        case .missingMember: "\(place) is missing; expected \(expected)"
        case .missingRecommended: "\(place) is missing; a file of this version should have it"
        case .unknownMember: "\(place) is not a member that the schema knows; it is kept"
        case .unreadableElement: "\(place) cannot be read and is kept as it is: expected \(expected), found \(found)"
        default: "\(place) should be \(expected), but is \(found)"
        }
    }
}

extension SchemaFinding {
    /// The finding as the error that a writer throws.
    var asError: RecordError {
        var error = RecordError(.invalidRecord, "the record is not valid: \(message)")
        error.pointer = pointer
        error.expected = expected
        error.found = found
        return error
    }
}
