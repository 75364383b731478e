/// One request to the object store, before it is signed and addressed.
struct StoreRequest: Sendable {
    /// The methods that the store is asked with.
    enum Method: String, Sendable {
        case get = "GET"
        case put = "PUT"
        case delete = "DELETE"

        /// Whether the request changes something; then it is seen through to its answer, even if the caller's task is cancelled.
        var changes: Bool { self == .put || self == .delete }
    }

    /// The request's method.
    var method: Method
    /// The absolute path, percent-encoded as it goes over the wire.
    var path: String
    /// Names and values of the query, not encoded, in any order.
    var query: [(name: String, value: String)] = []
    /// Header fields with lower-case names. Each is part of the signature.
    var headers: [String: String] = [:]
    /// The body; empty where there is none.
    var body: [UInt8] = []

    /// The query as it goes over the wire and into the signature: encoded, sorted by name and then by value.
    var encodedQuery: String {
        query.map { (PercentEncoding.encode($0.name.utf8), PercentEncoding.encode($0.value.utf8)) }
            .sorted { $0 < $1 }
            .map { "\($0.0)=\($0.1)" }
            .joined(separator: "&")
    }
}

/// The store's answer, complete: the body is as long as the store announced it.
struct StoreResponse: Sendable {
    /// The HTTP status.
    var status: Int
    /// Header fields with lower-case names.
    var headers: [String: String]
    /// The body.
    var body: [UInt8]
}

/// What carries requests to a store and answers back; a test may stand in for it.
protocol StoreTransport: Sendable {
    /// Sends `request` to `url`, where `headers` are final and signed, and waits for the whole answer.
    ///
    /// A body longer than `sizeLimit` ends the exchange with `TransportFailure.Kind.tooLarge`. Redirects are answers here, they
    /// are never followed.
    func exchange(
        _ request: StoreRequest, url: String, timeout: Duration, sizeLimit: Int
    ) async throws(TransportFailure) -> StoreResponse
}

/// An exchange without a complete answer.
struct TransportFailure: Error, Sendable {
    /// What is known about the request that was sent.
    enum Kind: Sendable {
        /// No connection came about; the store never saw the request.
        case notSent
        /// The other side could not prove who it is; the store never saw the request.
        case untrusted
        /// The request may have been carried out.
        case ambiguous
        /// The answer is larger than the limit.
        case tooLarge
        /// The caller's task was cancelled; the request may have been carried out.
        case cancelled
    }

    /// What is known about the request that was sent.
    var kind: Kind
    /// What happened, in a few words, without the address.
    var message: String
}
