extension JSONEdits {
    /// The document with all edits made.
    ///
    /// - Throws: `limitExceeded` if the result would break the limits of the document; `wrongKind` if the root is removed.
    public func applied() throws(JSONError) -> JSONDocument {
        if isEmpty { return document }
        return JSONDocument(storage: try splices().applied(to: document.storage))
    }

    /// What the edits come to, in bytes and words.
    func splices() throws(JSONError) -> Splices {
        if removed.contains(0) {
            throw JSONError(.wrongKind, "the root of a document cannot be removed", pointer: .root)
        }
        if let splices = scalarSplices() { return try checked(splices) }
        let splices = try document.storage.view { view throws(JSONError) in
            var run = EditRun(edits: self, view: view)
            var splices = Splices()
            try run.value(0, of: nil, layout: view.outermostLayout(), depth: 0, &splices)
            splices.allowsDuplicates = run.allowsDuplicates
            return splices
        }
        return try checked(splices)
    }

    /// The short way where scalars take the place of scalars and nothing else happens: no style matters then, nothing
    /// nests deeper and no container changes its size.
    private func scalarSplices() -> Splices? {
        guard removed.isEmpty, inserted.isEmpty, arranged.isEmpty, added.values.allSatisfy({ $0.items.isEmpty })
        else { return nil }
        return document.storage.view { view in
            var splices = Splices()
            for (node, new) in replaced.count > 1 ? replaced.sorted(by: { $0.key < $1.key }) : Array(replaced) {
                guard !view.isContainer(node) else { return nil }
                var fragment = JSONFragment()
                let isScalar = new.storage.view { other in
                    if other.isContainer(new.index) { return false }
                    fragment.token(other.text(new.index))
                    return true
                }
                guard isScalar else { return nil }
                splices.add(bytes: view.start(node)..<view.end(node), words: node..<node + 1, fragment)
            }
            return splices
        }
    }

    private func checked(_ splices: Splices) throws(JSONError) -> Splices {
        let size = document.storage.bytes.count + splices.sizeChange
        let limit = document.limits.size
        guard size <= limit else {
            throw JSONError(
                .limitExceeded, "the edited document would have \(size) bytes; the limit is \(limit)",
                expected: "at most \(limit) bytes", found: "\(size) bytes")
        }
        return splices
    }
}
