/// One step of a coding path: a key of an object or an index of an array.
struct JSONCodingKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(stringValue: String) {
        self.stringValue = stringValue
        intValue = nil
    }

    init(intValue: Int) {
        stringValue = String(intValue)
        self.intValue = intValue
    }

    /// The key of the object in which a class keeps what belongs to its superclass.
    static let superclass = JSONCodingKey(stringValue: "super")
}

extension JSONPointer {
    /// The pointer that a coding path spells. Keys of the standard library call the third element `Index 2`.
    init(codingPath: [any CodingKey]) {
        self.init(
            tokens: codingPath.map { key in
                if let index = key.intValue { return String(index) }
                return key.stringValue
            })
    }
}
