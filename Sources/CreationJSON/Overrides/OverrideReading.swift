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
            let reading = OverrideReading(value)
            id = reading.id
            shape = reading.isReadable ? .malformed(.notAnObject, revokes: nil) : reading.shape
        }
    }

    /// Reads an entry of a document. Without an identifier it is malformed, unless none is required.
    init(_ value: JSONValue, requiresID: Bool = true) {
        guard let object = value.objectValue else {
            id = nil
            shape = .malformed(.notAnObject, revokes: nil)
            return
        }
        var members = Members()
        for (key, member) in object { members.take(member, for: key) }
        id = members.id?.stringValue
        shape = members.shape(requiresID: requiresID)
    }

    /// The members of an entry that matter, picked up in one pass.
    private struct Members {
        var id: JSONValue?
        var revoked: JSONValue?
        var revokes: JSONValue?
        var problemClass: JSONValue?
        var operatorName: JSONValue?
        var recordedAt: JSONValue?
        var reason: JSONValue?
        var expiresAt: JSONValue?

        mutating func take(_ value: JSONValue, for key: JSONString) {
            switch key.string {
            case "id": id = value
            case "revoked": revoked = value
            case "revokes": revokes = value
            case "problem_class": problemClass = value
            case "operator": operatorName = value
            case "recorded_at": recordedAt = value
            case "reason": reason = value
            case "expires_at": expiresAt = value
            default: break
            }
        }

        func shape(requiresID: Bool) -> Shape {
            do throws(MalformedEntry) {
                guard let revoked else { throw .missing("revoked") }
                guard let isTombstone = revoked.boolValue else { throw .wrongType("revoked") }
                if requiresID || id != nil { try requireText(id, "id") }
                try requireText(operatorName, "operator")
                try requireText(recordedAt, "recorded_at")
                try requireText(reason, "reason")
                return isTombstone ? try tombstone() : try override()
            } catch {
                return .malformed(error, revokes: revoked?.boolValue == false ? nil : revokes?.stringValue)
            }
        }

        private func tombstone() throws(MalformedEntry) -> Shape {
            guard let revokes, !revokes.isNull else { return .tombstone(revokes: nil) }
            guard let target = revokes.stringValue else { throw .wrongType("revokes") }
            return .tombstone(revokes: target)
        }

        private func override() throws(MalformedEntry) -> Shape {
            guard let problemClass else { throw .missing("problem_class") }
            guard let name = problemClass.stringValue else { throw .wrongType("problem_class") }
            let expiry: Deadline =
                if let expiresAt, !expiresAt.isNull {
                    expiresAt.stringValue.flatMap(Timestamp.init(utc:)).map(Deadline.at) ?? .malformed
                } else {
                    .never
                }
            return .override(problemClass: name, expiry: expiry, hasRevokes: revokes?.isNull == false)
        }

        private func requireText(_ value: JSONValue?, _ name: String) throws(MalformedEntry) {
            guard let value else { throw .missing(name) }
            guard value.stringValue != nil else { throw .wrongType(name) }
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
