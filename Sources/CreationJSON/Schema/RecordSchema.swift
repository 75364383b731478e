public import LosslessJSON

/// Everything that the writer knows about one kind of record.
///
/// A kind is a `Codable` type, a name, the members of its first version and one `Migration` per later version. Checks,
/// defaults, policy, the order of members and the JSON Schema follow from those; nothing else knows the name of a member.
/// `schema_version` comes by itself and is not listed.
///
/// ```swift
/// let schema = RecordSchema<Sample>(
///     name: "sample", about: "A tube in the freezer.",
///     members: [.required("barcode", .string, .writeOnce), .defaulted("state", .oneOf("full", "empty"), to: "full")],
///     migrations: [Migration(SchemaVersion(major: 1, minor: 1), "Shelves.", adds: [.member(.optional("shelf", .string))])])
/// ```
public struct RecordSchema<Record: Codable & Sendable>: Sendable {
    /// What the kind is called on the command line and in file names.
    public let name: String
    /// What a record of this kind is, in a sentence.
    public let about: String
    /// The version that new files get, and that older ones are raised to.
    public let currentVersion: SchemaVersion
    /// The first version.
    public let firstVersion: SchemaVersion
    /// The versions after the first, oldest first, withdrawn ones included.
    public let migrations: [Migration]

    /// How the type's scalars that are not the standard library's stand in the text.
    public let scalars: JSONScalarHook

    /// Encodes what a mutator touched, before and after, where the type can tell; otherwise whole records are compared.
    var encodeTouched: (@Sendable (_ before: Record, _ after: Record) throws -> TouchedPart?)?

    let newestKnown: SchemaVersion
    let root: ObjectNode
    let flat: FlatShape

    /// A kind of record.
    ///
    /// - Parameters:
    ///   - name: What it is called on the command line.
    ///   - about: What a record of this kind is, in a sentence.
    ///   - firstVersion: The version that `members` describes.
    ///   - members: The members of the first version, in the order in which they are written.
    ///   - migrations: One for each later version, oldest first.
    ///   - foreseen: Versions that others write already: files of them are read and checked, but none is raised to them.
    ///   - scalars: How dates, identifiers and the like stand in the text.
    public init(
        name: String, about: String = "", firstVersion: SchemaVersion = SchemaVersion(major: 1, minor: 0),
        members: [RecordShape.Member], migrations: [Migration] = [], foreseen: [Migration] = [],
        scalars: JSONScalarHook = .foundation
    ) {
        let history = migrations + foreseen
        for (older, newer) in zip([firstVersion] + history.map(\.version), history.map(\.version)) {
            precondition(older < newer && older.major == newer.major, "the versions of “\(name)” are out of order")
        }
        var shape = RecordShape.object([Self.versionMember] + members)
        for version in history { shape.add(version) }
        guard case .object(let members) = shape.form else { preconditionFailure("a record is an object") }
        self.name = name
        self.about = about
        self.firstVersion = firstVersion
        self.migrations = migrations
        self.scalars = scalars
        currentVersion = migrations.last { !$0.isWithdrawn }?.version ?? firstVersion
        newestKnown = history.last { !$0.isWithdrawn }?.version ?? firstVersion
        root = ObjectNode(members, since: firstVersion)
        flat = FlatShape(root, version: currentVersion)
    }

    private static var versionMember: RecordShape.Member {
        .required(SchemaVersion.member, .string, .writer, about: "The version of the record's shape.")
    }
}

/// The members of a record that a mutator touched, as they were and as they are; what is in neither did not change.
struct TouchedPart: Sendable {
    var before: JSONDocument
    var after: JSONDocument
}

extension SchemaVersion {
    /// The name of the member that holds the version.
    static let member = "schema_version"
    /// Where that member is.
    static let pointer: JSONPointer = "/schema_version"
}
