/// One JSON object on one line, written member by member: a result, an error, a finding.
package struct ResultLine: Sendable {
    private(set) var bytes: [UInt8] = [UInt8(ascii: "{")]

    /// An object without members.
    package init() {}

    /// The finished object, without a line end.
    package var line: [UInt8] {
        bytes + [UInt8(ascii: "}")]
    }

    /// Adds a text member.
    package mutating func add(_ name: String, _ text: String) {
        startMember(name)
        Self.write(text, to: &bytes)
    }

    /// Adds a text member, if there is a text.
    package mutating func add(_ name: String, _ text: String?) {
        if let text { add(name, text) }
    }

    /// Adds a number, if there is one.
    package mutating func add(_ name: String, _ number: Int?) {
        guard let number else { return }
        add(name, json: Array(String(number).utf8))
    }

    /// Adds true or false.
    package mutating func add(_ name: String, _ isTrue: Bool) {
        add(name, json: Array((isTrue ? "true" : "false").utf8))
    }

    /// Adds a member whose value is JSON already.
    package mutating func add(_ name: String, json: some Sequence<UInt8>) {
        startMember(name)
        bytes += json
    }

    /// Adds a file name: as text, and where it is not UTF-8 lossily, with the true bytes in base64 beside it (CLI-22).
    package mutating func addPath(_ path: [UInt8], name: String = "path") {
        add(name, String(decoding: path, as: UTF8.self))
        if String(validating: path, as: UTF8.self) == nil { add("\(name)_base64", Base64.encode(path)) }
    }

    private mutating func startMember(_ name: String) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        Self.write(name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
    }

    /// Writes a JSON string.
    static func write(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0x0A: bytes += Array("\\n".utf8)
            case 0x09: bytes += Array("\\t".utf8)
            case 0x0D: bytes += Array("\\r".utf8)
            case 0..<0x20: bytes += Array("\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}

/// Bytes as text, for file names that are not UTF-8.
enum Base64 {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let word = (0..<3).reduce(UInt32(0)) { word, place in
                word << 8 | (place < group.count ? UInt32(group[start + place]) : 0)
            }
            for place in 0..<4 {
                let letter = letters[Int(word >> (18 - 6 * UInt32(place)) & 63)]
                text.append(place <= group.count ? letter : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
