/// How new values are laid out: on one line, or one member to a line.
struct JSONLayout: Sendable {
    /// What ends a line; empty for values on one line.
    var newline: [UInt8]
    /// The indentation of the line on which the value itself stands.
    var indent: [UInt8]
    /// What one level adds.
    var unit: [UInt8]
    /// What separates members on one line: the comma and the space around it.
    var comma: [UInt8]
    /// What separates key and value: the colon and the space around it.
    var colon: [UInt8]

    /// Nothing but the tokens.
    static let compact = JSONLayout(newline: [], indent: [], unit: [], comma: [0x2C], colon: [0x3A])

    /// New files: two spaces, one member to a line.
    static let newFile = JSONLayout(
        newline: [0x0A], indent: [], unit: [0x20, 0x20], comma: [0x2C, 0x20], colon: [0x3A, 0x20])

    /// Whether members stand on lines of their own.
    var isBlock: Bool { !newline.isEmpty }

    /// The same on one line.
    var inline: JSONLayout {
        var copy = self
        copy.newline = []
        return copy
    }

    /// The line break and indentation in front of a child.
    var childLine: [UInt8] { newline + indent + unit }
}

extension JSONFragment {
    /// Appends a value whose tokens keep their spelling and whose white space follows `layout`.
    mutating func append(_ value: JSONValue, layout: JSONLayout) {
        value.storage.view { append(value.index, of: $0, layout: layout) }
        allowsDuplicates = allowsDuplicates || value.storage.allowsDuplicates
    }

    /// Appends a node of a document, laid out anew.
    mutating func append(_ node: Int, of view: JSONView, layout: JSONLayout) {
        _ = append(node, of: view, layout: layout, limit: .max)
    }

    /// The same as long as there are no more than `limit` bytes, since indentation costs depth times elements: else false,
    /// with a part written. Iterative.
    mutating func append(_ node: Int, of view: JSONView, layout: JSONLayout, limit: Int) -> Bool {
        var parents: [(close: Int, isObject: Bool)] = []
        var indent = layout.newline + layout.indent
        var at = node
        var isFirst = true
        while bytes.count <= limit {
            if let parent = parents.last {
                if at == parent.close {
                    parents.removeLast()
                    indent.removeLast(min(layout.unit.count, indent.count))
                    if layout.isBlock { gap(indent) }
                    close(view.byte(view.start(at)))
                    at += 1
                    isFirst = false
                    if parents.isEmpty { break }
                    continue
                }
                if layout.isBlock {
                    if !isFirst { gap(CollectionOfOne(UInt8(ascii: ","))) }
                    gap(indent)
                } else if !isFirst {
                    gap(layout.comma)
                }
                if parent.isObject {
                    token(view.text(at))
                    gap(layout.colon)
                    at += 1
                }
            }
            if view.isContainer(at) {
                let bracket = view.head(at)
                open(bracket)
                if view.firstChild(at) == view.close(at) {
                    close(bracket + 2)
                    at += 3
                    isFirst = false
                } else {
                    parents.append((view.close(at), bracket == UInt8(ascii: "{")))
                    indent += layout.unit
                    at += 2
                    isFirst = true
                }
            } else {
                token(view.text(at))
                at += 1
                isFirst = false
            }
            if parents.isEmpty { break }
        }
        return bytes.count <= limit
    }
}
