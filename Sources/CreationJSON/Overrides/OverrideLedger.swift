public import LosslessJSON

/// The entries of `validation_overrides`, read once, ready to be asked about any moment.
///
/// Pure: entries in, and *now* as a parameter of every question. Making one and asking one are linear in the number of
/// entries. An entry that cannot be read is never active, whatever the reason (spec OVR-3).
public struct OverrideLedger: Sendable {
    private enum Source: Sendable {
        case entries([OverrideEntry])
        /// The array, and where each element is in its document.
        case document(JSONValue, [Int])
    }

    let readings: [OverrideReading]
    let texts: OverrideTexts
    private let revocations: RevocationTable
    private let source: Source

    /// The ledger of these entries, in file order.
    public init(_ entries: [OverrideEntry]) {
        var texts = OverrideTexts(entries: entries.count)
        let readings = entries.map { $0.reading(&texts) }
        self.init(readings, texts, .entries(entries))
    }

    /// The ledger of a record as a document, raised to the current version before; no entries, no overrides.
    ///
    /// Throws `invalidRecord` if `validation_overrides` is there but not an array.
    public init(record: JSONValue) throws(RecordError) {
        guard let member = record["validation_overrides"] else {
            self.init([])
            return
        }
        guard member.kind == .array else {
            throw SchemaFinding(
                kind: .wrongType, severity: .error, pointer: "/validation_overrides", expected: "an array",
                found: member.kind.description
            ).asError
        }
        var texts = OverrideTexts()
        var readings: [OverrideReading] = []
        var positions: [Int] = []
        member.withCursor { entries in
            guard var elements = entries.children else { return }
            while let (_, element) = elements.next() {
                readings.append(OverrideReading(element, &texts))
                positions.append(element.position)
            }
        }
        self.init(readings, texts, .document(member, positions))
    }

    private init(_ readings: [OverrideReading], _ texts: OverrideTexts, _ source: Source) {
        self.readings = readings
        self.texts = texts
        self.source = source
        revocations = RevocationTable(readings, texts)
    }

    /// The entry that takes back the identifier of a reading; nil if none does.
    func revoker(of reading: OverrideReading) -> Int? {
        reading.id.flatMap { revocations.entry(revoking: $0, readings, texts) }
    }

    /// How many entries there are.
    public var count: Int { readings.count }

    /// The override at an index, or nil if that entry is something else.
    public func override(at index: Int) -> Override? {
        guard readings.indices.contains(index), readings[index].isReadable else { return nil }
        switch source {
        case .entries(let entries):
            if case .override(let found) = entries[index] { return found }
            return nil
        case .document(let entries, let positions):
            return Override(entries.withCursor { entries.value(at: $0.node(at: positions[index])) })
        }
    }
}

extension Override {
    /// The override that an element of a document is, if it is one.
    fileprivate init?(_ value: JSONValue) {
        guard value["revoked"]?.boolValue == false, let id = value["id"]?.stringValue,
            let problemClass = value["problem_class"]?.stringValue, let name = value["operator"]?.stringValue,
            let recordedAt = value["recorded_at"]?.stringValue, let reason = value["reason"]?.stringValue
        else { return nil }
        self.init(
            id: id, problemClass: problemClass, operator: name, recordedAt: RecordTime(text: recordedAt), reason: reason
        )
        expiresAt = value["expires_at"].flatMap { $0.isNull ? nil : Expiry($0) }
        revokes = value["revokes"].flatMap { $0.isNull ? nil : $0 }
    }
}
