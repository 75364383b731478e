/// The checksum of a record: `sha256:` and the hexadecimal digest of its exact bytes (CYC-9).
///
/// `sha256sum creation.json` prints the same digits.
public struct RecordChecksum: Hashable, Sendable, CustomStringConvertible {
    /// The wire form, lower case.
    public let rawValue: String

    /// The checksum of bytes. Linear in their number.
    public init(of bytes: [UInt8]) { rawValue = "sha256:" + SHA256.hexadecimal(bytes) }

    /// A checksum from its wire form, or from the bare digits as `sha256sum` prints them; nil for anything else.
    public init?(_ text: String) {
        let digits = text.hasPrefix("sha256:") ? text.dropFirst(7) : text[...]
        guard digits.utf8.count == 64, digits.utf8.allSatisfy(\.isHexDigit) else { return nil }
        rawValue = "sha256:" + digits.lowercased()
    }

    /// The wire form.
    public var description: String { rawValue }
}

extension UInt8 {
    fileprivate var isHexDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}
