/// A JSON Patch (RFC 6902): operations that are applied in order, all or none.
public struct JSONPatch: Sendable, Hashable {
    /// The operations in the order in which they are applied.
    public var operations: [Operation]

    /// Creates a patch.
    public init(operations: [Operation]) {
        self.operations = operations
    }

    /// One step of a patch.
    public enum Operation: Sendable, Hashable {
        /// Sets a member, or inserts in front of an element; `-` stands for the end of the array.
        case add(JSONPointer, JSONValue)
        /// Removes a member or element.
        case remove(JSONPointer)
        /// Replaces a value that exists.
        case replace(JSONPointer, JSONValue)
        /// Takes a value out and adds it elsewhere.
        case move(from: JSONPointer, to: JSONPointer)
        /// Adds a value that exists elsewhere.
        case copy(from: JSONPointer, to: JSONPointer)
        /// Fails the patch unless the value is equal.
        case test(JSONPointer, JSONValue)

        /// The word that RFC 6902 has for it.
        public var name: String {
            switch self {
            case .add: "add"
            case .remove: "remove"
            case .replace: "replace"
            case .move: "move"
            case .copy: "copy"
            case .test: "test"
            }
        }
    }
}

extension JSONPatch {
    /// Reads a patch from its JSON form. Members that RFC 6902 does not name are ignored (MRG-31).
    ///
    /// - Throws: `wrongKind`, `notFound`, `invalidPointer` or `loneSurrogate`, with the pointer of the place in the patch.
    public init(_ value: JSONValue) throws(JSONError) {
        guard let list = value.arrayValue else {
            throw JSONError.wrongKind(at: .root, expected: "a JSON Patch, which is an array", found: value.kind)
        }
        operations = []
        for element in list {
            let reader = OperationReader(value: element, place: JSONPointer.root.appending(operations.count))
            operations.append(try reader.operation())
        }
    }

    /// The JSON form, compact.
    public var value: JSONValue {
        .array(operations.map(\.value))
    }
}

extension JSONPatch.Operation {
    /// The JSON form, compact.
    public var value: JSONValue {
        func object(_ path: JSONPointer, _ rest: (String, JSONValue)...) -> JSONValue {
            .object(
                [("op", .string(name))] + rest.prefix { $0.0 == "from" } + [("path", .string(path.description))]
                    + rest.drop { $0.0 == "from" })
        }
        return switch self {
        case .add(let path, let value), .replace(let path, let value), .test(let path, let value):
            object(path, ("value", value))
        case .remove(let path): object(path)
        case .move(let from, let path), .copy(let from, let path): object(path, ("from", .string(from.description)))
        }
    }
}

/// Reads one operation out of its JSON form.
private struct OperationReader {
    let value: JSONValue
    /// Where the operation stands in the patch.
    let place: JSONPointer

    func operation() throws(JSONError) -> JSONPatch.Operation {
        guard value.objectValue != nil else {
            throw JSONError.wrongKind(at: place, expected: "an operation, which is an object", found: value.kind)
        }
        let name = try text("op")
        switch name {
        case "add": return .add(try pointer("path"), try member("value"))
        case "remove": return .remove(try pointer("path"))
        case "replace": return .replace(try pointer("path"), try member("value"))
        case "move": return .move(from: try pointer("from"), to: try pointer("path"))
        case "copy": return .copy(from: try pointer("from"), to: try pointer("path"))
        case "test": return .test(try pointer("path"), try member("value"))
        default:
            throw JSONError(
                .wrongKind, "‘\(name)’ is no operation of a JSON Patch", pointer: place.appending("op"),
                expected: "add, remove, replace, move, copy or test", found: name)
        }
    }

    private func member(_ name: String) throws(JSONError) -> JSONValue {
        guard let member = value[name] else {
            throw JSONError(
                .notFound, "the operation at \(place) of the patch lacks ‘\(name)’", pointer: place.appending(name),
                expected: "a member ‘\(name)’", found: "nothing")
        }
        return member
    }

    private func text(_ name: String) throws(JSONError) -> String {
        let member = try member(name)
        guard let text = member.stringValue else {
            guard member.kind == .string else {
                throw JSONError.wrongKind(at: place.appending(name), expected: "a string", found: member.kind)
            }
            throw JSONError(
                .loneSurrogate, "‘\(name)’ of the operation at \(place) holds half of a surrogate pair and is no text",
                pointer: place.appending(name), expected: "text", found: "half of a surrogate pair")
        }
        return text
    }

    private func pointer(_ name: String) throws(JSONError) -> JSONPointer {
        let text = try text(name)
        do {
            return try JSONPointer(text)
        } catch {
            var error = error
            error.pointer = place.appending(name)
            throw error
        }
    }
}
