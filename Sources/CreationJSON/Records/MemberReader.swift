internal import LosslessJSON

/// The members of one object while a value is read from it: straight from a document, or from anybody's container.
///
/// The `Codable` conformances of this module's records are written once, upon this and ``MemberWriter``. A document, by
/// far the most frequent, is read without a container's boxes.
struct MemberReader<Key: CodingKey> {
    private enum Source {
        case document(ObjectReader)
        case container(Boxed)
    }

    /// A container has no fixed layout, and everything that holds one by value would have none either.
    private final class Boxed {
        let container: KeyedDecodingContainer<Key>
        init(_ container: KeyedDecodingContainer<Key>) { self.container = container }
    }

    private let source: Source

    @inline(__always)
    init(_ decoder: any Decoder) throws {
        source =
            if let object = try ObjectReader(decoder) {
                .document(object)
            } else {
                .container(Boxed(try decoder.container(keyedBy: Key.self)))
            }
    }

    private init(_ object: ObjectReader) { source = .document(object) }

    func string(_ key: Key) throws -> String {
        switch source {
        case .document(let object): try object.string(key.stringValue)
        case .container(let box): try box.container.decode(String.self, forKey: key)
        }
    }

    /// Nil if the member is absent or null.
    func stringIfPresent(_ key: Key) throws -> String? {
        switch source {
        case .document(let object): try object.stringIfPresent(key.stringValue)
        case .container(let box): try box.container.decodeIfPresent(String.self, forKey: key)
        }
    }

    /// Nil if the member is absent; null is a value like any other, and of the wrong kind.
    func stringIfThere(_ key: Key) throws -> String? {
        switch source {
        case .document(let object): try object.stringIfThere(key.stringValue)
        case .container(let box):
            box.container.contains(key) ? try box.container.decode(String.self, forKey: key) : nil
        }
    }

    func bool(_ key: Key) throws -> Bool {
        switch source {
        case .document(let object): try object.bool(key.stringValue)
        case .container(let box): try box.container.decode(Bool.self, forKey: key)
        }
    }

    func integer(_ key: Key) throws -> Int {
        switch source {
        case .document(let object): try object.integer(key.stringValue)
        case .container(let box): try box.container.decode(Int.self, forKey: key)
        }
    }

    func double(_ key: Key) throws -> Double {
        switch source {
        case .document(let object): try object.double(key.stringValue)
        case .container(let box): try box.container.decode(Double.self, forKey: key)
        }
    }

    /// Nil if the member is absent or null.
    func valueIfPresent(_ key: Key) throws -> JSONValue? {
        switch source {
        case .document(let object): object.valueIfPresent(key.stringValue)
        case .container(let box): try box.container.decodeIfPresent(JSONValue.self, forKey: key)
        }
    }

    func value(_ key: Key) throws -> JSONValue {
        switch source {
        case .document(let object): try object.value(key.stringValue)
        case .container(let box): try box.container.decode(JSONValue.self, forKey: key)
        }
    }

    /// An object, kept as it is.
    func anyObject(_ key: Key) throws -> JSONValue {
        let value = try value(key)
        guard value.kind != .object else { return value }
        let path: [any CodingKey] =
            switch source {
            case .document(let object): object.codingPath
            case .container(let box): box.container.codingPath
            }
        throw DecodingError.typeMismatch(
            JSONValue.self,
            .init(codingPath: path + [key], debugDescription: "expected an object, found \(value.kind)"))
    }

    func strings(_ key: Key) throws -> [String] {
        switch source {
        case .document(let object): try object.strings(key.stringValue)
        case .container(let box): try box.container.decode([String].self, forKey: key)
        }
    }

    func object<Value: MemberwiseCodable>(_ key: Key) throws -> Value {
        switch source {
        case .document(let object): try Value(from: MemberReader<Value.Member>(object.object(key.stringValue)))
        case .container(let box): try box.container.decode(Value.self, forKey: key)
        }
    }

    /// Nil if the member is absent or null.
    func objectIfPresent<Value: MemberwiseCodable>(_ key: Key) throws -> Value? {
        switch source {
        case .document(let object):
            try object.objectIfPresent(key.stringValue).map { try Value(from: MemberReader<Value.Member>($0)) }
        case .container(let box): try box.container.decodeIfPresent(Value.self, forKey: key)
        }
    }

    /// Empty where the member is absent; null is a value like any other, and of the wrong kind.
    func arrayIfThere<Value: Decodable>(_ key: Key) throws -> [Value] {
        switch source {
        case .document(let object):
            guard var elements = try object.elementsIfThere(key.stringValue) else { return [] }
            var values: [Value] = []
            while let decoder = elements.nextDecoder() { values.append(try Value(from: decoder)) }
            return values
        case .container(let box):
            return box.container.contains(key) ? try box.container.decode([Value].self, forKey: key) : []
        }
    }
}

extension MemberReader {
    func time(_ key: Key) throws -> RecordTime { RecordTime(text: try string(key)) }

    /// Nil if the member is absent or null.
    func timeIfPresent(_ key: Key) throws -> RecordTime? { try stringIfPresent(key).map(RecordTime.init(text:)) }

    func open<Value: OpenValue>(_ key: Key) throws -> Value { Value(rawValue: try string(key)) }

    /// The default where the member is absent; null is a value like any other, and of the wrong kind.
    func open<Value: OpenValue>(_ key: Key, or missing: Value) throws -> Value {
        try stringIfThere(key).map(Value.init(rawValue:)) ?? missing
    }

    /// Nil if the member is absent or null.
    func openIfPresent<Value: OpenValue>(_ key: Key) throws -> Value? {
        try stringIfPresent(key).map(Value.init(rawValue:))
    }
}

/// A type that reads and writes the members of one object; its `Codable` conformance is made of this.
protocol MemberwiseCodable: Codable {
    associatedtype Member: CodingKey
    init(from members: MemberReader<Member>) throws
    func encode(to members: MemberWriter<Member>) throws
}
