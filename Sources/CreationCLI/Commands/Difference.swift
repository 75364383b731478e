internal import LosslessJSON

extension Session {
    /// Prints what a dry run found out.
    func showDifference(_ change: DryRunStorage.Change?) throws {
        let before = try change?.before.map { try JSONDocument($0) }
        let after = try change?.after.map { try JSONDocument($0) }
        switch (before, after) {
        case (let before?, let after?): try showDifference(from: before, to: after)
        case (nil, let after?): try showDifference(from: JSONDocument(.null), to: after)
        default: break
        }
    }

    /// Prints the structural difference of two documents: a JSON Patch, or coloured text.
    ///
    /// Returns true where there is one.
    @discardableResult
    func showDifference(from before: JSONDocument, to after: JSONDocument) throws -> Bool {
        let patch = JSONPatch(from: before, to: after)
        if isJSON {
            console.printJSON(Array(patch.value.bytes))
        } else if patch.operations.isEmpty {
            if !isQuiet { console.print(painted("no difference", .quiet)) }
        } else {
            try show(patch, from: before)
        }
        return !patch.operations.isEmpty
    }

    /// The operations as text: the place, what goes, what comes.
    private func show(_ patch: JSONPatch, from before: JSONDocument) throws {
        var current = before
        for operation in patch.operations {
            let pointer = try JSONPointer(operation.value["path"]?.stringValue ?? "")
            let old = operation.name == "add" ? nil : current.root[pointer]
            console.print(painted(pointer == .root ? "(the whole record)" : pointer.description, .heading))
            if let old { lines(of: old).forEach { console.print("  " + painted("- \($0)", .bad)) } }
            if let new = operation.value["value"] {
                lines(of: new).forEach { console.print("  " + painted("+ \($0)", .good)) }
            }
            try current.apply(patch: JSONPatch(operations: [operation]))
        }
    }

    private func lines(of value: JSONValue) -> [String] {
        let text = String(decoding: JSONDocument(value).pretty(indent: 2).bytes, as: UTF8.self)
        return text.split(separator: "\n").map(String.init)
    }
}

extension JSONPatch {
    /// A patch that turns one document into the other.
    fileprivate init(from before: JSONDocument, to after: JSONDocument) {
        self.init(operations: before == after ? [] : [.replace(.root, after.root)])
    }
}
