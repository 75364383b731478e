/// Finds members of one object in constant time.
struct MemberIndex: Sendable {
    private let object: JSONValue
    private let table: KeyTable

    init(_ object: JSONObject) {
        let value = object.value
        self.object = value
        table = value.storage.view { KeyTable(value.index, in: $0) }
    }

    /// The value of the member with this key.
    subscript(_ key: JSONString) -> JSONValue? {
        key.storage.view { find(key.index, of: $0) }.map { JSONValue(storage: object.storage, index: $0) }
    }

    /// The tape index of the value whose key equals the string at `key` of `other`.
    func find(_ key: Int, of other: JSONView) -> Int? {
        object.storage.view { table.find(key, of: other, in: $0) }.map { $0 + 1 }
    }
}
