import LosslessJSON

/// Compares a record before with the record after, and names the first thing that the policy does not allow.
struct PolicyCheck {
    private struct Breach: Error {
        var pointer: JSONPointer
        var rule: String
    }

    /// The error for the first breach, in schema order; nil if there is none. Linear.
    static func breach(before: JSONValue, after: JSONValue, object: ObjectNode) -> RecordError? {
        do throws(Breach) {
            try compare(before, after, object, at: .root)
            return nil
        } catch {
            return RecordError(
                .policyViolation,
                "“\(error.pointer)” may not be changed: \(error.rule); only an unrestricted policy (--force) may do that",
                pointer: error.pointer)
        }
    }

    private static func compare(
        _ before: JSONValue, _ after: JSONValue, _ object: ObjectNode, at pointer: JSONPointer
    ) throws(Breach) {
        for index in changes(before, after, object) {
            let member = object.members[index]
            let old = before[member.name]
            let new = after[member.name]
            let place = pointer.appending(member.name)
            switch member.access {
            case .free:
                if let old, let new, let inner = member.node.object { try compare(old, new, inner, at: place) }
            case .writeOnce: try compareOnce(old, new, at: place)
            case .appendOnly, .auditTrail: try comparePrefix(old, new, at: place)
            case .writer:
                if old != new { throw Breach(pointer: place, rule: "it belongs to the writer alone") }
            }
        }
    }

    /// The members that are written differently before and after, or are on one side only, in schema order.
    private static func changes(_ before: JSONValue, _ after: JSONValue, _ object: ObjectNode) -> [Int] {
        before.withCursor { before in
            after.withCursor { after in
                if let changes = changesInPlace(before, after, object) { return changes }
                guard before.head == UInt8(ascii: "{"), after.head == UInt8(ascii: "{"), var members = before.children,
                    var lookup = Lookup(after)
                else { return [] }
                var same: UInt64 = 0
                var seen: UInt64 = 0
                var hint = 0
                while let (key, old) = members.next() {
                    guard let index = object.names.index(of: key, hint: hint) else { continue }
                    hint = index + 1
                    seen |= 1 << UInt64(index)
                    if let new = lookup.value(of: key), old.hasSameBytes(as: new) { same |= 1 << UInt64(index) }
                }
                guard var later = after.children else { return [] }
                hint = 0
                while let (key, _) = later.next() {
                    guard let index = object.names.index(of: key, hint: hint) else { continue }
                    hint = index + 1
                    seen |= 1 << UInt64(index)
                }
                let changed = seen & ~same
                return changed == 0 ? [] : object.members.indices.filter { changed & 1 << UInt64($0) != 0 }
            }
        }
    }

    /// The same where both sides have the same keys in the same order, as after most updates; nil where they do not.
    private static func changesInPlace(_ before: JSONCursor, _ after: JSONCursor, _ object: ObjectNode) -> [Int]? {
        guard var earlier = before.children, var later = after.children else { return nil }
        var changed: [Int] = []
        while let (key, old) = earlier.next() {
            guard let (other, new) = later.next(), key.hasSameBytes(as: other) else { return nil }
            if !old.hasSameBytes(as: new), let index = object.names.index(of: key, hint: 0) { changed.append(index) }
        }
        return later.next() == nil ? changed.sorted() : nil
    }

    private static func compareOnce(_ old: JSONValue?, _ new: JSONValue?, at place: JSONPointer) throws(Breach) {
        guard let old, !old.isNull, old != new else { return }
        throw Breach(pointer: firstDifference(old, new, at: place), rule: "“\(place)” is written once")
    }

    private static func comparePrefix(_ old: JSONValue?, _ new: JSONValue?, at place: JSONPointer) throws(Breach) {
        guard let old, !old.isNull else { return }
        let rule = "“\(place)” is append-only, what was there stays"
        guard let old = old.arrayValue else {
            // Whatever it is, somebody put it where a trail belongs.
            if old != new { throw Breach(pointer: place, rule: rule) }
            return
        }
        if old.isEmpty { return }
        guard let new = new?.arrayValue else { throw Breach(pointer: place, rule: rule) }
        guard let index = firstChange(old, new) else { return }
        throw Breach(pointer: place.appending(index), rule: rule)
    }

    /// The index of the first element that is not there any more as it was.
    private static func firstChange(_ old: JSONArray, _ new: JSONArray) -> Int? {
        old.value.withCursor { before in
            new.value.withCursor { after in
                guard var earlier = before.children, var later = after.children else { return 0 }
                var index = 0
                while let (_, element) = earlier.next() {
                    guard let (_, other) = later.next() else { return index }
                    if !element.hasSameBytes(as: other),
                        old.value.value(at: element) != new.value.value(at: other)
                    {
                        return index
                    }
                    index += 1
                }
                return nil
            }
        }
    }

    /// The deepest place that holds every difference in the first member that differs.
    private static func firstDifference(_ old: JSONValue, _ new: JSONValue?, at place: JSONPointer) -> JSONPointer {
        guard let earlier = old.objectValue, let later = new?.objectValue else { return place }
        var others = Dictionary(later.map { ($0.key, $0.value) }) { $1 }
        for (key, value) in earlier {
            let other = others.removeValue(forKey: key)
            if value != other { return firstDifference(value, other, at: place.appending(key.lossyString)) }
        }
        return later.first { others[$0.key] != nil }.map { place.appending($0.key.lossyString) } ?? place
    }
}
