/// The style of one container of a document: how its children are separated and how a new one must look (JSON-13).
struct JSONStyle {
    /// Between the opening bracket and the first child.
    var lead: [UInt8]
    /// Between two children, comma included.
    var separator: [UInt8]
    /// Between the last child and the closing bracket.
    var trail: [UInt8]
    /// How a new child is laid out.
    var child: JSONLayout
    /// How a new object among the children is laid out, if its siblings differ from `child`.
    var object: JSONLayout?
    /// How a new array among the children is laid out, if its siblings differ from `child`.
    var array: JSONLayout?

    /// For where nothing is written.
    static let none = JSONStyle(lead: [], separator: [], trail: [], child: .compact)

    /// The layout for a new child of this kind.
    func layout(for value: JSONValue) -> JSONLayout {
        switch value.kind {
        case .object: object ?? child
        case .array: array ?? child
        default: child
        }
    }
}

extension JSONView {
    /// The style of the container at `node`; `outer` is the layout that its parent has for children.
    func style(of node: Int, outer: JSONLayout) -> JSONStyle {
        let close = close(node)
        let first = firstChild(node)
        if first == close { return emptyStyle(outer) }
        let isObject = head(node) == UInt8(ascii: "{")
        let lead = copy(start(node) + 1..<start(first))
        let trail = copy(lastEnd(of: node)..<start(close))
        var child = outer
        if isObject {
            let colon = copy(end(first)..<start(first + 1))
            if !colon.contains(0x0A) { child.colon = colon }
        }
        let second = next(isObject ? first + 1 : first)
        var separator: [UInt8]?
        if second < close { separator = copy(end(isObject ? first + 1 : first)..<start(second)) }
        if let line = line(in: lead) ?? separator.flatMap({ self.line(in: $0) }) {
            child.newline = line.newline
            child.indent = line.indent
            let outerIndent = self.line(in: trail)?.indent ?? outer.indent
            if line.indent.count > outerIndent.count, line.indent.starts(with: outerIndent) {
                child.unit = Array(line.indent.dropFirst(outerIndent.count))
            } else if line.indent.contains(0x09) {
                child.unit = [0x09]
            }
        } else {
            child.newline = []
            if let separator {
                child.comma = separator
            } else {
                child.comma = child.colon.last == 0x20 ? [0x2C, 0x20] : [0x2C]
            }
        }
        var style = JSONStyle(
            lead: lead, separator: separator ?? (child.isBlock ? [0x2C] + lead : child.comma), trail: trail,
            child: child)
        if child.isBlock { lookAtSiblings(of: node, isObject: isObject, &style) }
        return style
    }

    /// The layout for a value that takes the place of `node`: a container follows the one that was there before it.
    func layout(for new: JSONValue, inPlaceOf node: Int, around: JSONLayout) -> JSONLayout {
        guard isContainer(node), new.kind == kind(node), firstChild(node) != close(node) else { return around }
        var layout = style(of: node, outer: around).child
        layout.indent = around.indent
        return layout
    }

    /// The layout that a document starts with, before any container is looked at.
    func outermostLayout() -> JSONLayout {
        guard isContainer(0), firstChild(0) != close(0) else { return .newFile }
        var layout = JSONLayout.newFile
        // The first object with a member, down the first children, knows how colons look.
        var node = 0
        while isContainer(node), firstChild(node) != close(node) {
            if head(node) == UInt8(ascii: "{") {
                let colon = copy(end(firstChild(node))..<start(firstChild(node) + 1))
                if !colon.contains(0x0A) { layout.colon = colon }
                break
            }
            node = firstChild(node)
        }
        return layout
    }

    private func emptyStyle(_ outer: JSONLayout) -> JSONStyle {
        guard outer.isBlock else {
            return JSONStyle(lead: [], separator: outer.comma, trail: [], child: outer)
        }
        var child = outer
        child.indent = outer.indent + outer.unit
        let lead = child.newline + child.indent
        return JSONStyle(lead: lead, separator: [0x2C] + lead, trail: child.newline + outer.indent, child: child)
    }

    /// Where members stand on lines of their own, containers among them may still be kept on one line each.
    private func lookAtSiblings(of node: Int, isObject: Bool, _ style: inout JSONStyle) {
        let close = close(node)
        var child = firstChild(node)
        for _ in 0..<16 where child < close {
            let value = isObject ? child + 1 : child
            if isContainer(value), firstChild(value) != self.close(value) {
                let inner = self.style(ofLine: value, outer: style.child)
                if head(value) == UInt8(ascii: "{") {
                    style.object = style.object ?? inner
                } else {
                    style.array = style.array ?? inner
                }
            }
            child = next(value)
        }
    }

    /// The layout for a sibling of the container at `node`: as its parent has it, unless `node` is on one line.
    private func style(ofLine node: Int, outer: JSONLayout) -> JSONLayout {
        let first = firstChild(node)
        guard !copy(start(node) + 1..<start(first)).contains(0x0A) else { return outer }
        var layout = outer.inline
        let isObject = head(node) == UInt8(ascii: "{")
        if isObject { layout.colon = copy(end(first)..<start(first + 1)) }
        let second = next(isObject ? first + 1 : first)
        if second < close(node) {
            layout.comma = copy(end(isObject ? first + 1 : first)..<start(second))
            if layout.comma.contains(0x0A) { return outer }
        } else {
            layout.comma = layout.colon.last == 0x20 ? [0x2C, 0x20] : [0x2C]
        }
        return layout
    }

    /// Where the last child of a container that is not empty ends.
    func lastEnd(of container: Int) -> Int {
        var end = start(close(container))
        while JSONView.isSpace(byte(end - 1)) { end -= 1 }
        return end
    }

    @inline(__always)
    static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    func copy(_ range: Range<Int>) -> [UInt8] {
        Array(UnsafeRawBufferPointer(start: bytes + range.lowerBound, count: range.count))
    }

    /// The last line break in some white space and the indentation behind it.
    private func line(in space: [UInt8]) -> (newline: [UInt8], indent: [UInt8])? {
        guard let feed = space.lastIndex(of: 0x0A) else { return nil }
        let newline: [UInt8] = feed > 0 && space[feed - 1] == 0x0D ? [0x0D, 0x0A] : [0x0A]
        return (newline, space[(feed + 1)...].filter { $0 == 0x20 || $0 == 0x09 })
    }
}
