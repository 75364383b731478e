/// A document taken apart as far as a patch reaches into it, so that operations can see each other at little cost.
///
/// What no operation touched is one reference to the document. At the end the difference becomes edits: one splice.
struct PatchTree {
    /// A value: still as it was, or a container that was taken apart.
    enum Entry {
        case value(JSONValue)
        case container(PatchContainer)
    }

    let document: JSONDocument
    var root: Entry
    /// The containers on the way to the one that was reached last, that one included.
    var way: [PatchContainer] = []
    var sizes = CompactSizes()

    init(_ document: JSONDocument) {
        self.document = document
        root = .value(document.root)
    }

    /// The document with everything done to it.
    func applied() throws(JSONError) -> JSONDocument {
        var writer = PatchWriter(edits: JSONEdits(document))
        writer.put(root, at: document.root)
        return try writer.edits.applied()
    }
}

/// An array or object that a patch reaches into.
final class PatchContainer {
    /// What it was before.
    let origin: JSONValue
    /// Whether it is a copy: that does not know what was removed, and so is written whole.
    let isCopy: Bool
    var content: Content
    /// How many containers taken apart are at most open at once inside, this one included.
    var height = 1
    /// By how many bytes it has grown since it was taken apart, white space not counted.
    var growth = 0

    enum Content {
        case members(PatchMembers)
        case elements([PatchTree.Entry])
    }

    /// Takes a value apart; nil if it is a scalar.
    init?(_ value: JSONValue) {
        if let object = value.objectValue {
            content = .members(PatchMembers(object))
        } else if let array = value.arrayValue {
            content = .elements(array.map { .value($0) })
        } else {
            return nil
        }
        origin = value
        isCopy = false
    }

    private init(copyOf other: PatchContainer, content: Content) {
        origin = other.origin
        isCopy = true
        self.content = content
        height = other.height
        growth = other.growth
    }

    /// Counts the height anew: what made it so high may be gone.
    func measure() {
        let entries =
            switch content {
            case .members(let members): members.list.compactMap(\.entry)
            case .elements(let elements): elements
            }
        height = 1
        for case .container(let child) in entries {
            child.measure()
            height = max(height, child.height + 1)
        }
    }

    /// A copy that shares no container with this one.
    func copy() -> PatchContainer {
        switch content {
        case .members(let members): PatchContainer(copyOf: self, content: .members(members.copy()))
        case .elements(let elements):
            PatchContainer(copyOf: self, content: .elements(elements.map { $0.copy() }))
        }
    }
}

/// The members of an object that a patch reaches into. A removed one keeps its place, for the case that it comes back.
struct PatchMembers {
    struct Member {
        let key: JSONString
        /// The value that the document has here.
        let original: JSONValue?
        var entry: PatchTree.Entry?
    }

    var list: [Member]
    private var places: [JSONString: Int] = [:]
    /// How many members there are, without those that were removed.
    private var count: Int

    init(_ object: JSONObject) {
        list = object.map { Member(key: $0.key, original: $0.value, entry: .value($0.value)) }
        count = list.count
    }

    private init(list: [Member]) {
        self.list = list
        count = list.count
    }

    /// A copy that shares no container with these, without the places of removed members.
    func copy() -> PatchMembers {
        PatchMembers(
            list: list.compactMap { member in
                member.entry.map { Member(key: member.key, original: member.original, entry: $0.copy()) }
            })
    }

    /// The place of a key; also that of one that was removed.
    mutating func place(of key: String) -> Int? {
        // Up to here, comparing is faster than a table.
        if list.count <= 16 { return list.firstIndex { $0.key == key } }
        if places.isEmpty {
            for (i, member) in list.enumerated() { places[member.key] = i }
        }
        return places[JSONString(key)]
    }

    /// Sets a member and gives back its place and what it was before.
    @discardableResult
    mutating func set(_ key: String, to entry: PatchTree.Entry) -> (place: Int, old: PatchTree.Entry?) {
        if let place = place(of: key) {
            let old = list[place].entry
            list[place].entry = entry
            if old == nil { count += 1 }
            return (place, old)
        }
        let name = JSONString(key)
        if !places.isEmpty { places[name] = list.count }
        list.append(Member(key: name, original: nil, entry: entry))
        count += 1
        return (list.count - 1, nil)
    }

    /// Removes the member at a place, where there is one.
    mutating func remove(at place: Int) {
        list[place].entry = nil
        count -= 1
    }

    /// How many bytes a member takes beside its value: its key, the colon, and a comma if it is not the only one.
    func frame(of place: Int) -> Int {
        list[place].key.value.byteRange.count + (count > 1 ? 2 : 1)
    }
}

extension PatchTree.Entry {
    var kind: JSONKind {
        switch self {
        case .value(let value): value.kind
        case .container(let container):
            switch container.content {
            case .members: .object
            case .elements: .array
            }
        }
    }

    /// The value itself, or the one that was taken apart.
    var origin: JSONValue {
        switch self {
        case .value(let value): value
        case .container(let container): container.origin
        }
    }

    /// The value whose place it can take by edits alone; nil for a copy of what was taken apart.
    var place: JSONValue? {
        if case .container(let container) = self, container.isCopy { return nil }
        return origin
    }

    func copy() -> PatchTree.Entry {
        switch self {
        case .value: self
        case .container(let container): .container(container.copy())
        }
    }

    /// By how many bytes it has grown since it was taken apart, white space not counted.
    var growth: Int {
        switch self {
        case .value: 0
        case .container(let container): container.growth
        }
    }

    /// The value, put together if it was taken apart; then it is compact.
    var value: JSONValue {
        if case .value(let value) = self { return value }
        var fragment = JSONFragment()
        write(into: &fragment)
        return JSONValue(fragment)
    }

    private func write(into fragment: inout JSONFragment) {
        switch self {
        case .value(let value): fragment.append(value, layout: .compact)
        case .container(let container):
            var isFirst = true
            func comma() {
                if !isFirst { fragment.gap(CollectionOfOne(UInt8(ascii: ","))) }
                isFirst = false
            }
            switch container.content {
            case .members(let members):
                fragment.open(UInt8(ascii: "{"))
                for member in members.list {
                    guard let entry = member.entry else { continue }
                    comma()
                    fragment.token(member.key.bytes)
                    fragment.gap(CollectionOfOne(UInt8(ascii: ":")))
                    entry.write(into: &fragment)
                }
                fragment.close(UInt8(ascii: "}"))
            case .elements(let elements):
                fragment.open(UInt8(ascii: "["))
                for element in elements {
                    comma()
                    element.write(into: &fragment)
                }
                fragment.close(UInt8(ascii: "]"))
            }
        }
    }
}
