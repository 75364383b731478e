/// Where a store answers, and how buckets are named there.
public struct S3Endpoint: Sendable, Hashable {
    /// Where the bucket's name stands in an address.
    public enum Addressing: Sendable, Hashable {
        /// `https://host/bucket/key`: what gateways of one's own understand.
        case path
        /// `https://bucket.host/key`: what AWS wants. A bucket with a dot or a capital in its name still goes into the path, since no
        /// certificate and no host name covers it.
        case virtualHost
    }

    let scheme: String
    /// Host and, if it is not the scheme's own, port: the `Host` field.
    let authority: String
    /// The path before the bucket, without a slash at its end; usually empty.
    let basePath: String
    /// Where the bucket's name stands.
    public var addressing: Addressing

    /// The endpoint at `url`, nil if that is not `http://` or `https://` with a host and perhaps a port and a path.
    ///
    /// A user, a password, a query and a fragment have no place in it.
    public init?(url: String, addressing: Addressing = .path) {
        guard let schemeEnd = url.firstRange(of: "://") else { return nil }
        let scheme = url[..<schemeEnd.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        let rest = url[schemeEnd.upperBound...]
        let authority = rest.prefix { $0 != "/" }
        let path = rest.dropFirst(authority.count)
        guard Self.isHostAndPort(authority), path.utf8.allSatisfy(Self.isPathByte) else { return nil }
        let standardPort = scheme == "http" ? ":80" : ":443"
        let host = authority.hasSuffix(standardPort) ? authority.dropLast(standardPort.count) : authority
        self.scheme = scheme
        self.authority = host.lowercased()
        basePath = String(path.trimmingSlashesAtEnd())
        self.addressing = addressing
    }

    /// AWS's own endpoint of `region`; nil if that is no name of a region.
    public init?(awsRegion region: String) {
        guard region.utf8.allSatisfy({ Self.isAlphanumeric($0) || $0 == UInt8(ascii: "-") }) else { return nil }
        self.init(url: "https://s3.\(region).amazonaws.com", addressing: .virtualHost)
    }

    /// The host to name and the path to ask for; `encodedKey` empty means the bucket itself.
    func address(bucket: String, encodedKey: String) -> (host: String, path: String) {
        let fitsHost = bucket.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
        }
        guard addressing == .virtualHost, fitsHost else {
            let path = encodedKey.isEmpty ? "\(basePath)/\(bucket)" : "\(basePath)/\(bucket)/\(encodedKey)"
            return (authority, path)
        }
        return ("\(bucket).\(authority)", "\(basePath)/\(encodedKey)")
    }

    private static func isHostAndPort(_ text: Substring) -> Bool {
        let host: Substring
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            host = text[...end]
            guard host.dropFirst().dropLast().allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else {
                return false
            }
        } else {
            host = text.prefix { $0 != ":" }
            guard !host.isEmpty,
                host.utf8.allSatisfy({ isAlphanumeric($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") })
            else { return false }
        }
        let port = text.dropFirst(host.count)
        if port.isEmpty { return true }
        return port.first == ":" && UInt16(port.dropFirst()).map { $0 > 0 } == true
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    private static func isPathByte(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || "/-._~".utf8.contains(byte)
    }
}

extension Substring {
    fileprivate func trimmingSlashesAtEnd() -> Substring {
        var text = self
        while text.last == "/" { text.removeLast() }
        return text
    }
}
