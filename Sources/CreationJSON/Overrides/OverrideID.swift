import LosslessJSON

/// Makes the identifiers of override entries: texts in the form of a UUID of version 4.
public enum OverrideID {
    /// The identifier that these sixteen bytes make; the caller takes them from a good source of randomness.
    public static func random(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for index in 0..<16 {
            var byte = index < bytes.count ? bytes[index] : 0
            if index == 6 { byte = byte & 0x0F | 0x40 }
            if index == 8 { byte = byte & 0x3F | 0x80 }
            if index == 4 || index == 6 || index == 8 || index == 10 { text.append(UInt8(ascii: "-")) }
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The identifier of an entry that a file older than 1.6 has without one (spec MIG-8).
    ///
    /// A function of the entry's index and of its bytes without the white space between them: two reads agree, and neither
    /// an edit elsewhere nor another indentation changes it. Nil if the entry cannot be read for another reason; it is
    /// then left as it is.
    static func derived(from entry: JSONValue, index: Int) -> JSONValue? {
        var texts = OverrideTexts()
        guard entry.withCursor({ OverrideReading($0, &texts, requiresID: false).isReadable }) else { return nil }
        var bytes = Array("validation_overrides/\(index)\n".utf8)
        bytes.append(contentsOf: compact(entry.bytes))
        return .string(random(Array(SHA256.digest(bytes).prefix(16))))
    }

    /// The bytes without the white space outside of strings.
    private static func compact(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var isInString = false
        var isEscaped = false
        for byte in bytes {
            switch byte {
            case 0x20 where !isInString, 0x09 where !isInString, 0x0A where !isInString, 0x0D where !isInString:
                continue
            case UInt8(ascii: "\"") where !isEscaped: isInString.toggle()
            default: break
            }
            isEscaped = isInString && byte == UInt8(ascii: "\\") && !isEscaped
            result.append(byte)
        }
        return result
    }
}
