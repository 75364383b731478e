/// Makes text from records, files and arguments safe to show: whatever could move the cursor, change colours, hide or
/// reorder letters is shown as an escape (CLI-20).
package enum VisibleText {
    /// The bytes as one line of harmless text; bytes that are no UTF-8 become `\xFF`.
    package static func of(_ bytes: some Sequence<UInt8>) -> String {
        let bytes = Array(bytes)
        if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return String(decoding: bytes, as: UTF8.self) }
        if let text = String(validating: bytes, as: UTF8.self) { return of(text) }
        var shown = ""
        var decoder = UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var position = 0
        loop: while true {
            switch decoder.parseScalar(from: &iterator) {
            case .valid(let encoded):
                append(UTF8.decode(encoded), to: &shown)
                position += encoded.count
            case .error(let length):
                for byte in bytes[position..<(position + length)] {
                    shown += "\\x" + String(decoding: hex(UInt32(byte), digits: 2), as: UTF8.self)
                }
                position += length
            case .emptyInput: break loop
            }
        }
        return shown
    }

    /// The text as one line of harmless text.
    package static func of(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
        var shown = ""
        shown.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars { append(scalar, to: &shown) }
        return shown
    }

    /// The same, with line feeds left as they are.
    package static func lines(of text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { of(String($0)) }.joined(separator: "\n")
    }

    /// JSON text for a terminal: characters that must not reach it become `\u` escapes, which mean the same in JSON.
    ///
    /// Such characters stand only inside strings, except for line ends and tabs, which stay, and a lone carriage
    /// return, which becomes a line feed.
    package static func json(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(where: { $0 >= 0x7F || $0 == 0x0D }) else { return bytes }
        var shown: [UInt8] = []
        shown.reserveCapacity(bytes.count)
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            if scalar == "\n" || scalar == "\t" {
                shown.append(UInt8(truncatingIfNeeded: scalar.value))
            } else if scalar == "\r" {
                shown.append(UInt8(ascii: "\n"))
            } else if isHarmless(scalar) {
                shown += Array(String(scalar).utf8)
            } else {
                for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
                    shown += Array("\\u".utf8) + hex(UInt32(unit), digits: 4)
                }
            }
        }
        return shown
    }

    private static func append(_ scalar: Unicode.Scalar, to shown: inout String) {
        guard !isHarmless(scalar) else {
            shown.unicodeScalars.append(scalar)
            return
        }
        switch scalar {
        case "\n": shown += "\\n"
        case "\t": shown += "\\t"
        case "\r": shown += "\\r"
        case _ where scalar.value < 0x80: shown += "\\x" + String(decoding: hex(scalar.value, digits: 2), as: UTF8.self)
        default: shown += "\\u{" + String(scalar.value, radix: 16) + "}"
        }
    }

    /// True where a terminal shows the scalar as itself and nothing else happens.
    ///
    /// Joiners that writing systems and emoji need stay; every other format character (bidirectional overrides,
    /// zero-width spaces, tags) is made visible.
    static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x7F { return scalar.value >= 0x20 }
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .unassigned: return false
        case .format: return scalar.value == 0x200C || scalar.value == 0x200D || scalar.value == 0xAD
        default: return true
        }
    }

    private static func hex(_ value: UInt32, digits: Int) -> [UInt8] {
        let text = String(value, radix: 16)
        return Array((String(repeating: "0", count: max(0, digits - text.utf8.count)) + text).utf8)
    }
}
