public import LosslessJSON

/// A value whose shape is told by one of its members, the tag: `"type"`, `"kind"`, `revoked`.
///
/// An enum conforms by three things: one case per variant, a case `unknown(JSONValue)` that keeps a value of any other
/// variant whole and writes it back byte for byte (spec UNI-2), and a table with one row per variant. A new variant is
/// its case and its row; `Codable`, the check of documents and the JSON Schema follow from the row.
public protocol TaggedUnion: Codable, Hashable, Sendable {
    /// The table of the variants.
    static var variants: UnionVariants<Self> { get }
    /// A value of a variant that the table does not know, kept whole.
    static func unknown(_ value: JSONValue) -> Self
    /// The value that was kept whole, if this is one.
    var unknownValue: JSONValue? { get }
}

/// What one variant of a tagged union holds besides its tag.
public protocol UnionPayload: Codable, Sendable {
    /// The members of the variant, without the tag.
    static var members: [RecordShape.Member] { get }
}

/// What a tag may be on the wire.
public enum UnionTag: Hashable, Sendable, ExpressibleByStringLiteral, ExpressibleByBooleanLiteral {
    /// A text, such as `"oci"`.
    case string(String)
    /// `true` or `false`.
    case boolean(Bool)

    /// The tag that a literal spells.
    public init(stringLiteral text: String) { self = .string(text) }
    /// The tag that a literal spells.
    public init(booleanLiteral flag: Bool) { self = .boolean(flag) }

    /// The tag that a document holds, if it is a text or a truth value.
    init?(_ value: JSONValue) {
        if let flag = value.boolValue {
            self = .boolean(flag)
        } else if let text = value.stringValue {
            self = .string(text)
        } else {
            return nil
        }
    }
}

/// The table of a tagged union: the name of the tag, and one row per variant.
public struct UnionVariants<U: TaggedUnion>: Sendable {
    let tag: String
    let tagGoesLast: Bool
    let keepsUnreadable: Bool
    let rows: [UnionVariant<U>]

    /// A table whose rows are told apart by the member `tag`.
    ///
    /// - Parameters:
    ///   - tag: The name of the member that tells the variants apart.
    ///   - tagGoesLast: Whether a new value is written with its tag behind the other members.
    ///   - keepsUnreadable: Whether a value that cannot be read is kept as unknown; otherwise it is an error, and only a
    ///     tag that no row knows makes a value unknown.
    ///   - rows: The variants.
    public init(
        on tag: String, tagGoesLast: Bool = false, keepsUnreadable: Bool = false, _ rows: [UnionVariant<U>]
    ) {
        self.tag = tag
        self.tagGoesLast = tagGoesLast
        self.keepsUnreadable = keepsUnreadable
        self.rows = rows
    }
}

/// One row of the table: a tag, the payload that goes with it, and the case that holds the payload.
public struct UnionVariant<U: TaggedUnion>: Sendable {
    let tag: UnionTag
    let members: [RecordShape.Member]
    let decode: @Sendable (any Decoder) throws -> U
    let encode: @Sendable (U, any Encoder, (any Encoder) throws -> Void) throws -> Bool

    /// The variant with this tag; `wrap` is its case, and `unwrap` gives the payload back if a value is of this case.
    public init<Payload: UnionPayload>(
        _ tag: UnionTag, wrap: @escaping @Sendable (Payload) -> U, unwrap: @escaping @Sendable (U) -> Payload?
    ) {
        self.tag = tag
        members = Payload.members
        decode = { try wrap(Payload(from: $0)) }
        encode = { value, encoder, writeTag in
            guard let payload = unwrap(value) else { return false }
            if U.variants.tagGoesLast {
                try payload.encode(to: encoder)
                try writeTag(encoder)
            } else {
                try writeTag(encoder)
                try payload.encode(to: encoder)
            }
            return true
        }
    }
}

extension TaggedUnion {
    /// Reads the variant that the tag names, or keeps the value whole if no row of the table has that tag.
    public init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer().decode(JSONValue.self)
        let table = Self.variants
        guard let found = value[table.tag].flatMap(UnionTag.init) else {
            guard table.keepsUnreadable else { throw value.missingTag(table, at: decoder.codingPath) }
            self = .unknown(value)
            return
        }
        guard let row = table.rows.first(where: { $0.tag == found }) else {
            self = .unknown(value)
            return
        }
        do {
            self = try row.decode(decoder)
        } catch  where table.keepsUnreadable {
            self = .unknown(value)
        }
    }

    /// Writes the payload with its tag, or the value that was kept whole.
    public func encode(to encoder: any Encoder) throws {
        if let unknownValue {
            var container = encoder.singleValueContainer()
            return try container.encode(unknownValue)
        }
        for row in Self.variants.rows {
            let done = try row.encode(self, encoder) { encoder in
                var container = encoder.container(keyedBy: NamedKey.self)
                let key = NamedKey(stringValue: Self.variants.tag)
                switch row.tag {
                case .string(let text): try container.encode(text, forKey: key)
                case .boolean(let flag): try container.encode(flag, forKey: key)
                }
            }
            if done { return }
        }
        throw EncodingError.invalidValue(
            self, .init(codingPath: encoder.codingPath, debugDescription: "no row of the table holds this case"))
    }
}

/// A coding key that is made from any name.
struct NamedKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

extension JSONValue {
    fileprivate func missingTag<U>(_ table: UnionVariants<U>, at path: [any CodingKey]) -> DecodingError {
        let context = DecodingError.Context(
            codingPath: path, debugDescription: "expected an object with the member “\(table.tag)”")
        return .dataCorrupted(context)
    }
}
