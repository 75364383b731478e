import LosslessJSON

/// Compares a record before with the record after, and names the first thing that the policy does not allow.
struct PolicyCheck {
    private enum Breach: Error {
        case at(JSONPointer, String)
    }

    /// The error for the first breach, in schema order; nil if there is none. Linear.
    static func breach(before: JSONValue, after: JSONValue, object: ObjectNode) -> RecordError? {
        do throws(Breach) {
            try compare(before, after, object, at: .root)
            return nil
        } catch {
            guard case .at(let pointer, let rule) = error else { return nil }
            var error = RecordError(
                .policyViolation,
                "“\(pointer)” may not be changed: \(rule); only an unrestricted policy (--force) may do that.")
            error.pointer = pointer
            return error
        }
    }

    private static func compare(
        _ before: JSONValue, _ after: JSONValue, _ object: ObjectNode, at pointer: JSONPointer
    ) throws(Breach) {
        guard let earlier = before.objectValue, let later = after.objectValue else { return }
        for member in object.members {
            let old = earlier[member.name]
            let new = later[member.name]
            if let old, let new, old.hasSameBytes(as: new) { continue }
            if old == nil, new == nil { continue }
            let place = pointer.appending(member.name)
            switch member.access {
            case .free:
                if let old, let new, case .object(let inner) = member.node.form {
                    try compare(old, new, inner, at: place)
                }
            case .writeOnce: try compareOnce(old, new, at: place)
            case .appendOnly, .auditTrail: try comparePrefix(old, new, at: place)
            case .writer:
                if old != new { throw .at(place, "it belongs to the writer alone") }
            }
        }
    }

    private static func compareOnce(_ old: JSONValue?, _ new: JSONValue?, at place: JSONPointer) throws(Breach) {
        guard let old, !old.isNull, old != new else { return }
        throw .at(firstDifference(old, new, at: place), "“\(place)” is written once")
    }

    private static func comparePrefix(_ old: JSONValue?, _ new: JSONValue?, at place: JSONPointer) throws(Breach) {
        guard let old = old?.arrayValue, !old.isEmpty else { return }
        let rule = "“\(place)” is append-only, what was there stays"
        guard let new = new?.arrayValue else { throw .at(place, rule) }
        var later = new.makeIterator()
        for (index, element) in old.enumerated() {
            guard let other = later.next(), element.hasSameBytes(as: other) || element == other else {
                throw .at(place.appending(index), rule)
            }
        }
    }

    /// The deepest place that holds every difference in the first member that differs.
    private static func firstDifference(_ old: JSONValue, _ new: JSONValue?, at place: JSONPointer) -> JSONPointer {
        guard let earlier = old.objectValue, let later = new?.objectValue else { return place }
        for (key, value) in earlier {
            guard let name = key.string else { continue }
            let other = later[key]
            if value != other { return firstDifference(value, other, at: place.appending(name)) }
        }
        for (key, _) in later where earlier[key] == nil {
            guard let name = key.string else { continue }
            return place.appending(name)
        }
        return place
    }
}
