/// The one pass over the bytes: grammar, UTF-8, depth and duplicate keys, leaving a tape.
///
/// Iterative: open containers are on a stack of its own. On failure the tape is freed and the reason returned.
struct TapeParser {
    let bytes: UnsafeRawPointer
    let size: Int
    let maximumDepth: Int
    let checksKeys: Bool
    var tape: TapeBuffer
    /// The first key that stood twice, by the offset of its second place.
    var duplicate: (first: Int, second: Int)?

    /// Parses `bytes`; the caller owns the tape that comes back.
    static func parse(
        _ bytes: UnsafeRawBufferPointer, limits: JSONLimits, duplicateKeys: JSONDuplicateKeys
    ) -> Result<TapeBuffer, ParseFailure> {
        guard bytes.count <= limits.size else {
            return .failure(ParseFailure(reason: .tooLarge, offset: limits.size))
        }
        guard let base = bytes.baseAddress, !bytes.isEmpty else {
            return .failure(ParseFailure(reason: .expected("a value"), offset: 0))
        }
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
            return .failure(ParseFailure(reason: .byteOrderMark, offset: 0))
        }
        var parser = TapeParser(
            bytes: base, size: bytes.count, maximumDepth: limits.depth, checksKeys: duplicateKeys == .reject,
            tape: TapeBuffer(capacity: bytes.count / 8 + 16))
        do {
            try parser.run()
            return .success(parser.tape)
        } catch {
            parser.tape.words.deallocate()
            return .failure(error)
        }
    }

    /// An open container and what is known of its keys.
    struct Frame {
        /// Where the container stands on the tape.
        var open: Int
        /// One bit per hash of a key so far: a clear bit proves a key new.
        var seen: UInt64
        /// How many keys so far; past `Keys.few` they are compared at the close.
        var keys: Int
        var isObject: Bool
    }

    private mutating func run() throws(ParseFailure) {
        var stack: [Frame] = []
        var top = Frame(open: -1, seen: 0, keys: 0, isObject: false)
        var at = 0
        skipSpace(&at)
        values: while true {
            tape.reserve(8, done: at, of: size)
            guard at < size else { throw ParseFailure(reason: .expected("a value"), offset: at) }
            let head = bytes.load(fromByteOffset: at, as: UInt8.self)
            tape.append(UInt32(truncatingIfNeeded: at))
            switch head {
            case UInt8(ascii: "\""):
                var escapes = false
                at = try stringEnd(at, &escapes)
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                guard stack.count < maximumDepth else { throw ParseFailure(reason: .tooDeep, offset: at) }
                stack.append(top)
                let isObject = head == UInt8(ascii: "{")
                top = Frame(open: tape.count - 1, seen: 0, keys: 0, isObject: isObject)
                tape.append(0)
                at += 1
                skipSpace(&at)
                guard at < size else {
                    throw ParseFailure(
                        reason: .expected(isObject ? "a key or ‘}’" : "a value or ‘]’"), offset: at)
                }
                let first = bytes.load(fromByteOffset: at, as: UInt8.self)
                if isObject {
                    if first != UInt8(ascii: "}") {
                        try key(&at, &top, orClose: true)
                        continue values
                    }
                } else if first != UInt8(ascii: "]") {
                    continue values
                }
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                at = try numberEnd(at)
            case UInt8(ascii: "t"): try literal(&at, "true")
            case UInt8(ascii: "f"): try literal(&at, "false")
            case UInt8(ascii: "n"): try literal(&at, "null")
            default:
                let isElement = top.open >= 0 && !top.isObject && tape.count == top.open + 3
                throw ParseFailure(reason: .expected(isElement ? "a value or ‘]’" : "a value"), offset: at)
            }
            while true {
                skipSpace(&at)
                if stack.isEmpty { break values }
                guard at < size else {
                    throw ParseFailure(reason: .expected(top.isObject ? "‘,’ or ‘}’" : "‘,’ or ‘]’"), offset: at)
                }
                let byte = bytes.load(fromByteOffset: at, as: UInt8.self)
                if byte == UInt8(ascii: ",") {
                    at += 1
                    skipSpace(&at)
                    if top.isObject {
                        tape.reserve(8, done: at, of: size)
                        try key(&at, &top, orClose: false)
                    }
                    continue values
                }
                guard byte == (top.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
                    throw ParseFailure(reason: .expected(top.isObject ? "‘,’ or ‘}’" : "‘,’ or ‘]’"), offset: at)
                }
                tape.reserve(2, done: at, of: size)
                tape.append(UInt32(truncatingIfNeeded: at))
                tape.words[top.open + 1] = Tape.mark | UInt32(truncatingIfNeeded: tape.count - top.open)
                if top.keys > Keys.few { compareManyKeys(of: top.open) }
                at += 1
                top = stack.removeLast()
            }
        }
        guard at == size else {
            throw ParseFailure(reason: .expected("the end of the document"), offset: at)
        }
        if let duplicate {
            throw ParseFailure(reason: .duplicateKey(first: duplicate.first), offset: duplicate.second)
        }
        tape.append(UInt32(truncatingIfNeeded: size))
    }

    /// Reads a key, its colon and the space after it.
    @inline(__always)
    private mutating func key(_ at: inout Int, _ top: inout Frame, orClose: Bool) throws(ParseFailure) {
        guard at < size, bytes.load(fromByteOffset: at, as: UInt8.self) == UInt8(ascii: "\"") else {
            throw ParseFailure(reason: .expected(orClose ? "a key or ‘}’" : "a key"), offset: at)
        }
        let start = at
        var escapes = false
        at = try stringEnd(start, &escapes)
        if checksKeys { note(key: start, end: at, escapes: escapes, &top) }
        tape.append(UInt32(truncatingIfNeeded: start))
        skipSpace(&at)
        guard at < size, bytes.load(fromByteOffset: at, as: UInt8.self) == UInt8(ascii: ":") else {
            throw ParseFailure(reason: .expected("‘:’"), offset: at)
        }
        at += 1
        skipSpace(&at)
    }

    /// Moves over space, tab, line feed and carriage return.
    @inline(__always)
    func skipSpace(_ at: inout Int) {
        if at < size, bytes.load(fromByteOffset: at, as: UInt8.self) > 0x20 { return }
        while at < size {
            let byte = bytes.load(fromByteOffset: at, as: UInt8.self)
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            at += 1
            while at + 8 <= size {
                let difference = SWAR.load(bytes, at) ^ SWAR.spaces
                if difference != 0 {
                    at += difference.trailingZeroBitCount >> 3
                    break
                }
                at += 8
            }
        }
    }

    private func literal(_ at: inout Int, _ word: StaticString) throws(ParseFailure) {
        let count = word.utf8CodeUnitCount
        for i in 0..<count {
            guard at + i < size, bytes.load(fromByteOffset: at + i, as: UInt8.self) == word.utf8Start[i] else {
                throw ParseFailure(reason: .expected("‘\(word)’"), offset: at)
            }
        }
        at += count
    }
}
