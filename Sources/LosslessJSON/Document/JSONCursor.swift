/// Unsafe eyes on one node of a document, for walks that look at every node of large records.
///
/// Two words and no reference: copying one costs nothing, and it is valid only inside `JSONValue.withCursor`, which keeps
/// the document alive. Everything else here reads through `JSONValue`.
package struct JSONCursor {
    let view: JSONView
    let node: Int

    /// The kind of this value.
    package var kind: JSONKind { view.kind(node) }

    /// The first byte of this value as written, which tells its kind faster.
    package var head: UInt8 { view.head(node) }

    /// The node's number, to find it again inside the same document.
    package var position: Int { node }

    /// The node with this number of the same document.
    package func node(at position: Int) -> JSONCursor { JSONCursor(view: view, node: position) }

    /// The boolean; nil for another kind.
    package var bool: Bool? {
        switch head {
        case UInt8(ascii: "t"): true
        case UInt8(ascii: "f"): false
        default: nil
        }
    }

    /// Whether this is a number that has no fraction and fits 64 bits with a sign.
    package var isInteger: Bool {
        guard view.kind(node) == .number else { return false }
        let text = UnsafeBufferPointer(rebasing: view.text(node).assumingMemoryBound(to: UInt8.self)[...])
        let parts = DecimalParts(text)
        guard let magnitude = parts.integer else { return false }
        return parts.isNegative ? magnitude <= 1 << 63 : magnitude < 1 << 63
    }

    /// Whether this is a number that a `Double` can hold, as a decoder sees it: rounded, but not infinite.
    package var isDouble: Bool {
        guard view.kind(node) == .number else { return false }
        let text = view.text(node)
        // Without an exponent only a number of more than 308 digits is too large.
        if text.count <= 300, !text.contains(where: { $0 | 0x20 == UInt8(ascii: "e") }) { return true }
        return Double(String(decoding: text, as: UTF8.self))?.isFinite == true
    }

    /// The text of a string or key; nil for another kind and for a lone surrogate.
    package var string: String? {
        head == UInt8(ascii: "\"") ? view.string(node) : nil
    }

    /// Whether this is a string that can become a `String`, found out without making one.
    package var isText: Bool { head == UInt8(ascii: "\"") && view.isText(node) }

    /// The text of a key, with U+FFFD for lone surrogates.
    package var lossyString: String { view.unescaped(node) { String(decoding: $0, as: UTF8.self) } }

    /// Gives the unescaped bytes of a string or key.
    package func withUnescapedBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R { view.unescaped(node, body) }

    /// Whether both are written with the same bytes.
    package func hasSameBytes(as other: JSONCursor) -> Bool {
        let left = view.text(node)
        let right = other.view.text(other.node)
        guard left.count == right.count else { return false }
        var i = 0
        while i + 8 <= left.count {
            let difference =
                left.loadUnaligned(fromByteOffset: i, as: UInt64.self)
                ^ right.loadUnaligned(fromByteOffset: i, as: UInt64.self)
            if difference != 0 { return false }
            i += 8
        }
        while i < left.count {
            if left[i] != right[i] { return false }
            i += 1
        }
        return true
    }

    /// Whether the unescaped bytes of this string or key are these.
    package func isString(of bytes: UnsafeBufferPointer<UInt8>) -> Bool { view.key(node, equals: bytes) }

    /// Whether two keys or strings have the same unescaped bytes.
    package func isSameString(as other: JSONCursor) -> Bool { view.sameString(node, other.node, in: other.view) }

    /// Whether this is `null`.
    package var isNull: Bool { head == UInt8(ascii: "n") }

    /// Starts at the first child of an object or array; nil for another kind.
    package var children: Children? {
        switch head {
        case UInt8(ascii: "{"): Children(view: view, child: view.firstChild(node), close: view.close(node), step: 1)
        case UInt8(ascii: "["): Children(view: view, child: view.firstChild(node), close: view.close(node), step: 0)
        default: nil
        }
    }

    /// Walks over members, keys and values together, or over elements.
    package struct Children {
        let view: JSONView
        var child: Int
        let close: Int
        let step: Int

        /// The key of the next member (of an array: the element itself) and its value.
        package mutating func next() -> (key: JSONCursor, value: JSONCursor)? {
            guard child < close else { return nil }
            let value = child + step
            defer { child = view.next(value) }
            return (JSONCursor(view: view, node: child), JSONCursor(view: view, node: value))
        }
    }
}

extension JSONValue {
    /// Gives raw access to this value for the time of a closure.
    package func withCursor<R, E: Error>(_ body: (JSONCursor) throws(E) -> R) throws(E) -> R {
        let index = index
        return try storage.view { view throws(E) in try body(JSONCursor(view: view, node: index)) }
    }

    /// The value at a cursor into the same document.
    package func value(at cursor: JSONCursor) -> JSONValue { JSONValue(storage: storage, index: cursor.node) }
}

/// Names of members, ready to be compared with keys.
package final class JSONNames: Sendable {
    /// The names in the order given.
    package let names: [String]
    private let keys: [[UInt8]]

    /// Prepares these names.
    package init(_ names: [String]) {
        self.names = names
        keys = names.map { Array($0.utf8) }
    }

    /// Which of the names a key is; nil if none. Starts at `hint`, since most objects follow the same order.
    package func index(of key: JSONCursor, hint: Int) -> Int? {
        keys.withUnsafeBufferPointer { keys in
            var index = hint
            for _ in 0..<keys.count {
                if index >= keys.count { index = 0 }
                if keys[index].withUnsafeBufferPointer({ key.view.key(key.node, equals: $0) }) { return index }
                index += 1
            }
            return nil
        }
    }
}

extension JSONView {
    /// Whether a key or string is this text: eight bytes at a time where it is, and the slow way only to see that it is
    /// not.
    @inline(__always)
    fileprivate func key(_ node: Int, equals name: UnsafeBufferPointer<UInt8>) -> Bool {
        let from = start(node) + 1
        let count = name.count
        guard count > 0, from + count < size, let base = name.baseAddress else { return string(node, equals: name) }
        if byte(from) != base[0], byte(from) != UInt8(ascii: "\\") { return false }
        let other = UnsafeRawPointer(base)
        var i = 0
        while i + 8 <= count {
            if SWAR.load(bytes, from + i) != SWAR.load(other, i) { return string(node, equals: name) }
            i += 8
        }
        while i < count {
            if byte(from + i) != base[i] { return string(node, equals: name) }
            i += 1
        }
        return byte(from + count) == UInt8(ascii: "\"") || string(node, equals: name)
    }
}
