/// What a value of a record has to look like, as one tree that says everything a program needs to know about it.
///
/// From this tree come the validation of a document, the order of new members, the policy (what may change), the values
/// that fill a gap in an older file, and the JSON Schema. A kind of record states its first version as a list of members;
/// each later version is a `Migration` that adds to it.
public struct RecordShape: Sendable {
    indirect enum Form: Sendable {
        case any
        case null
        case boolean
        case integer
        case number
        case string(StringRule)
        case enumeration([KnownValue], isClosed: Bool)
        case object([Member])
        case array(RecordShape)
        case union(Union)
        case either(RecordShape, RecordShape)
    }

    var form: Form

    /// Any value at all; nothing below it is looked at.
    public static let any = RecordShape(form: .any)
    /// `null`.
    public static let null = RecordShape(form: .null)
    /// `true` or `false`.
    public static let boolean = RecordShape(form: .boolean)
    /// A number without a fraction that 64 bits with a sign hold.
    public static let integer = RecordShape(form: .integer)
    /// A number that a `Double` holds, rounded.
    public static let number = RecordShape(form: .number)
    /// A text.
    public static let string = RecordShape(form: .string(.free))
    /// A text that should be a moment in UTC (`…Z` or `…+00:00`); another text is a warning, not an error.
    public static let timestamp = RecordShape(form: .string(.timestamp))

    /// As `timestamp`, but something else that a file has already is a warning: whoever asks takes it for past.
    public static let deadline = RecordShape(form: .string(.deadline))

    /// A text that has to match a pattern.
    public static func string(matching pattern: TextPattern) -> RecordShape {
        RecordShape(form: .string(.pattern(pattern)))
    }

    /// A text that is one of these; others are read and kept, but not written. A `Migration` may add some.
    public static func oneOf(_ values: String...) -> RecordShape {
        RecordShape(form: .enumeration(values.map { KnownValue(text: $0, since: nil) }, isClosed: true))
    }

    /// A text that usually is one of these; others are written too, and reported where they are new.
    public static func usually(_ values: String...) -> RecordShape {
        RecordShape(form: .enumeration(values.map { KnownValue(text: $0, since: nil) }, isClosed: false))
    }

    /// An object with these members, in this order; others are kept and, where new, reported.
    public static func object(_ members: [Member]) -> RecordShape {
        RecordShape(form: .object(members))
    }

    /// An array whose elements all have one shape.
    public static func array(of element: RecordShape) -> RecordShape {
        RecordShape(form: .array(element))
    }

    /// Either of two shapes, for a value that some write as a number and others as a text.
    public static func either(_ first: RecordShape, _ second: RecordShape) -> RecordShape {
        RecordShape(form: .either(first, second))
    }

    /// An object that a tag member tells apart, as a `TaggedUnion` lists its variants.
    public static func union<U: TaggedUnion>(_ type: U.Type) -> RecordShape {
        RecordShape(form: .union(Union(of: type.variants)))
    }
}

extension RecordShape {
    enum StringRule: Sendable {
        case free
        case timestamp
        case deadline
        case pattern(TextPattern)
    }

    /// A value of an open set, and the version that brought it.
    struct KnownValue: Sendable {
        var text: String
        var since: SchemaVersion?
    }

    /// The variants of a tagged union.
    struct Union: Sendable {
        struct Variant: Sendable {
            var tag: UnionTag
            var members: [Member]
        }

        var tagName: String
        var tagGoesLast: Bool
        var keepsUnreadable: Bool
        var variants: [Variant]

        init<U: TaggedUnion>(of table: UnionVariants<U>) {
            tagName = table.tag
            tagGoesLast = table.tagGoesLast
            keepsUnreadable = table.keepsUnreadable
            variants = table.rows.map { Variant(tag: $0.tag, members: $0.members) }
        }
    }
}

/// A regular expression for the JSON Schema, and the same rule in Swift for the check.
public struct TextPattern: Sendable {
    /// The rule as an ECMA 262 regular expression.
    public let regularExpression: String
    /// The rule in Swift.
    public let matches: @Sendable (String) -> Bool

    /// A pattern spelled both ways; the caller sees to it that they agree.
    public init(_ regularExpression: String, matches: @escaping @Sendable (String) -> Bool) {
        self.regularExpression = regularExpression
        self.matches = matches
    }
}
