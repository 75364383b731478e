/// An element of the few XML answers that S3 gives: names, text and children; attributes are passed over.
struct XMLNode: Sendable {
    /// The name without a namespace prefix.
    var name: String
    /// The text directly inside, entities resolved.
    var text = ""
    /// The elements directly inside, in order.
    var children: [XMLNode] = []

    /// The first child of that name.
    subscript(_ name: String) -> XMLNode? {
        children.first { $0.name == name }
    }

    /// The root element of `bytes`; nil if they are not well-formed enough, or nest deeper than 16 elements.
    static func parse(_ bytes: [UInt8]) -> XMLNode? {
        var reader = XMLReader(rest: bytes[...])
        return reader.document()
    }
}

/// Reads elements off the front of its bytes.
private struct XMLReader {
    var rest: ArraySlice<UInt8>

    mutating func document() -> XMLNode? {
        var open: [XMLNode] = []
        while !rest.isEmpty {
            guard skip("<") else {
                let text = take(upTo: "<")
                if !open.isEmpty { open[open.count - 1].text += Self.resolved(text) }
                continue
            }
            if skip("?") {
                guard takeThrough("?>") else { return nil }
            } else if skip("!--") {
                guard takeThrough("-->") else { return nil }
            } else if skip("!") {
                // A document type could declare entities; S3 sends none, so none is understood.
                return nil
            } else if skip("/") {
                let name = take(upTo: ">")
                guard skip(">"), let node = open.popLast(), node.name == Self.localName(name) else { return nil }
                guard !open.isEmpty else { return node }
                open[open.count - 1].children.append(node)
            } else {
                let tag = take(upTo: ">")
                guard skip(">"), open.count < 16 else { return nil }
                let isEmpty = tag.last == UInt8(ascii: "/")
                let node = XMLNode(name: Self.localName(tag.prefix { !Self.isBlank($0) && $0 != UInt8(ascii: "/") }))
                guard !node.name.isEmpty else { return nil }
                if !isEmpty {
                    open.append(node)
                } else if open.isEmpty {
                    return node
                } else {
                    open[open.count - 1].children.append(node)
                }
            }
        }
        return nil
    }

    private mutating func skip(_ token: String) -> Bool {
        guard rest.starts(with: token.utf8) else { return false }
        rest = rest.dropFirst(token.utf8.count)
        return true
    }

    private mutating func take(upTo token: Unicode.Scalar) -> ArraySlice<UInt8> {
        let taken = rest.prefix { $0 != UInt8(ascii: token) }
        rest = rest.dropFirst(taken.count)
        return taken
    }

    private mutating func takeThrough(_ token: String) -> Bool {
        while !rest.isEmpty {
            if skip(token) { return true }
            rest = rest.dropFirst()
        }
        return false
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d
    }

    private static func localName(_ name: ArraySlice<UInt8>) -> String {
        let trimmed = name.prefix { !isBlank($0) }
        return String(decoding: trimmed.split(separator: UInt8(ascii: ":")).last ?? [], as: UTF8.self)
    }

    private static func resolved(_ text: ArraySlice<UInt8>) -> String {
        guard text.contains(UInt8(ascii: "&")) else { return String(decoding: text, as: UTF8.self) }
        var answer = ""
        for (index, piece) in text.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false).enumerated() {
            guard index > 0 else {
                answer += String(decoding: piece, as: UTF8.self)
                continue
            }
            let name = String(decoding: piece.prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self)
            let tail = piece.dropFirst(name.utf8.count + 1)
            answer += (entity(name) ?? "&\(name);") + String(decoding: tail, as: UTF8.self)
        }
        return answer
    }

    private static func entity(_ name: String) -> String? {
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default:
            guard name.hasPrefix("#") else { return nil }
            let number = name.hasPrefix("#x") ? UInt32(name.dropFirst(2), radix: 16) : UInt32(name.dropFirst())
            return number.flatMap(Unicode.Scalar.init).map { String(Character($0)) }
        }
    }
}
