internal import LosslessJSON

/// The members of one object while a value is written into it: straight into a document, or into anybody's container.
struct MemberWriter<Key: CodingKey> {
    private enum Target {
        case document(ObjectWriter)
        case container(Boxed)
    }

    /// A container has no fixed layout, and everything that holds one by value would have none either.
    private final class Boxed {
        var container: KeyedEncodingContainer<Key>
        init(_ container: KeyedEncodingContainer<Key>) { self.container = container }
    }

    private let target: Target

    @inline(__always)
    init(_ encoder: any Encoder) {
        target =
            if let object = ObjectWriter(encoder) {
                .document(object)
            } else {
                .container(Boxed(encoder.container(keyedBy: Key.self)))
            }
    }

    fileprivate init(_ object: ObjectWriter) { target = .document(object) }

    func string(_ value: String, _ key: Key) throws {
        if case .document(let object) = target { return try object.string(value, key.stringValue) }
        try contained { try $0.encode(value, forKey: key) }
    }

    /// Leaves the member out if there is no value.
    func stringIfPresent(_ value: String?, _ key: Key) throws {
        if let value { try string(value, key) }
    }

    func bool(_ value: Bool, _ key: Key) throws {
        if case .document(let object) = target { return try object.bool(value, key.stringValue) }
        try contained { try $0.encode(value, forKey: key) }
    }

    func integer(_ value: Int, _ key: Key) throws {
        if case .document(let object) = target { return try object.integer(value, key.stringValue) }
        try contained { try $0.encode(value, forKey: key) }
    }

    func double(_ value: Double, _ key: Key) throws {
        if case .document(let object) = target { return try object.double(value, key.stringValue) }
        try contained { try $0.encode(value, forKey: key) }
    }

    func value(_ value: JSONValue, _ key: Key) throws {
        if case .document(let object) = target { return try object.value(value, key.stringValue) }
        try contained { try $0.encode(value, forKey: key) }
    }

    func strings(_ values: [String], _ key: Key) throws {
        if case .document(let object) = target { return try object.strings(values, key.stringValue) }
        try contained { try $0.encode(values, forKey: key) }
    }

    func object<Value: MemberwiseCodable>(_ value: Value, _ key: Key) throws {
        guard case .document(let object) = target else {
            return try contained { try $0.encode(value, forKey: key) }
        }
        try object.object(key.stringValue) { inner in
            try value.encode(to: MemberWriter<Value.Member>(inner))
        }
    }

    /// Leaves the member out if there is no value.
    func objectIfPresent<Value: MemberwiseCodable>(_ value: Value?, _ key: Key) throws {
        if let value { try object(value, key) }
    }

    func array<Value: Encodable>(_ values: [Value], _ key: Key) throws {
        guard case .document(let object) = target else {
            return try contained { try $0.encode(values, forKey: key) }
        }
        try object.elements(values.indices, key.stringValue) { try values[$0].encode(to: $1) }
    }

    private func contained(_ write: (inout KeyedEncodingContainer<Key>) throws -> Void) throws {
        guard case .container(let box) = target else { return }
        try write(&box.container)
    }
}

extension MemberWriter {
    func time(_ value: RecordTime, _ key: Key) throws { try string(value.text, key) }

    /// Leaves the member out if there is no value.
    func timeIfPresent(_ value: RecordTime?, _ key: Key) throws { try stringIfPresent(value?.text, key) }

    func open(_ value: some OpenValue, _ key: Key) throws { try string(value.rawValue, key) }

    /// Leaves the member out if there is no value.
    func openIfPresent(_ value: (some OpenValue)?, _ key: Key) throws { try stringIfPresent(value?.rawValue, key) }
}
