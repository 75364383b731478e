import CreationJSON
import LockedFiles

/// Signs requests with AWS Signature Version 4.
///
/// Pure: the same request, credentials and time give the same signature. It signs every header field that the request
/// carries at that point, so `host`, `x-amz-date` and whatever else must not change on the way.
struct RequestSigner: Sendable {
    private let credentials: S3Credentials
    private let region: String
    private let service: String
    private let lastKey = LastKey()

    /// A signer with these credentials, whose scope is `service` in `region`.
    init(credentials: S3Credentials, region: String, service: String = "s3") {
        self.credentials = credentials
        self.region = region
        self.service = service
    }

    /// Adds the body's digest, the date, the session token if there is one, and the signature.
    func sign(_ request: inout StoreRequest, host: String, at time: SigningTime) {
        request.headers["host"] = host
        request.headers["x-amz-content-sha256"] = SHA256.hexadecimal(request.body)
        request.headers["x-amz-date"] = time.stamp
        if let token = credentials.sessionToken { request.headers["x-amz-security-token"] = token }
        request.headers["authorization"] = authorization(for: request, at: time)
    }

    /// The value of the `Authorization` field for a request whose header fields are complete.
    func authorization(for request: StoreRequest, at time: SigningTime) -> String {
        let names = request.headers.keys.sorted().joined(separator: ";")
        let scope = "\(time.day)/\(region)/\(service)/aws4_request"
        let text = Array(stringToSign(for: request, at: time).utf8)
        let signature = SHA256.hexadecimal(ofDigest: SHA256.authenticationCode(for: text, key: key(for: time.day)))
        return "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope), SignedHeaders=\(names), "
            + "Signature=\(signature)"
    }

    /// The signing key, which is the same for all requests of a day: derived once and remembered.
    private func key(for day: String) -> [UInt8] {
        lastKey.value.withLock { last in
            if let last, last.day == day { return last.key }
            var key = Array("AWS4\(credentials.secretAccessKey)".utf8)
            for part in [day, region, service, "aws4_request"] {
                key = SHA256.authenticationCode(for: Array(part.utf8), key: key)
            }
            last = (day, key)
            return key
        }
    }

    /// What the signing key is applied to: the algorithm, the time, the scope and the digest of the canonical request.
    func stringToSign(for request: StoreRequest, at time: SigningTime) -> String {
        let digest = SHA256.hexadecimal(Array(canonicalRequest(request).utf8))
        return "AWS4-HMAC-SHA256\n\(time.stamp)\n\(time.day)/\(region)/\(service)/aws4_request\n\(digest)"
    }

    /// The request in the one spelling that both sides can make of it.
    func canonicalRequest(_ request: StoreRequest) -> String {
        let fields = request.headers.sorted { $0.key < $1.key }
        var text = "\(request.method.rawValue)\n\(request.path)\n\(request.encodedQuery)\n"
        for (name, value) in fields { text += "\(name):\(Self.trimmed(value))\n" }
        text += "\n\(fields.map(\.key).joined(separator: ";"))\n"
        text += request.headers["x-amz-content-sha256"] ?? SHA256.hexadecimal(request.body)
        return text
    }

    /// A field's value without outer blanks and with inner runs of blanks as one.
    private static func trimmed(_ value: String) -> String {
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        guard value.utf8.contains(where: isBlank) else { return value }
        return value.utf8.split(whereSeparator: isBlank).map { String(Substring($0)) }.joined(separator: " ")
    }
}

/// The signing key that was derived last.
private final class LastKey: Sendable {
    let value = Guarded<(day: String, key: [UInt8])?>(nil)
}

/// A moment as signatures spell it.
struct SigningTime: Sendable, Hashable {
    /// The UTC date and time as `20130524T000000Z`.
    let stamp: String
    /// The UTC date as `20130524`.
    var day: String { String(stamp.prefix(8)) }

    /// The moment `secondsSince1970` after the beginning of 1970, UTC, at or after that.
    init(secondsSince1970: Int64) {
        let marks = "-:".utf8
        let text = Timestamp(seconds: secondsSince1970).description.utf8.filter { !marks.contains($0) }
        stamp = String(decoding: text, as: UTF8.self)
    }
}
