/// Unsafe eyes on a document: valid only inside `JSONStorage.view`. Nodes are named by their index on the tape.
///
/// The document was checked when it was parsed, so nothing here looks for errors or for the end of the input.
struct JSONView {
    let bytes: UnsafeRawPointer
    let size: Int
    let tape: UnsafePointer<UInt32>

    /// The byte at an offset.
    @inline(__always)
    func byte(_ offset: Int) -> UInt8 {
        bytes.load(fromByteOffset: offset, as: UInt8.self)
    }

    /// Where a node starts.
    @inline(__always)
    func start(_ node: Int) -> Int { Int(tape[node]) }

    /// The first byte of a node, which tells its kind.
    @inline(__always)
    func head(_ node: Int) -> UInt8 { byte(start(node)) }

    /// The tape index behind a value.
    @inline(__always)
    func next(_ node: Int) -> Int {
        let word = tape[node + 1]
        return Tape.isMarked(word) ? node + Int(word & ~Tape.mark) : node + 1
    }

    /// Whether a node is an array or object.
    @inline(__always)
    func isContainer(_ node: Int) -> Bool { Tape.isMarked(tape[node + 1]) }

    /// The tape index of a container's closing bracket.
    @inline(__always)
    func close(_ container: Int) -> Int { container + Int(tape[container + 1] & ~Tape.mark) - 1 }

    /// The tape index of a container's first key or element, or of its closing bracket.
    @inline(__always)
    func firstChild(_ container: Int) -> Int { container + 2 }

    func kind(_ node: Int) -> JSONKind {
        switch head(node) {
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .array
        case UInt8(ascii: "\""): .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): .bool
        case UInt8(ascii: "n"): .null
        default: .number
        }
    }

    /// Where a node ends: the offset behind its last byte. Linear in the length of a string or number.
    func end(_ node: Int) -> Int {
        let start = start(node)
        switch byte(start) {
        case UInt8(ascii: "{"), UInt8(ascii: "["): return Int(tape[close(node)]) + 1
        case UInt8(ascii: "\""): return stringEnd(start)
        case UInt8(ascii: "t"), UInt8(ascii: "n"): return start + 4
        case UInt8(ascii: "f"): return start + 5
        default:
            var end = start + 1
            while end < size, JSONView.isNumberByte(byte(end)) { end += 1 }
            return end
        }
    }

    @inline(__always)
    static func isNumberByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"),
            UInt8(ascii: "+"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// The offset behind the closing quote of the string that starts at `start`.
    func stringEnd(_ start: Int) -> Int {
        var at = start + 1
        while true {
            while at + 8 <= size {
                let found = SWAR.quotesOrBackslashes(SWAR.load(bytes, at))
                if found == 0 {
                    at += 8
                } else {
                    at += found.trailingZeroBitCount >> 3
                    break
                }
            }
            switch byte(at) {
            case UInt8(ascii: "\""): return at + 1
            case UInt8(ascii: "\\"): at += 2
            default: at += 1
            }
        }
    }

    /// The bytes of a node as written.
    func text(_ node: Int) -> UnsafeRawBufferPointer {
        let start = start(node)
        return UnsafeRawBufferPointer(start: bytes + start, count: end(node) - start)
    }

    /// How many members or elements a container has. Linear in that number.
    func count(_ container: Int) -> Int {
        let close = close(container)
        let step = head(container) == UInt8(ascii: "{") ? 1 : 0
        var child = firstChild(container)
        var count = 0
        while child < close {
            child = next(child + step)
            count += 1
        }
        return count
    }

    /// Whether the bytes from `a` and from `b` are the same, for `count` bytes.
    @inline(__always)
    func same(_ a: Int, _ b: Int, count: Int) -> Bool {
        var i = 0
        while i + 8 <= count {
            if SWAR.load(bytes, a + i) != SWAR.load(bytes, b + i) { return false }
            i += 8
        }
        while i < count {
            if byte(a + i) != byte(b + i) { return false }
            i += 1
        }
        return true
    }
}
