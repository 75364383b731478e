/// What went wrong between this program and the store; the storage turns it into a `RecordError`.
struct StoreFailure: Error, Sendable, Hashable {
    /// The kinds that callers tell apart.
    enum Code: Sendable {
        /// The bucket does not exist. A missing object is an answer, not a failure.
        case noSuchBucket
        /// The store refused the credentials or the permission.
        case refused
        /// The answer is larger than the limit.
        case limitExceeded
        /// No answer, an incomplete one or a server's error, to a request that changes nothing or surely changed nothing.
        case unavailable
        /// The same for a request that may have changed something.
        case ambiguous
        /// The other side could not prove who it is.
        case untrusted
        /// The store cannot do what a safe update needs, or answered with something else than S3 does.
        case unsupported
        /// The caller's task was cancelled.
        case cancelled
    }

    /// The kind.
    var code: Code
    /// One sentence for people, without secrets.
    var message: String
    /// The HTTP status, if there was an answer.
    var status: Int?
}
