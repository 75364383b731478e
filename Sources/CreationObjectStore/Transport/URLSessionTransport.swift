import FoundationEssentials
import class Foundation.OperationQueue

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Carries requests over one pooled `URLSession`.
///
/// The session keeps no cookies, no cache and no credentials, follows no redirect, and holds at most
/// `connectionsPerHost` connections open at a time.
final class URLSessionTransport: StoreTransport {
    private let session: URLSession
    private let exchanges: URLSessionExchanges

    /// A session of its own with `connectionsPerHost` connections at most.
    init(connectionsPerHost: Int = 64) {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpMaximumConnectionsPerHost = connectionsPerHost
        configuration.httpCookieStorage = nil
        configuration.httpShouldSetCookies = false
        configuration.httpCookieAcceptPolicy = .never
        configuration.urlCache = nil
        configuration.urlCredentialStorage = nil
        configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
        let queue = CallingQueue()
        queue.maxConcurrentOperationCount = 1
        exchanges = URLSessionExchanges(connections: connectionsPerHost)
        session = URLSession(configuration: configuration, delegate: exchanges, delegateQueue: queue)
    }

    deinit {
        session.finishTasksAndInvalidate()
    }

    func exchange(
        _ request: StoreRequest, url: String, timeout: Duration, sizeLimit: Int
    ) async throws(TransportFailure) -> StoreResponse {
        guard let address = URL(string: url) else {
            throw TransportFailure(kind: .notSent, message: "the address cannot be understood")
        }
        var message = URLRequest(url: address)
        message.httpMethod = request.method.rawValue
        message.timeoutInterval = Self.never
        message.allHTTPHeaderFields = try Self.fields(of: request)
        if request.method == .put { message.httpBody = Data(request.body) }
        return try await exchanges.outcome(
            of: session.dataTask(with: message), patience: timeout, sizeLimit: sizeLimit,
            isCancellable: !request.method.changes
        ).get()
    }

    /// Seconds after which the session itself would give a request up: so many that it sets no timer.
    ///
    /// A session on Linux keeps whole seconds only, and makes its timer anew, which wakes a thread, for each piece of body and for
    /// each header line. ``URLSessionExchanges`` watches over the time instead. As milliseconds this still fits an `Int64`.
    private static let never: Double = 9e15

    /// The header fields to set: all but the host's, which the session makes from the address.
    private static func fields(of request: StoreRequest) throws(TransportFailure) -> [String: String] {
        var fields = request.headers
        fields["host"] = nil
        fields["accept-encoding"] = "identity"
        guard fields.values.allSatisfy({ !$0.utf8.contains { $0 == 0x0d || $0 == 0x0a || $0 == 0 } }) else {
            throw TransportFailure(kind: .notSent, message: "a header field has a line end in it")
        }
        return fields
    }
}

/// Runs what the session tells its delegate where the session tells it: on the session's own serial queue.
///
/// An operation queue proper would wake a thread for each of the calls that an exchange takes. In return the delegate must not wait
/// for the session, as cancelling a task does. Apple's sessions are left as they are.
// Unchecked: it has no state but its superclass's.
private final class CallingQueue: OperationQueue, @unchecked Sendable {
    #if canImport(FoundationNetworking)
        override func addOperation(_ block: @escaping @Sendable () -> Void) {
            block()
        }
    #endif
}
