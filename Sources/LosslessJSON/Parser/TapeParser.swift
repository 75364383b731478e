/// The one pass over the bytes: grammar, UTF-8, depth and duplicate keys, leaving a tape.
///
/// Iterative: open containers are on a stack of its own, which is on the machine's stack up to 64 levels. What the loop
/// needs is in local variables, and what is seldom needed is in functions that take and return values, so that the
/// loop keeps its state in registers.
enum TapeParser {
    /// An open container and what is known of its keys.
    struct Frame {
        /// Where the container stands on the tape.
        var open: UInt32
        /// How many keys so far; past `Keys.few` they are compared when the object closes.
        var keys: UInt32
        /// One bit per hash of a key so far: a clear bit proves a key new.
        var seen: UInt64
    }

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
        let scanner = Scanner(bytes: base, size: bytes.count)
        return withUnsafeTemporaryAllocation(of: Frame.self, capacity: FrameStack.inline) { frames in
            var stack = FrameStack(frames)
            var tape = TapeBuffer(capacity: bytes.count / 8 + 16)
            defer { stack.free() }
            do throws(ParseFailure) {
                try run(scanner, &stack, &tape, maximumDepth: limits.depth, checksKeys: duplicateKeys == .reject)
                return .success(tape)
            } catch {
                tape.words.deallocate()
                return .failure(error)
            }
        }
    }

    @inline(__always)
    private static func run(
        _ scanner: Scanner, _ stack: inout FrameStack, _ tape: inout TapeBuffer, maximumDepth: Int, checksKeys: Bool
    ) throws(ParseFailure) {
        var duplicate: Duplicate?
        var top = Frame(open: 0, keys: 0, seen: 0)
        var isObject = false
        var depth = 0
        var at = 0
        let size = scanner.size
        scanner.skipSpace(&at)
        values: while true {
            if tape.count &+ 8 > tape.capacity { tape = tape.grown(8, done: at, of: size) }
            if isObject {
                guard at < size, scanner.byte(at) == UInt8(ascii: "\"") else {
                    let isFirst = tape.count == Int(top.open) + 2
                    throw ParseFailure(reason: .expected(isFirst ? "a key or ‘}’" : "a key"), offset: at)
                }
                let start = at
                var escapes = false
                at = try scanner.stringEnd(start, &escapes)
                if checksKeys {
                    top.keys &+= escapes ? Keys.few + 1 : 1
                    if top.keys <= Keys.few {
                        let bit: UInt64 = 1 &<< (scanner.filterHash(start + 1, count: at - start - 2) >> 58)
                        if top.seen & bit != 0 {
                            duplicate = compareFewKeys(start, at, top.open, scanner, tape, duplicate)
                        }
                        top.seen |= bit
                    }
                }
                tape.append(UInt32(truncatingIfNeeded: start))
                scanner.skipSpace(&at)
                guard at < size, scanner.byte(at) == UInt8(ascii: ":") else {
                    throw ParseFailure(reason: .expected("‘:’"), offset: at)
                }
                at += 1
                scanner.skipSpace(&at)
            }
            guard at < size else {
                let isFirst = depth > 0 && !isObject && tape.count == Int(top.open) + 2
                throw ParseFailure(reason: .expected(isFirst ? "a value or ‘]’" : "a value"), offset: at)
            }
            let head = scanner.byte(at)
            tape.append(UInt32(truncatingIfNeeded: at))
            switch head {
            case UInt8(ascii: "\""):
                var escapes = false
                at = try scanner.stringEnd(at, &escapes)
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                guard depth < maximumDepth else { throw ParseFailure(reason: .tooDeep, offset: at) }
                top.keys = top.keys << 1 | (isObject ? 1 : 0)
                if depth == stack.capacity { stack.grow() }
                stack.frames[depth] = top
                depth += 1
                isObject = head == UInt8(ascii: "{")
                top = Frame(open: UInt32(truncatingIfNeeded: tape.count - 1), keys: 0, seen: 0)
                tape.append(0)
                at += 1
                scanner.skipSpace(&at)
                // An empty container closes below; anything else must be a child.
                if at >= size || scanner.byte(at) != head + 2 { continue values }
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                at = try scanner.numberEnd(at)
            case UInt8(ascii: "t"): at = try scanner.literalEnd(at, "true")
            case UInt8(ascii: "f"): at = try scanner.literalEnd(at, "false")
            case UInt8(ascii: "n"): at = try scanner.literalEnd(at, "null")
            default:
                let isFirst = depth > 0 && !isObject && tape.count == Int(top.open) + 3
                throw ParseFailure(reason: .expected(isFirst ? "a value or ‘]’" : "a value"), offset: at)
            }
            while true {
                scanner.skipSpace(&at)
                if depth == 0 { break values }
                guard at < size else {
                    throw ParseFailure(reason: .expected(isObject ? "‘,’ or ‘}’" : "‘,’ or ‘]’"), offset: at)
                }
                let byte = scanner.byte(at)
                if byte == UInt8(ascii: ",") {
                    at += 1
                    scanner.skipSpace(&at)
                    continue values
                }
                guard byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
                    throw ParseFailure(reason: .expected(isObject ? "‘,’ or ‘}’" : "‘,’ or ‘]’"), offset: at)
                }
                if tape.count &+ 4 > tape.capacity { tape = tape.grown(4, done: at, of: size) }
                tape.append(UInt32(truncatingIfNeeded: at))
                let open = Int(top.open)
                tape.words[open + 1] = Tape.mark | UInt32(truncatingIfNeeded: tape.count - open)
                if top.keys > Keys.few { duplicate = compareManyKeys(of: open, scanner, tape, duplicate) }
                at += 1
                depth -= 1
                top = stack.frames[depth]
                isObject = top.keys & 1 != 0
                top.keys >>= 1
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
}

/// The containers that are open: at first in memory lent by the caller, on the heap where that does not suffice.
struct FrameStack {
    /// How many frames the caller lends: as many as fit on the machine's stack.
    static let inline = 64

    private(set) var frames: UnsafeMutablePointer<TapeParser.Frame>
    private(set) var capacity: Int
    private var isOwned = false

    init(_ lent: UnsafeMutableBufferPointer<TapeParser.Frame>) {
        capacity = lent.count
        // Memory for at least one frame has an address.
        frames = lent.baseAddress.unsafelyUnwrapped
    }

    @inline(never)
    mutating func grow() {
        let larger = UnsafeMutablePointer<TapeParser.Frame>.allocate(capacity: capacity * 4)
        larger.moveInitialize(from: frames, count: capacity)
        free()
        frames = larger
        capacity *= 4
        isOwned = true
    }

    func free() {
        if isOwned { frames.deallocate() }
    }
}
