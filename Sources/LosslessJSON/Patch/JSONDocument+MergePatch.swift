extension JSONDocument {
    /// Applies a merge patch (RFC 7396): members are set, merged deeper, or removed by `null` (MRG-30).
    ///
    /// Spliced in one pass; a value that is equal to what is there keeps its bytes. Linear in both.
    /// - Throws: `limitExceeded`; the document is then as before.
    public mutating func mergePatch(_ patch: JSONValue) throws(JSONError) {
        var run = MergePatchRun(target: NodeReader(storage), patch: NodeReader(patch.storage), edits: JSONEdits(self))
        run.apply(patch.index, to: 0)
        self = try run.edits.applied()
    }
}

/// The walk through a document and a merge patch.
private struct MergePatchRun {
    let target: NodeReader
    let patch: NodeReader
    var edits: JSONEdits

    mutating func apply(_ p: Int, to t: Int) {
        guard patch.isObject(p), target.isObject(t) else {
            let new = withoutNulls(p)
            if target.value(t) != new { edits.replace(target.value(t), with: new) }
            return
        }
        var members = MemberCursor(target.view, t)
        for key in patch.keys(p) {
            let isRemoval = patch.kind(key + 1) == .null
            if let value = members.find(key, of: patch.view) {
                if isRemoval { edits.remove(target.value(value)) } else { apply(key + 1, to: value) }
            } else if !isRemoval {
                edits.add(patch.string(key), withoutNulls(key + 1), to: t)
            }
        }
    }

    /// A new value: members that are null vanish from its objects, but not from what stands in arrays.
    private func withoutNulls(_ p: Int) -> JSONValue {
        guard patch.isObject(p), holdsNull(p) else { return patch.value(p) }
        var fragment = JSONFragment()
        write(p, into: &fragment)
        return JSONValue(fragment)
    }

    private func holdsNull(_ p: Int) -> Bool {
        patch.keys(p).contains { key in
            let value = key + 1
            return patch.kind(value) == .null || patch.isObject(value) && holdsNull(value)
        }
    }

    private func write(_ p: Int, into fragment: inout JSONFragment) {
        guard patch.isObject(p) else { return fragment.append(p, of: patch.view, layout: .compact) }
        fragment.open(UInt8(ascii: "{"))
        var isFirst = true
        for key in patch.keys(p) where patch.kind(key + 1) != .null {
            if !isFirst { fragment.gap(CollectionOfOne(UInt8(ascii: ","))) }
            isFirst = false
            fragment.token(patch.view.text(key))
            fragment.gap(CollectionOfOne(UInt8(ascii: ":")))
            write(key + 1, into: &fragment)
        }
        fragment.close(UInt8(ascii: "}"))
    }
}
