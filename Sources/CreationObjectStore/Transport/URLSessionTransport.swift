// The one file of the package that needs all of Foundation: a session's delegate is an `NSObject`.
import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Carries requests over one pooled `URLSession`.
///
/// The session keeps no cookies, no cache and no credentials, follows no redirect, and holds at most
/// `connectionsPerHost` connections open at a time.
final class URLSessionTransport: StoreTransport {
    private let session: URLSession
    private let exchanges = Exchanges()

    /// A session of its own with `connectionsPerHost` connections at most.
    init(connectionsPerHost: Int = 64) {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpMaximumConnectionsPerHost = connectionsPerHost
        configuration.httpCookieStorage = nil
        configuration.httpShouldSetCookies = false
        configuration.urlCache = nil
        configuration.urlCredentialStorage = nil
        configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
        session = URLSession(configuration: configuration, delegate: exchanges, delegateQueue: exchanges.queue)
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
        message.timeoutInterval = timeout / .seconds(1)
        for (name, value) in request.headers where name != "host" {
            message.setValue(value, forHTTPHeaderField: name)
        }
        message.setValue("identity", forHTTPHeaderField: "accept-encoding")
        if request.method == .put { message.httpBody = Data(request.body) }
        let task = session.dataTask(with: message)
        let outcome: Result<StoreResponse, TransportFailure> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                exchanges.start(
                    task,
                    Exchange(
                        continuation: continuation, sizeLimit: sizeLimit, expectsBody: request.method != .head))
            }
        } onCancel: {
            task.cancel()
        }
        return try outcome.get()
    }
}

/// One request under way and what has come back so far.
private struct Exchange: Sendable {
    let continuation: CheckedContinuation<Result<StoreResponse, TransportFailure>, Never>
    let sizeLimit: Int
    let expectsBody: Bool
    var head: HTTPURLResponse?
    var body: [UInt8] = []
    var isTooLarge = false
    var isBroken = false

    /// What the caller gets once the session says that the task is over.
    func outcome(error: (any Error)?) -> Result<StoreResponse, TransportFailure> {
        if isTooLarge {
            return .failure(TransportFailure(kind: .tooLarge, message: "the answer is larger than \(sizeLimit) bytes"))
        }
        if isBroken {
            return .failure(TransportFailure(kind: .ambiguous, message: "the connection broke before the answer"))
        }
        if let error { return .failure(TransportFailure(error, hasBegun: head != nil)) }
        guard let head else {
            return .failure(TransportFailure(kind: .ambiguous, message: "the store gave no answer"))
        }
        var headers: [String: String] = [:]
        for (name, value) in head.allHeaderFields {
            headers["\(name)".lowercased()] = "\(value)"
        }
        if expectsBody, let announced = headers["content-length"].flatMap({ Int($0) }), announced != body.count {
            let message = "the answer has \(body.count) of \(announced) bytes"
            return .failure(TransportFailure(kind: .ambiguous, message: message))
        }
        return .success(StoreResponse(status: head.statusCode, headers: headers, body: body))
    }
}

/// The session's delegate: gathers each answer and resumes its caller once.
// Unchecked: `underWay` is touched only by operations on `queue`, which runs one at a time.
private final class Exchanges: NSObject, URLSessionDataDelegate, @unchecked Sendable {
    let queue = OperationQueue()
    private var underWay: [Int: Exchange] = [:]

    override init() {
        queue.maxConcurrentOperationCount = 1
    }

    func start(_ task: URLSessionDataTask, _ exchange: Exchange) {
        queue.addOperation { [self] in
            underWay[task.taskIdentifier] = exchange
            task.resume()
        }
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        underWay[task.taskIdentifier]?.head = response
        completionHandler(nil)
    }

    /// A write is not sent again by the session, after a kept connection ended without an answer: whoever asked decides, and a
    /// session on Linux would wait for a body that never comes.
    func urlSession(
        _ session: URLSession, task: URLSessionTask,
        needNewBodyStream completionHandler: @escaping @Sendable (InputStream?) -> Void
    ) {
        // Later, since the session asks from the queue that cancelling waits for.
        queue.addOperation { [self] in
            underWay[task.taskIdentifier]?.isBroken = true
            task.cancel()
        }
        completionHandler(nil)
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        guard var exchange = underWay[dataTask.taskIdentifier] else { return completionHandler(.cancel) }
        exchange.head = response as? HTTPURLResponse
        exchange.isTooLarge = exchange.expectsBody && response.expectedContentLength > Int64(exchange.sizeLimit)
        underWay[dataTask.taskIdentifier] = exchange
        completionHandler(exchange.isTooLarge ? .cancel : .allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        guard let exchange = underWay[dataTask.taskIdentifier] else { return }
        if exchange.body.count + data.count <= exchange.sizeLimit {
            underWay[dataTask.taskIdentifier]?.body.append(contentsOf: data)
        } else {
            underWay[dataTask.taskIdentifier]?.isTooLarge = true
            dataTask.cancel()
        }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        guard let exchange = underWay.removeValue(forKey: task.taskIdentifier) else { return }
        exchange.continuation.resume(returning: exchange.outcome(error: error))
    }
}

extension TransportFailure {
    /// The failure that a session's error stands for; its text never carries the address or a header field.
    ///
    /// On Linux most of libcurl's failures have no code of their own; then its text tells TLS from the rest, and whether an answer
    /// `hasBegun` tells a broken one from none.
    fileprivate init(_ error: any Error, hasBegun: Bool) {
        guard let error = error as? URLError else {
            self.init(kind: .ambiguous, message: "the exchange broke off")
            return
        }
        switch error.code {
        case .cancelled:
            self.init(kind: .cancelled, message: "the request was cancelled")
        case .cannotConnectToHost:
            self.init(kind: .notSent, message: "the connection was refused")
        case .cannotFindHost, .dnsLookupFailed:
            self.init(kind: .notSent, message: "the host name cannot be resolved")
        case .unsupportedURL, .badURL:
            self.init(kind: .notSent, message: "the address cannot be understood")
        case .secureConnectionFailed, .serverCertificateHasBadDate, .serverCertificateUntrusted,
            .serverCertificateHasUnknownRoot, .serverCertificateNotYetValid, .clientCertificateRejected,
            .clientCertificateRequired:
            self.init(kind: .untrusted, message: "TLS failed: the store's certificate was not accepted")
        case .timedOut:
            self.init(kind: .ambiguous, message: "the store did not answer in time")
        case .networkConnectionLost, .badServerResponse, .cannotParseResponse:
            self.init(kind: .ambiguous, message: "the connection broke before the answer was complete")
        default:
            let text = String(error.localizedDescription.unicodeScalars.filter { (0x20..<0x7f).contains($0.value) })
            if ["SSL", "TLS", "certificate"].contains(where: text.contains) {
                self.init(kind: .untrusted, message: "TLS failed: \(text)")
            } else if hasBegun {
                self.init(kind: .ambiguous, message: "the connection broke before the answer was complete")
            } else {
                self.init(kind: .ambiguous, message: "the exchange failed: \(text)")
            }
        }
    }
}
