/// A bucket, and a key or the beginning of keys in it.
struct S3Location: Sendable, Hashable {
    /// What every location begins with.
    static let scheme = "s3://"
    /// How many bytes a key may have.
    static let longestKey = 1024

    /// The bucket's name.
    var bucket: String
    /// The key's bytes as they are, nothing decoded; empty for a whole bucket.
    var key: [UInt8]

    /// The key as it goes over the wire.
    var encodedKey: String { PercentEncoding.encode(key, keepsSlash: true) }

    /// The location as `s3://bucket/key`.
    var bytes: [UInt8] { Array("\(Self.scheme)\(bucket)/".utf8) + key }

    /// The location as `s3://bucket/key`, bytes that are not UTF-8 replaced.
    var description: String { String(decoding: bytes, as: UTF8.self) }

    /// The location that `text` spells; nil with a sentence in `problem` if it spells none.
    ///
    /// The key must be there unless `allowsPrefix`. A key with a `.` or `..` segment is refused, since HTTP clients and
    /// gateways rewrite such paths on the way and the signature would no longer fit.
    static func parse(_ text: some Collection<UInt8>, allowsPrefix: Bool = false) -> Result<S3Location, LocationProblem>
    {
        guard text.starts(with: scheme.utf8) else {
            return .failure(LocationProblem(message: "it does not begin with \(scheme)"))
        }
        let rest = text.dropFirst(scheme.utf8.count)
        let name = rest.prefix { $0 != UInt8(ascii: "/") }
        let key = Array(rest.dropFirst(name.count + 1))
        guard !name.isEmpty else { return .failure(LocationProblem(message: "the bucket is missing after \(scheme)")) }
        guard name.allSatisfy(isBucketByte), name.count <= 255 else {
            return .failure(LocationProblem(message: "the bucket's name has a byte that bucket names do not have"))
        }
        guard allowsPrefix || (!key.isEmpty && key.last != UInt8(ascii: "/")) else {
            return .failure(LocationProblem(message: "the object's key is missing after the bucket"))
        }
        guard key.count <= longestKey else {
            return .failure(LocationProblem(message: "the key is longer than the \(longestKey) bytes that S3 allows"))
        }
        let segments = key.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard !segments.contains(where: { $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8) }) else {
            return .failure(LocationProblem(message: "the key has a . or .. segment, which gateways rewrite"))
        }
        return .success(S3Location(bucket: String(decoding: name, as: UTF8.self), key: key))
    }

    private static func isBucketByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

/// Why a text is no location.
struct LocationProblem: Error, Sendable, Hashable {
    /// The reason, as the end of a sentence.
    var message: String
}
