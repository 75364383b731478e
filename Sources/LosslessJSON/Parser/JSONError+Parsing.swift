extension JSONError {
    /// Turns a failure of the parser into a sentence with a place (JSON-8).
    init(_ failure: ParseFailure, in bytes: [UInt8], limits: JSONLimits) {
        let offset = failure.offset
        let found = JSONError.found(at: offset, in: bytes)
        switch failure.reason {
        case .expected(let what):
            self.init(.malformed, "expected \(what), found \(found)", expected: what, found: found)
        case .controlCharacter:
            self.init(
                .malformed, "expected an escape, found \(found) raw in a string", expected: "an escape", found: found)
        case .badEscape:
            let escape = JSONError.escape(at: offset, in: bytes)
            self.init(
                .malformed, "expected an escape that JSON knows, found \(escape)",
                expected: "an escape that JSON knows", found: escape)
        case .badUTF8:
            self.init(.malformed, "expected UTF-8, found \(found)", expected: "UTF-8", found: found)
        case .byteOrderMark:
            self.init(
                .malformed, "expected a value, found a byte order mark; remove the first three bytes",
                expected: "a value", found: "a byte order mark")
        case .leadingZero:
            self.init(
                .malformed, "expected a number without leading zeros, found a digit after ‘0’",
                expected: "a number without leading zeros", found: "a digit after ‘0’")
        case .tooDeep:
            self.init(
                .limitExceeded, "arrays and objects are nested deeper than \(limits.depth) levels",
                expected: "at most \(limits.depth) levels", found: "one more")
        case .tooLarge:
            self.init(
                .limitExceeded, "the document has \(bytes.count) bytes; the limit is \(limits.size)",
                expected: "at most \(limits.size) bytes", found: "\(bytes.count) bytes")
            return
        case .duplicateKey(let first):
            let place = JSONError.place(of: first, in: bytes)
            let pointer = PointerFinder.pointer(to: offset, in: bytes)
            self.init(
                .duplicateKey,
                "the key \(pointer?.last.map { "‘\($0)’" } ?? "here") stands twice in one object, "
                    + "first at line \(place.line), column \(place.column)",
                pointer: pointer, otherOffset: first, expected: "a key that is new in its object",
                found: "a key for the second time")
        }
        let place = JSONError.place(of: offset, in: bytes)
        self.line = place.line
        self.column = place.column
        self.offset = offset
    }

    /// Line and column of an offset, both from 1; a line ends with each line feed.
    static func place(of offset: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
        var line = 1
        var start = 0
        for (i, byte) in bytes.prefix(offset).enumerated() where byte == 0x0A {
            line += 1
            start = i + 1
        }
        return (line, offset - start + 1)
    }

    /// What stands at an offset, for sentences.
    private static func found(at offset: Int, in bytes: [UInt8]) -> String {
        guard offset < bytes.count else { return "the end of the input" }
        let byte = bytes[offset]
        switch byte {
        case ..<0x20, 0x7F: return "control character \(scalarName(UInt32(byte)))"
        case ..<0x80: return "‘\(Unicode.Scalar(byte))’"
        default:
            var decoder = UTF8()
            var rest = bytes[offset...].prefix(4).makeIterator()
            if case .scalarValue(let scalar) = decoder.decode(&rest) { return scalarName(scalar.value) }
            return "byte 0x\(hex(UInt32(byte), width: 2))"
        }
    }

    private static func escape(at offset: Int, in bytes: [UInt8]) -> String {
        let letters = bytes[offset...].prefix { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") }.prefix(6)
        return "‘\(String(decoding: letters, as: UTF8.self))’"
    }

    private static func scalarName(_ value: UInt32) -> String { "U+" + hex(value, width: 4) }

    private static func hex(_ value: UInt32, width: Int) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

/// Finds the pointer of a member by the offset of its key, in bytes that are well-formed JSON.
enum PointerFinder {
    static func pointer(to offset: Int, in bytes: [UInt8]) -> JSONPointer? {
        guard
            let document = try? JSONDocument(
                bytes, limits: .init(maximumDepth: .max, maximumSize: .max),
                duplicateKeys: .allow)
        else { return nil }
        return document.storage.view { view in
            var tokens: [String] = []
            var node = 0
            while view.isContainer(node), view.start(node) < offset {
                let isObject = view.head(node) == UInt8(ascii: "{")
                let close = view.close(node)
                var child = view.firstChild(node)
                var index = 0
                // The child that holds the offset is the last one that starts at or before it.
                var next = isObject ? view.next(child + 1) : view.next(child)
                while next < close, view.start(next) <= offset {
                    child = next
                    next = isObject ? view.next(child + 1) : view.next(child)
                    index += 1
                }
                guard child < close else { break }
                if isObject {
                    tokens.append(view.unescaped(child) { String(decoding: $0, as: UTF8.self) })
                    if view.start(child) == offset { break }
                    node = child + 1
                } else {
                    tokens.append(String(index))
                    node = child
                }
            }
            return JSONPointer(tokens: tokens)
        }
    }
}
