extension DecodingContext {
    /// The way from the root of the document to a node. Linear in the document; made for errors.
    func path(to node: Int) -> [any CodingKey] {
        var path: [any CodingKey] = []
        var at = 0
        while at != node, view.isContainer(at) {
            let close = view.close(at)
            let isObject = view.kind(at) == .object
            var child = view.firstChild(at)
            var index = 0
            while child < close {
                let value = isObject ? child + 1 : child
                let next = view.next(value)
                if node < next {
                    if isObject {
                        path.append(JSONCodingKey(stringValue: key(at: child)))
                    } else {
                        path.append(JSONCodingKey(intValue: index))
                    }
                    at = value
                    break
                }
                child = next
                index += 1
            }
            if child >= close { break }
        }
        return path
    }

    func pointer(to node: Int) -> JSONPointer { JSONPointer(codingPath: path(to: node)) }

    /// A key as text, lossily where it has to be.
    func key(at node: Int) -> String { JSONString(storage: storage, index: node).lossyString }

    /// What stands at a node, short enough for a sentence.
    func found(_ node: Int) -> String {
        let kind = view.kind(node)
        switch kind {
        case .object, .array, .null: return "\(kind)"
        case .bool, .number, .string:
            let text = view.text(node)
            if text.count <= 60 { return String(decoding: text, as: UTF8.self) }
            return "\(kind) of \(text.count) bytes"
        }
    }

    @inline(never)
    func mismatch(_ type: Any.Type, _ expected: String, at node: Int) -> DecodingError {
        let error = JSONError(
            .decoding, "expected \(expected), found \(found(node))", pointer: pointer(to: node), expected: expected,
            found: found(node))
        let context = DecodingError.Context(
            codingPath: path(to: node), debugDescription: error.message, underlyingError: error)
        return isNull(node) ? .valueNotFound(type, context) : .typeMismatch(type, context)
    }

    @inline(never)
    func corrupted(
        at node: Int, _ message: String, expected: String? = nil, found: String? = nil
    ) -> DecodingError {
        let error = JSONError(.decoding, message, pointer: pointer(to: node), expected: expected, found: found)
        return .dataCorrupted(
            .init(codingPath: path(to: node), debugDescription: message, underlyingError: error))
    }

    @inline(never)
    func missing(_ key: some CodingKey, of object: Int) -> DecodingError {
        let path = path(to: object)
        let error = JSONError(
            .decoding, "the member ‘\(key.stringValue)’ is missing",
            pointer: JSONPointer(codingPath: path).appending(key.stringValue),
            expected: "a member ‘\(key.stringValue)’", found: "nothing")
        return .keyNotFound(
            key, .init(codingPath: path, debugDescription: error.message, underlyingError: error))
    }

    @inline(never)
    func exhausted(_ type: Any.Type, array: Int, index: Int) -> DecodingError {
        let path = path(to: array) + [JSONCodingKey(intValue: index)]
        let error = JSONError(
            .decoding, "the array has no element \(index)", pointer: JSONPointer(codingPath: path),
            expected: "an element", found: "the end of the array")
        return .valueNotFound(
            type, .init(codingPath: path, debugDescription: error.message, underlyingError: error))
    }
}
