public import CreationJSON

/// A page of the objects under a prefix.
public struct S3ListingPage: Sendable {
    /// The objects' full paths, in the order of their keys' bytes, with their sizes.
    public let objects: [(path: RecordPath, size: Int)]
    /// What the next page is asked for with; nil on the last.
    public let nextToken: String?
}

extension S3RecordStorage {
    /// One page, up to 1,000, of the objects whose keys begin as `prefix` does: `s3://bucket/`, `s3://bucket/some/prefix/`.
    ///
    /// Objects and records are not told apart here. Where the store fails it tries again, as a read does.
    public func page(
        under prefix: RecordPath, after token: String? = nil, options: TransactionOptions = TransactionOptions()
    ) async throws -> S3ListingPage {
        let location: S3Location
        do throws(LocationProblem) {
            location = try S3Location.parse(prefix.bytes, allowsPrefix: true).get()
        } catch {
            throw RecordError(
                .invalidRecord, "the path names no place in an object store: \(error.message)", path: prefix,
                expected: "s3://bucket/prefix/", cause: error)
        }
        do throws(StoreFailure) {
            let page = try await retrying(options) { () async throws(StoreFailure) in
                try await client.page(under: location, token: token)
            }
            return S3ListingPage(
                objects: page.objects.map { (RecordPath(bytes: $0.location.bytes), $0.size) },
                nextToken: page.nextToken)
        } catch {
            throw recordError(error, at: prefix)
        }
    }
}
