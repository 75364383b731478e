internal import LosslessJSON

extension Session {
    /// Prints what a dry run found out.
    func showDifference(_ change: DryRunStorage.Change?) throws {
        let before = try change?.before.map { try JSONDocument($0) }
        let after = try change?.after.map { try JSONDocument($0) }
        switch (before, after) {
        case (let before?, let after?): showDifference(from: before, to: after)
        case (nil, let after?): showDifference(from: JSONDocument(.null), to: after)
        default: break
        }
    }

    /// Prints the structural difference of two documents: a JSON Patch, or coloured text.
    ///
    /// Returns true where there is one.
    @discardableResult
    func showDifference(from before: JSONDocument, to after: JSONDocument) -> Bool {
        let difference = JSONDifference(from: before.root, to: after.root)
        if isJSON {
            console.printJSON(Array(difference.patch.value.bytes))
        } else if difference.isEmpty {
            if !isQuiet { console.print(painted("no difference", .quiet)) }
        } else {
            difference.changes.forEach(show)
        }
        return !difference.isEmpty
    }

    /// A change as text: the place, what goes, what comes.
    private func show(_ change: JSONDifference.Change) {
        let place = change.pointer == .root ? "(the whole record)" : change.pointer.description
        guard !change.isMove else {
            let old = change.oldPointer.map { " (was \($0))" } ?? ""
            return console.print(painted(place + old, .heading))
        }
        console.print(painted(place, .heading))
        lines(of: change.old).forEach { console.print("  " + painted("- \($0)", .bad)) }
        lines(of: change.new).forEach { console.print("  " + painted("+ \($0)", .good)) }
    }

    private func lines(of value: JSONValue?) -> [String] {
        guard let value else { return [] }
        let document = JSONDocument(value)
        // What is too large with indentation is shown as it is written.
        let text = String(decoding: ((try? document.pretty(indent: 2)) ?? document).bytes, as: UTF8.self)
        return text.split(separator: "\n").map(String.init)
    }
}
