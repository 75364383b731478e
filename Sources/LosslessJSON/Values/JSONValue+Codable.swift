extension JSONValue: Codable {
    /// Takes a value's structure out of any decoder. `DocumentDecoder` hands over the value as written instead.
    public init(from decoder: any Decoder) throws {
        if let container = try? decoder.container(keyedBy: AnyKey.self) {
            self = .object(
                try container.allKeys.map { ($0.stringValue, try container.decode(JSONValue.self, forKey: $0)) })
        } else if var container = try? decoder.unkeyedContainer() {
            var elements: [JSONValue] = []
            while !container.isAtEnd { elements.append(try container.decode(JSONValue.self)) }
            self = .array(elements)
        } else {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let value = try? container.decode(Bool.self) {
                self = .bool(value)
            } else if let value = try? container.decode(Int64.self) {
                self = .number(value)
            } else if let value = try? container.decode(UInt64.self) {
                self = .number(value)
            } else if let value = try? container.decode(Double.self), let number = JSONValue.number(value) {
                self = number
            } else {
                self = .string(try container.decode(String.self))
            }
        }
    }

    /// Puts the value's structure into any encoder. `DocumentEncoder` takes the bytes as written instead.
    public func encode(to encoder: any Encoder) throws {
        if let object = objectValue {
            var container = encoder.container(keyedBy: AnyKey.self)
            for (key, value) in object { try container.encode(value, forKey: AnyKey(text(of: key, encoder))) }
        } else if let array = arrayValue {
            var container = encoder.unkeyedContainer()
            for element in array { try container.encode(element) }
        } else {
            var container = encoder.singleValueContainer()
            if isNull {
                try container.encodeNil()
            } else if let value = boolValue {
                try container.encode(value)
            } else if let string = jsonStringValue {
                try container.encode(text(of: string, encoder))
            } else if let value = numberValue?.int64 {
                try container.encode(value)
            } else if let value = numberValue?.uint64 {
                try container.encode(value)
            } else if let value = numberValue?.double {
                try container.encode(value)
            } else {
                throw EncodingError.invalidValue(
                    self, .init(codingPath: encoder.codingPath, debugDescription: "no Swift number holds \(text)"))
            }
        }
    }

    private func text(of string: JSONString, _ encoder: any Encoder) throws -> String {
        if let text = string.string { return text }
        throw EncodingError.invalidValue(
            self, .init(codingPath: encoder.codingPath, debugDescription: "a lone surrogate is no Swift string"))
    }

    private struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(_ name: String) { stringValue = name }
        init?(stringValue name: String) { stringValue = name }
        init?(intValue: Int) { nil }
    }
}
