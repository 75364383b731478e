/// A JSON value: a view of one node of a document, which it keeps alive.
///
/// Two values are equal if they are the same JSON: numbers by exact value, objects without order, strings and keys by
/// unescaped bytes.
public struct JSONValue: Sendable {
    let storage: JSONStorage
    let index: Int

    /// The kind of this value.
    public var kind: JSONKind { storage.view { $0.kind(index) } }

    /// Whether this is `null`.
    public var isNull: Bool { storage.view { $0.head(index) == UInt8(ascii: "n") } }

    /// The boolean; nil for another kind.
    public var boolValue: Bool? {
        storage.view { view in
            switch view.head(index) {
            case UInt8(ascii: "t"): true
            case UInt8(ascii: "f"): false
            default: nil
            }
        }
    }

    /// The number; nil for another kind.
    public var numberValue: JSONNumber? { JSONNumber(self) }

    /// The unescaped text; nil for another kind and for a string with a lone surrogate.
    public var stringValue: String? { JSONString(self)?.string }

    /// The string as a view, which exists for lone surrogates too; nil for another kind.
    public var jsonStringValue: JSONString? { JSONString(self) }

    /// The array; nil for another kind.
    public var arrayValue: JSONArray? { JSONArray(self) }

    /// The object; nil for another kind.
    public var objectValue: JSONObject? { JSONObject(self) }

    /// The bytes of this value as written, shared with the document.
    public var bytes: ArraySlice<UInt8> { storage.bytes[byteRange] }

    /// Where this value stands in the bytes of its document.
    public var byteRange: Range<Int> { storage.view { $0.start(index)..<$0.end(index) } }

    /// The text of this value as written.
    public var text: String {
        storage.view { view in String(decoding: view.text(index), as: UTF8.self) }
    }

    /// The document this value looks into.
    public var document: JSONDocument { JSONDocument(storage: storage) }

    /// The element at a position; nil if there is none or this is no array. Linear in `index`.
    public subscript(_ index: Int) -> JSONValue? {
        guard index >= 0, let array = arrayValue else { return nil }
        var left = index
        for element in array {
            if left == 0 { return element }
            left -= 1
        }
        return nil
    }

    /// The value that `pointer` names, seen from here; nil if there is none.
    public subscript(_ pointer: JSONPointer) -> JSONValue? {
        var node = index
        for token in pointer.tokens {
            guard let child = storage.child(token, of: node) else { return nil }
            node = child
        }
        return JSONValue(storage: storage, index: node)
    }
}

extension JSONValue: CustomStringConvertible {
    /// The text as written.
    public var description: String { text }
}

extension JSONStorage {
    /// The child that one token of a pointer names; nil if there is none.
    func child(_ token: String, of node: Int) -> Int? {
        view { view in
            switch view.head(node) {
            case UInt8(ascii: "{"): return member(token, of: node, in: view).map { $0 + 1 }
            case UInt8(ascii: "["):
                guard var left = JSONPointer.index(token) else { return nil }
                let close = view.close(node)
                var child = view.firstChild(node)
                while child < close, left > 0 {
                    child = view.next(child)
                    left -= 1
                }
                return child < close ? child : nil
            default: return nil
            }
        }
    }

    /// The tape index of the key that equals `key`; the last one where keys may stand twice.
    func member(_ key: String, of object: Int, in view: JSONView) -> Int? {
        var key = key
        return key.withUTF8 { text in
            let close = view.close(object)
            var child = view.firstChild(object)
            var found: Int?
            while child < close {
                if view.string(child, equals: text) {
                    if !allowsDuplicates { return child }
                    found = child
                }
                child = view.next(child + 1)
            }
            return found
        }
    }
}
