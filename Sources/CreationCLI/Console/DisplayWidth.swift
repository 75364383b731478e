/// How many terminal cells text takes.
enum DisplayWidth {
    /// The cells of a text that has been through `VisibleText`.
    static func of(_ text: some StringProtocol) -> Int {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
        return text.unicodeScalars.reduce(0) { $0 + of($1) }
    }

    /// The cells of one scalar: 0 for marks, 2 for East Asian wide letters and emoji, else 1.
    static func of(_ scalar: Unicode.Scalar) -> Int {
        let value = scalar.value
        if value < 0x300 { return value == 0xAD ? 0 : 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF,
            0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return 2
        default:
            return 1
        }
    }

    /// The text cut to at most `cells` cells, with an ellipsis where something was cut.
    static func cut(_ text: String, to cells: Int) -> String {
        guard of(text) > cells else { return text }
        guard cells > 1 else { return String(repeating: "…", count: max(0, cells)) }
        return prefix(of: text, cells: cells - 1).prefix + "…"
    }

    /// The longest beginning that fits, on whole characters, and the rest.
    static func prefix(of text: String, cells: Int) -> (prefix: String, rest: Substring) {
        var width = 0
        var end = text.startIndex
        while end < text.endIndex {
            let next = text.index(after: end)
            width += of(text[end..<next])
            if width > cells { break }
            end = next
        }
        return (String(text[..<end]), text[end...])
    }

    /// The text broken at spaces into lines of at most `cells` cells, the first of at most `first`; a longer word is broken
    /// where it must be.
    static func wrap(_ text: String, to cells: Int, first: Int? = nil) -> [String] {
        var room = max(1, first ?? cells)
        var lines: [String] = []
        var line = ""
        func end() {
            lines.append(line)
            line = ""
            room = max(1, cells)
        }
        for word in text.split(separator: " ", omittingEmptySubsequences: true) {
            var word = word[...]
            if !line.isEmpty, of(line) + 1 + of(word) <= room {
                line += " " + word
                continue
            }
            if !line.isEmpty { end() }
            while of(word) > room {
                let (piece, rest) = prefix(of: String(word), cells: room)
                guard !piece.isEmpty else { break }
                line = piece
                end()
                word = rest
            }
            line = String(word)
        }
        if !line.isEmpty || lines.isEmpty { end() }
        return lines
    }
}
