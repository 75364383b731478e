import LosslessJSON

/// The facts of an entry that a decision rests on, read from the typed entry or from the document.
struct OverrideReading: Sendable {
    enum Shape: Sendable {
        case override(Deadline, hasRevokes: Bool)
        case tombstone
        case malformed(MalformedEntry)
    }

    /// Until when an override holds, as far as the decision cares.
    enum Deadline: Sendable {
        case never
        case at(Timestamp)
        case malformed
    }

    let shape: Shape
    let id: OverrideTexts.Place?
    /// The class that an override covers, or the identifier that anything else takes back.
    private let object: OverrideTexts.Place?

    /// The class that an override covers.
    var problemClass: OverrideTexts.Place? { isOverride ? object : nil }

    /// The identifier that the entry takes back, read fail-safe: an entry that cannot be read may still revoke.
    var target: OverrideTexts.Place? { isOverride ? nil : object }

    var isReadable: Bool {
        if case .malformed = shape { false } else { true }
    }

    var isOverride: Bool {
        if case .override = shape { true } else { false }
    }

    init(_ shape: Shape, id: OverrideTexts.Place?, object: OverrideTexts.Place?) {
        self.shape = shape
        self.id = id
        self.object = object
    }
}

extension OverrideEntry {
    /// Reads the entry; its texts go to `texts`. Not an initialiser, for that would copy the entry first.
    func reading(_ texts: inout OverrideTexts) -> OverrideReading {
        switch self {
        case .override(let entry):
            return OverrideReading(
                .override(.init(entry.expiresAt), hasRevokes: entry.revokes != nil), id: texts.append(entry.id),
                object: texts.append(entry.problemClass))
        case .tombstone(let entry):
            return OverrideReading(
                .tombstone, id: texts.append(entry.id), object: entry.revokes.map { texts.append($0) })
        case .unknown(let value):
            let reading = value.withCursor { OverrideReading($0, &texts) }
            guard reading.isReadable else { return reading }
            return OverrideReading(.malformed(.notAnObject), id: reading.id, object: nil)
        }
    }
}

extension OverrideReading.Deadline {
    fileprivate init(_ expiry: Expiry?) {
        switch expiry {
        case nil: self = .never
        case .at(let time): self = time.timestamp.map { .at($0) } ?? .malformed
        case .unreadable: self = .malformed
        }
    }
}

/// Why an entry of `validation_overrides` cannot be read.
public enum MalformedEntry: Error, Hashable, Sendable, CustomStringConvertible {
    /// It is not an object.
    case notAnObject
    /// It lacks the member of this name.
    case missing(String)
    /// Its member of this name is of the wrong type.
    case wrongType(String)

    /// The reason in words that follow “malformed:”.
    public var description: String {
        switch self {
        case .notAnObject: "not an object"
        case .missing(let name): "“\(name)” is missing"
        case .wrongType(let name): "“\(name)” is of the wrong type"
        }
    }
}
