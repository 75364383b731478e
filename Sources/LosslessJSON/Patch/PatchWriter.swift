/// Turns what a patch made of a document into edits of it.
struct PatchWriter {
    var edits: JSONEdits

    /// Whether an entry is, or was taken apart from, a value of the document.
    private func isSame(_ entry: PatchTree.Entry, _ original: JSONValue) -> Bool {
        guard let place = entry.place else { return false }
        return place.storage === original.storage && place.index == original.index
    }

    /// Places of the document and what is to be there. A list instead of recursion, so that depth costs no stack.
    private var pending: [(entry: PatchTree.Entry, original: JSONValue)] = []

    init(edits: JSONEdits) {
        self.edits = edits
    }

    /// Edits the value that the document has at a place until it is `entry`.
    mutating func put(_ entry: PatchTree.Entry, at original: JSONValue) {
        pending.append((entry, original))
        while let (entry, original) = pending.popLast() { putOne(entry, at: original) }
    }

    private mutating func putOne(_ entry: PatchTree.Entry, at original: JSONValue) {
        guard isSame(entry, original) else {
            let new = entry.value
            if new != original { edits.replace(original, with: new) }
            return
        }
        guard case .container(let container) = entry else { return }
        switch container.content {
        case .members(let members): put(members, in: original)
        case .elements(let elements): put(elements, in: original)
        }
    }

    private mutating func put(_ members: PatchMembers, in object: JSONValue) {
        for member in members.list {
            switch (member.original, member.entry) {
            case (let original?, let entry?): pending.append((entry, original))
            case (let original?, nil): edits.remove(original)
            case (nil, let entry?): edits.add(member.key, entry.value, to: object.index)
            case (nil, nil): break
            }
        }
    }

    private mutating func put(_ elements: [PatchTree.Entry], in value: JSONValue) {
        guard let array = value.arrayValue else { return }
        var originals: Set<Int> = Set(array.map(\.index))
        var arranged: [JSONEdits.Element] = []
        for element in elements {
            // Every element of the document can be kept once; what else is equal to one is a copy.
            if let place = element.place, place.storage === value.storage, originals.remove(place.index) != nil {
                pending.append((element, place))
                arranged.append(.kept(place))
            } else {
                arranged.append(.new(element.value))
            }
        }
        edits.arrange(array, as: arranged)
    }
}
