public import LosslessJSON

/// A record as this library reads it, and how it got there.
public struct MigratedRecord: Sendable {
    /// The record, with the version and the defaults that its next write would give it.
    public let document: JSONDocument
    /// The version that the file has.
    public let found: SchemaVersion
    /// The version that its next write would give it.
    public let version: SchemaVersion
    /// Whether the file is older than the current version, so that the document differs from it.
    public var raised: Bool { found != version }
}

extension RecordSchema {
    /// The record raised to the current version, if it is older; otherwise the same document, not copied.
    ///
    /// One pass: the version is set, every default that the record lacks is added behind the other members of its
    /// object, and what only a withdrawn version had is dropped (spec MIG-5, MIG-7, MIG-11). No other byte changes. Linear.
    public func migrated(_ document: JSONDocument) throws(RecordError) -> MigratedRecord {
        let found = try version(of: document)
        let version = writtenVersion(for: found)
        guard found < version, let record = document.root.objectValue else {
            return MigratedRecord(document: document, found: found, version: version)
        }
        var raising = Raising(document, found: found, current: currentVersion)
        if let member = record[SchemaVersion.member] {
            raising.edits.replace(member, with: .string(version.description))
        }
        for name in migrations.first(where: { $0.version == found })?.dropped ?? [] {
            if let member = record[name] { raising.edits.remove(member) }
        }
        raising.fill(document.root, root, index: 0)
        do {
            return MigratedRecord(document: try raising.edits.applied(), found: found, version: version)
        } catch {
            throw RecordError(error)
        }
    }
}

extension RecordSchema {
    /// The document with every default that it lacks.
    func filled(_ document: JSONDocument, version: SchemaVersion) throws(RecordError) -> JSONDocument {
        var raising = Raising(document, found: version, current: currentVersion)
        raising.fill(document.root, root, index: 0)
        do {
            return try raising.edits.applied()
        } catch {
            throw RecordError(error)
        }
    }
}

/// Collects the edits that raise a record.
private struct Raising {
    let found: SchemaVersion
    let current: SchemaVersion
    var edits: JSONEdits

    init(_ document: JSONDocument, found: SchemaVersion, current: SchemaVersion) {
        self.found = found
        self.current = current
        edits = JSONEdits(document)
    }

    /// Adds what an object lacks, and goes on with what it has.
    mutating func fill(_ value: JSONValue, _ shape: ObjectNode, index: Int) {
        guard let object = value.objectValue else { return }
        for member in shape.members where member.since <= current {
            if let inner = object[member.name] {
                descend(into: inner, member.node, index: index)
                continue
            }
            switch member.presence {
            case .defaulted(let missing):
                edits.set(member.name, missing, in: object)
            case .derived(let derive) where found < member.since:
                if let derived = derive(value, index) { edits.set(member.name, derived, in: object) }
            default: break
            }
        }
    }

    private mutating func descend(into value: JSONValue, _ node: ShapeNode, index: Int) {
        if let shape = node.object {
            fill(value, shape, index: index)
        } else if node.kind == .array, let element = node.first {
            guard element.hasDefaults, let elements = value.arrayValue else { return }
            for (index, item) in elements.enumerated() { descend(into: item, element, index: index) }
        } else if let union = node.union {
            guard let tag = value[union.tagName].flatMap(UnionTag.init),
                let variant = union.variants.first(where: { $0.tag == tag })
            else { return }
            fill(value, variant.object, index: index)
        }
    }
}
