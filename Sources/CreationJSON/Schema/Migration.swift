/// One version of a schema: what it adds to the one before. Everything else follows from that.
///
/// A version only ever adds members and values (spec MIG-2). What a file lacks is filled from the defaults of the members,
/// so a migration needs no code of its own.
public struct Migration: Sendable {
    /// One thing that a version adds.
    public enum Addition: Sendable {
        /// A member of the object at a place, before another member or last.
        case member(RecordShape.Member, in: [Step], before: String?)
        /// More values of an open set at a place.
        case values([String], of: [Step])

        /// A member of the record itself, or of the object at a place; it stands last if it is not put before another.
        public static func member(
            _ member: RecordShape.Member, in place: Step..., before other: String? = nil
        ) -> Addition {
            .member(member, in: place, before: other)
        }

        /// More values of the open set at a place.
        public static func values(_ values: String..., of place: Step...) -> Addition { .values(values, of: place) }
    }

    /// One step on the way from the record to a place in its shape.
    public enum Step: Sendable, Hashable, ExpressibleByStringLiteral {
        /// Into the member of this name; a string literal makes one.
        case name(String)
        /// Into the elements of an array.
        case each
        /// Into one variant of a tagged union.
        case variant(UnionTag)

        /// The step into the member that a literal names.
        public init(stringLiteral name: String) { self = .name(name) }
    }

    /// The version that this is.
    public let version: SchemaVersion
    /// What it is about, for the version history.
    public let summary: String
    /// What it adds.
    public let additions: [Addition]
    /// Whether it was taken back: nobody may write it, and a file that has it is read as the version before.
    public let isWithdrawn: Bool
    /// Members of the record that are dropped when a file of this withdrawn version is next written.
    public let dropped: [String]

    /// A version that adds something.
    public init(_ version: SchemaVersion, _ summary: String, adds additions: [Addition]) {
        self.version = version
        self.summary = summary
        self.additions = additions
        isWithdrawn = false
        dropped = []
    }

    /// A version that was taken back, with the members of the record that only it had.
    public init(withdrawn version: SchemaVersion, _ summary: String, drops dropped: [String]) {
        self.version = version
        self.summary = summary
        self.dropped = dropped
        additions = []
        isWithdrawn = true
    }
}

extension RecordShape {
    /// Adds what a version adds; additions to places that do not exist are programming errors.
    mutating func add(_ migration: Migration) {
        for addition in migration.additions {
            let found =
                switch addition {
                case .member(let member, let place, let other):
                    edit(at: place[...]) { $0.insert(member, before: other, since: migration.version) }
                case .values(let values, let place):
                    edit(at: place[...]) { $0.append(values, since: migration.version) }
                }
            precondition(found, "version \(migration.version) adds to a place that the schema does not have")
        }
    }

    /// Edits the shape at the end of a path; false if there is no such place.
    ///
    /// What is edited is taken out of its shape meanwhile: held twice, it would be copied.
    private mutating func edit(at path: ArraySlice<Migration.Step>, _ body: (inout RecordShape) -> Bool) -> Bool {
        guard let step = path.first else { return body(&self) }
        let rest = path.dropFirst()
        switch step {
        case .name(let name):
            return editMembers { members in
                guard let index = members.firstIndex(where: { $0.name == name }) else { return false }
                return members[index].shape.edit(at: rest, body)
            }
        case .each:
            guard case .array(var element) = form else { return false }
            form = .any
            defer { form = .array(element) }
            return element.edit(at: rest, body)
        case .variant(let tag):
            guard case .union(var union) = form,
                let index = union.variants.firstIndex(where: { $0.tag == tag })
            else { return false }
            var variant = RecordShape.object(union.variants[index].members)
            guard variant.edit(at: rest, body), case .object(let members) = variant.form else { return false }
            union.variants[index].members = members
            form = .union(union)
            return true
        }
    }

    private mutating func editMembers(_ body: (inout [Member]) -> Bool) -> Bool {
        guard case .object(var members) = form else { return false }
        form = .any
        defer { form = .object(members) }
        return body(&members)
    }

    private mutating func insert(_ member: Member, before other: String?, since version: SchemaVersion) -> Bool {
        editMembers { members in
            if members.contains(where: { $0.name == member.name }) { return false }
            var member = member
            member.since = version
            guard let other else {
                members.append(member)
                return true
            }
            guard let index = members.firstIndex(where: { $0.name == other }) else { return false }
            members.insert(member, at: index)
            return true
        }
    }

    private mutating func append(_ values: [String], since version: SchemaVersion) -> Bool {
        guard case .enumeration(var known, let isClosed) = form else { return false }
        known += values.map { KnownValue(text: $0, since: version) }
        form = .enumeration(known, isClosed: isClosed)
        return true
    }
}
