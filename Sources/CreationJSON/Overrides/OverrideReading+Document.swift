import LosslessJSON

extension OverrideReading {
    /// Reads an entry of a document. Without an identifier it is malformed, unless none is required.
    init(_ entry: JSONCursor, requiresID: Bool = true) {
        guard entry.head == UInt8(ascii: "{"), var children = entry.children else {
            id = nil
            shape = .malformed(.notAnObject, revokes: nil)
            return
        }
        var members = Members()
        var hint = 0
        while let (key, value) = children.next() {
            guard let index = Members.names.index(of: key, hint: hint) else { continue }
            hint = index + 1
            members.take(value, at: index)
        }
        id = members.id?.string
        shape = members.shape(id, requiresID: requiresID)
    }

    /// The members of an entry that matter, picked up in one pass.
    private struct Members {
        static let names = JSONNames([
            "id", "problem_class", "revokes", "operator", "recorded_at", "expires_at", "reason", "revoked",
        ])

        var id: JSONCursor?
        var problemClass: JSONCursor?
        var revokes: JSONCursor?
        var operatorName: JSONCursor?
        var recordedAt: JSONCursor?
        var expiresAt: JSONCursor?
        var reason: JSONCursor?
        var revoked: JSONCursor?

        mutating func take(_ value: JSONCursor, at index: Int) {
            switch index {
            case 0: id = value
            case 1: problemClass = value
            case 2: revokes = value
            case 3: operatorName = value
            case 4: recordedAt = value
            case 5: expiresAt = value
            case 6: reason = value
            default: revoked = value
            }
        }

        func shape(_ name: String?, requiresID: Bool) -> Shape {
            do throws(MalformedEntry) {
                guard let revoked else { throw .missing("revoked") }
                guard let isTombstone = revoked.bool else { throw .wrongType("revoked") }
                if let id {
                    guard name != nil || id.isText else { throw .wrongType("id") }
                } else if requiresID {
                    throw .missing("id")
                }
                try requireText(operatorName, "operator")
                try requireText(recordedAt, "recorded_at")
                try requireText(reason, "reason")
                return isTombstone ? try tombstone() : try override()
            } catch {
                return .malformed(error, revokes: revoked?.bool == false ? nil : revokes?.string)
            }
        }

        private func tombstone() throws(MalformedEntry) -> Shape {
            guard let revokes, !revokes.isNull else { return .tombstone(revokes: nil) }
            guard let target = revokes.string else { throw .wrongType("revokes") }
            return .tombstone(revokes: target)
        }

        private func override() throws(MalformedEntry) -> Shape {
            guard let problemClass else { throw .missing("problem_class") }
            guard let name = problemClass.string else { throw .wrongType("problem_class") }
            var deadline = Deadline.never
            if let expiresAt, !expiresAt.isNull {
                deadline = expiresAt.timestamp.map(Deadline.at) ?? .malformed
            }
            return .override(problemClass: name, expiry: deadline, hasRevokes: revokes?.isNull == false)
        }

        private func requireText(_ value: JSONCursor?, _ name: String) throws(MalformedEntry) {
            guard let value else { throw .missing(name) }
            guard value.isText else { throw .wrongType(name) }
        }
    }
}

extension JSONCursor {
    /// The moment in UTC that a string spells.
    fileprivate var timestamp: Timestamp? {
        guard head == UInt8(ascii: "\"") else { return nil }
        return withUnescapedBytes { Timestamp(utcBytes: $0.assumingMemoryBound(to: UInt8.self)) }
    }
}
