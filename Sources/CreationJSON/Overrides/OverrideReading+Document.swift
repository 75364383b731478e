import LosslessJSON

extension OverrideReading {
    /// Reads an entry of a document; its texts go to `texts`. Without an identifier it is malformed, unless none is
    /// required.
    init(_ entry: JSONCursor, _ texts: inout OverrideTexts, requiresID: Bool = true) {
        guard entry.head == UInt8(ascii: "{"), var children = entry.children else {
            self.init(.malformed(.notAnObject), id: nil, object: nil)
            return
        }
        var members = Members()
        var hint = 0
        while let (key, value) = children.next() {
            guard let index = Members.names.index(of: key, hint: hint) else { continue }
            hint = index + 1
            members.take(value, at: index)
        }
        let shape = members.shape(requiresID: requiresID)
        let isOverride = if case .override = shape { true } else { false }
        let object = isOverride ? members.problemClass : members.revoked?.bool == false ? nil : members.revokes
        self.init(shape, id: members.id?.text(&texts), object: object?.text(&texts))
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

        func shape(requiresID: Bool) -> Shape {
            do throws(MalformedEntry) {
                guard let revoked else { throw .missing("revoked") }
                guard let isTombstone = revoked.bool else { throw .wrongType("revoked") }
                if id != nil || requiresID { try requireText(id, "id") }
                try requireText(operatorName, "operator")
                try requireText(recordedAt, "recorded_at")
                try requireText(reason, "reason")
                return isTombstone ? try tombstone() : try override()
            } catch {
                return .malformed(error)
            }
        }

        private func tombstone() throws(MalformedEntry) -> Shape {
            if let revokes, !revokes.isNull { try requireText(revokes, "revokes") }
            return .tombstone
        }

        private func override() throws(MalformedEntry) -> Shape {
            try requireText(problemClass, "problem_class")
            var deadline = Deadline.never
            if let expiresAt, !expiresAt.isNull {
                deadline = expiresAt.timestamp.map(Deadline.at) ?? .malformed
            }
            return .override(deadline, hasRevokes: revokes?.isNull == false)
        }

        private func requireText(_ value: JSONCursor?, _ name: String) throws(MalformedEntry) {
            guard let value else { throw .missing(name) }
            guard value.isText else { throw .wrongType(name) }
        }
    }
}

extension JSONCursor {
    /// Keeps a copy of this text; nil if it is none.
    fileprivate func text(_ texts: inout OverrideTexts) -> OverrideTexts.Place? {
        isText ? withUnescapedBytes { texts.append($0) } : nil
    }

    /// The moment in UTC that a string spells.
    fileprivate var timestamp: Timestamp? {
        guard head == UInt8(ascii: "\"") else { return nil }
        return withUnescapedBytes { Timestamp(utcBytes: $0.assumingMemoryBound(to: UInt8.self)) }
    }
}
