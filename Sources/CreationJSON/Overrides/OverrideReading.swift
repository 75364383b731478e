import LosslessJSON

/// The facts of an entry that a decision rests on, read from the typed entry or from the document.
struct OverrideReading: Sendable {
    enum Shape: Sendable {
        case override(problemClass: String, expiry: Deadline, hasRevokes: Bool)
        case tombstone(revokes: String?)
        case malformed(MalformedEntry, revokes: String?)
    }

    /// Until when an override holds, as far as the decision cares.
    enum Deadline: Sendable {
        case never
        case at(Timestamp)
        case malformed
    }

    let id: String?
    let shape: Shape

    var isReadable: Bool {
        if case .malformed = shape { false } else { true }
    }

    /// Reads a typed entry.
    init(_ entry: OverrideEntry) {
        switch entry {
        case .override(let entry):
            id = entry.id
            let expiry: Deadline =
                switch entry.expiresAt {
                case nil: .never
                case let given?: given.timestamp.map(Deadline.at) ?? .malformed
                }
            shape = .override(problemClass: entry.problemClass, expiry: expiry, hasRevokes: entry.revokes != nil)
        case .tombstone(let entry):
            id = entry.id
            shape = .tombstone(revokes: entry.revokes)
        case .unknown(let value):
            let reading = value.withCursor { OverrideReading($0) }
            id = reading.id
            shape = reading.isReadable ? .malformed(.notAnObject, revokes: nil) : reading.shape
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
