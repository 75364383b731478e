/// Bytes under construction together with their tape: what builders and edits produce, without parsing again.
struct JSONFragment {
    var bytes: [UInt8] = []
    var words: [UInt32] = []
    var allowsDuplicates = false
    private var opens: [Int] = []

    /// Notes that a key or value starts at the end of the bytes so far.
    mutating func mark() {
        words.append(UInt32(truncatingIfNeeded: bytes.count))
    }

    /// Opens an array or object.
    mutating func open(_ bracket: UInt8) {
        opens.append(words.count)
        mark()
        words.append(Tape.mark)
        bytes.append(bracket)
    }

    /// Closes what was opened last.
    mutating func close(_ bracket: UInt8) {
        mark()
        bytes.append(bracket)
        let open = opens.removeLast()
        words[open + 1] = Tape.mark | UInt32(truncatingIfNeeded: words.count - open)
    }

    /// Appends bytes that are no node: white space, commas, colons.
    mutating func gap(_ text: some Sequence<UInt8>) {
        bytes.append(contentsOf: text)
    }

    /// Appends one scalar or key as it is written.
    mutating func token(_ text: some Sequence<UInt8>) {
        mark()
        bytes.append(contentsOf: text)
    }

    /// Appends a string or key, escaped no more than JSON demands.
    mutating func string(_ text: String) {
        mark()
        bytes.appendJSONString(text)
    }

    /// Appends a value as it is written, white space inside included.
    mutating func copy(_ node: Int, of view: JSONView) {
        copy(bytes: view.start(node)..<view.end(node), words: node..<view.next(node), of: view)
    }

    /// Appends a run of a document: its bytes and the words that belong to them, moved.
    mutating func copy(bytes range: Range<Int>, words run: Range<Int>, of view: JSONView) {
        let delta = bytes.count - range.lowerBound
        bytes.append(contentsOf: UnsafeRawBufferPointer(start: view.bytes + range.lowerBound, count: range.count))
        append(UnsafeBufferPointer(start: view.tape + run.lowerBound, count: run.count), movedBy: delta)
    }

    /// Appends a whole fragment.
    mutating func copy(_ other: JSONFragment) {
        let delta = bytes.count
        bytes.append(contentsOf: other.bytes)
        other.words.withUnsafeBufferPointer { append($0, movedBy: delta) }
        allowsDuplicates = allowsDuplicates || other.allowsDuplicates
    }

    private mutating func append(_ run: UnsafeBufferPointer<UInt32>, movedBy delta: Int) {
        let first = words.count
        words.append(contentsOf: run)
        words.withUnsafeMutableBufferPointer { words in
            if let base = words.baseAddress { Tape.move(base + first, count: run.count, by: delta) }
        }
    }

    /// Makes a document of the one value that was built.
    func storage(like other: JSONStorage? = nil) -> JSONStorage {
        precondition(bytes.count <= Int(Int32.max), "a document may not grow past 2 GiB")
        var tape = TapeBuffer(capacity: words.count + 1)
        words.withUnsafeBufferPointer { tape.append(contentsOf: $0, movedBy: 0) }
        tape.append(UInt32(truncatingIfNeeded: bytes.count))
        return JSONStorage(
            bytes: bytes, tape: tape, limits: other?.limits ?? .standard,
            allowsDuplicates: allowsDuplicates || other?.allowsDuplicates ?? false)
    }
}

extension [UInt8] {
    /// Appends a string literal: only `"`, `\` and control characters are escaped, everything else stays raw (JSON-12).
    mutating func appendJSONString(_ text: String) {
        var text = text
        text.withUTF8 { appendJSONString($0) }
    }

    /// The same for bytes in UTF-8; the three bytes of a lone surrogate become its escape again.
    mutating func appendJSONString(_ text: UnsafeBufferPointer<UInt8>) {
        append(UInt8(ascii: "\""))
        var start = 0
        for (i, byte) in text.enumerated() {
            let surrogate = byte == 0xED && i + 2 < text.count && text[i + 1] >= 0xA0
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || surrogate else { continue }
            append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<i]))
            start = i + 1
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(contentsOf: [UInt8(ascii: "\\"), byte])
            case 0x08: append(contentsOf: "\\b".utf8)
            case 0x09: append(contentsOf: "\\t".utf8)
            case 0x0A: append(contentsOf: "\\n".utf8)
            case 0x0C: append(contentsOf: "\\f".utf8)
            case 0x0D: append(contentsOf: "\\r".utf8)
            case 0xED:
                let unit = 0xD000 | UInt16(text[i + 1] & 0x3F) << 6 | UInt16(text[i + 2] & 0x3F)
                appendUnicodeEscape(unit)
                start = i + 3
            default: appendUnicodeEscape(UInt16(byte))
            }
        }
        append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
        append(UInt8(ascii: "\""))
    }

    private mutating func appendUnicodeEscape(_ unit: UInt16) {
        append(contentsOf: "\\u".utf8)
        for shift in [12, 8, 4, 0] as [UInt16] {
            let digit = UInt8(truncatingIfNeeded: unit >> shift & 0xF)
            append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }
}
