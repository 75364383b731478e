/// One page of a listing.
struct ListingPage: Sendable {
    /// The keys in the order of their bytes, with sizes.
    var objects: [(location: S3Location, size: Int)]
    /// What to ask the next page with; nil on the last.
    var nextToken: String?
}

extension S3Client {
    /// Lists objects whose keys begin with the location's key, up to 1,000 on a page.
    func page(under prefix: S3Location, token: String?) async throws(StoreFailure) -> ListingPage {
        var query: [(name: String, value: String)] = [
            ("list-type", "2"), ("encoding-type", "url"), ("prefix", String(decoding: prefix.key, as: UTF8.self)),
        ]
        if let token { query.append(("continuation-token", token)) }
        let response = try await send(.get, bucket: prefix.bucket, encodedKey: "", query: query)
        guard response.status == 200 else {
            throw StoreFailure(response, changing: false, configuration: configuration)
        }
        guard let root = XMLNode.parse(response.body), root.name == "ListBucketResult" else {
            throw StoreFailure(
                code: .unsupported, message: "the object store's listing cannot be understood", status: 200)
        }
        let isEncoded = root["EncodingType"]?.text == "url"
        var objects: [(location: S3Location, size: Int)] = []
        for entry in root.children where entry.name == "Contents" {
            guard let name = entry["Key"]?.text, let size = Int(entry["Size"]?.text ?? "") else { continue }
            let key =
                isEncoded
                ? PercentEncoding.decode(name.utf8.map { $0 == UInt8(ascii: "+") ? 0x20 : $0 }) : Array(name.utf8)
            objects.append((S3Location(bucket: prefix.bucket, key: key), size))
        }
        let isLast = root["IsTruncated"]?.text != "true"
        let next = root["NextContinuationToken"]?.text
        if !isLast, next == nil || next == token {
            throw StoreFailure(
                code: .unsupported, message: "the object store's listing does not say how it goes on", status: 200)
        }
        return ListingPage(objects: objects, nextToken: isLast ? nil : next)
    }
}
