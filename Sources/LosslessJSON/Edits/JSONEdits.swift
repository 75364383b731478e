/// Many independent edits of one document, spliced in one pass.
///
/// Every edit names values of the document as it is at the start; nothing moves until `applied()`. Bytes that no edit
/// concerns stay as they are; what is new follows the style around it. Merge and migration use this.
///
/// An edit inside a value that another edit replaces or removes is dropped with it.
public struct JSONEdits: Sendable {
    /// The document that the edits are about.
    public let document: JSONDocument

    var replaced: [Int: JSONValue] = [:]
    var removed: Set<Int> = []
    var inserted: [Int: [JSONValue]] = [:]
    var added: [Int: Additions] = [:]
    var arranged: [Int: [Element]] = [:]

    /// What goes last into a container.
    struct Additions: Sendable {
        var items: [(key: JSONString?, value: JSONValue)] = []
        /// Where a key stands in `items`.
        var places: [JSONString: Int] = [:]
        /// Every key that the object has already, once so many were set that looking through it no longer pays.
        var known: MemberIndex?
        var sets = 0
    }

    /// An element of an array that is put together anew.
    public enum Element: Sendable {
        /// An element of the document, with the edits inside it.
        case kept(JSONValue)
        /// A new value.
        case new(JSONValue)
    }

    /// Starts with no edits.
    public init(_ document: JSONDocument) {
        self.document = document
    }

    /// Whether nothing was edited.
    public var isEmpty: Bool {
        replaced.isEmpty && removed.isEmpty && inserted.isEmpty && added.isEmpty && arranged.isEmpty
    }

    /// Puts `new` in the place of `value`.
    public mutating func replace(_ value: JSONValue, with new: JSONValue) {
        check(value)
        replaced[value.index] = new
    }

    /// Removes the member or element that holds `value`, with its comma and the space that belongs to it.
    public mutating func remove(_ value: JSONValue) {
        check(value)
        removed.insert(value.index)
    }

    /// Sets a member: replaces its value, or adds it last.
    public mutating func set(_ key: JSONString, _ new: JSONValue, in object: JSONObject) {
        check(object.value)
        // Taken out while it is changed, so that its arrays are not copied.
        var additions = added.removeValue(forKey: object.value.index) ?? Additions()
        additions.sets += 1
        if additions.sets == 16 { additions.known = MemberIndex(object) }
        let old = additions.known.map { $0[key] } ?? object[key]
        if let old, !removed.contains(old.index) {
            replaced[old.index] = new
        } else if let place = additions.places[key] {
            additions.items[place].value = new
        } else {
            additions.places[key] = additions.items.count
            additions.items.append((key, new))
        }
        added[object.value.index] = additions
    }

    /// Sets a member: replaces its value, or adds it last.
    public mutating func set(_ key: String, _ new: JSONValue, in object: JSONObject) {
        set(JSONString(key), new, in: object)
    }

    /// Adds an element at the end of an array.
    public mutating func append(_ new: JSONValue, to array: JSONArray) {
        check(array.value)
        added[array.value.index, default: Additions()].items.append((nil, new))
    }

    /// Adds an element in front of another one.
    public mutating func insert(_ new: JSONValue, before element: JSONValue) {
        check(element)
        inserted[element.index, default: []].append(new)
    }

    func check(_ value: JSONValue) {
        precondition(value.storage === document.storage, "an edit must name a value of the document it is about")
    }
}
