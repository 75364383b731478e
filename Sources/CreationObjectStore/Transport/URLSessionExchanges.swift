import Dispatch
import FoundationEssentials
import Synchronization

import class Foundation.InputStream
import class Foundation.NSObject

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// A session's delegate: gathers each answer and resumes its caller once.
final class URLSessionExchanges: NSObject, URLSessionDataDelegate, Sendable {
    typealias Outcome = Result<StoreResponse, TransportFailure>

    private let underWay = Mutex<[Int: Exchange]>([:])

    /// Carries `task` out. Where it is not cancellable, its answer is waited for even if the caller's task is cancelled.
    func outcome(
        of task: URLSessionDataTask, sizeLimit: Int, isCancellable: Bool
    ) async -> Outcome {
        let begin = { (continuation: CheckedContinuation<Outcome, Never>) in
            let exchange = Exchange(continuation: continuation, sizeLimit: sizeLimit)
            self.underWay.withLock { $0[task.taskIdentifier] = exchange }
            task.resume()
        }
        guard isCancellable else { return await withCheckedContinuation(begin) }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                begin(continuation)
                if Task.isCancelled { task.cancel() }
            }
        } onCancel: {
            // Nobody would hear of a task that is cancelled before it has begun; then the lines above cancel it.
            if underWay.withLock({ $0[task.taskIdentifier] != nil }) { task.cancel() }
        }
    }

    private func change(_ task: URLSessionTask, _ body: (inout Exchange) -> Void) {
        underWay.withLock { exchanges in
            guard let index = exchanges.index(forKey: task.taskIdentifier) else { return }
            body(&exchanges.values[index])
        }
    }

    /// Ends a task from elsewhere, since cancelling waits for the queue that calls this delegate.
    private func end(_ task: URLSessionTask) {
        DispatchQueue.global().async { task.cancel() }
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        change(task) { $0.head = response }
        completionHandler(nil)
    }

    /// A write is not sent again whole by the session, after a kept connection ended without an answer: whoever asked decides.
    ///
    /// libcurl, which asks for the body here, has made a new connection by then and sends the head over it. The body does
    /// not follow, so no store carries this out; ending the task saves waiting for the time-out. A removal has no body, and libcurl
    /// repeats it without asking.
    func urlSession(
        _ session: URLSession, task: URLSessionTask,
        needNewBodyStream completionHandler: @escaping @Sendable (InputStream?) -> Void
    ) {
        change(task) { $0.isBroken = true }
        end(task)
        completionHandler(nil)
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        change(dataTask) { $0.take(response) }
        completionHandler(.allow)
        // Not by the disposition: sessions on Linux pass it over.
        if isTooLarge(dataTask) { end(dataTask) }
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        change(dataTask) { $0.take(data) }
        if isTooLarge(dataTask) { end(dataTask) }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        guard let exchange = underWay.withLock({ $0.removeValue(forKey: task.taskIdentifier) }) else { return }
        exchange.continuation.resume(returning: exchange.outcome(error: error))
    }

    private func isTooLarge(_ task: URLSessionTask) -> Bool {
        underWay.withLock { $0[task.taskIdentifier]?.isTooLarge == true }
    }
}

/// One request under way and what has come back so far.
private struct Exchange: Sendable {
    let continuation: CheckedContinuation<URLSessionExchanges.Outcome, Never>
    let sizeLimit: Int
    var head: HTTPURLResponse?
    var body: [UInt8] = []
    var isTooLarge = false
    var isBroken = false

    mutating func take(_ response: URLResponse) {
        head = response as? HTTPURLResponse
        isTooLarge = response.expectedContentLength > Int64(sizeLimit)
    }

    mutating func take(_ data: Data) {
        isTooLarge = isTooLarge || body.count + data.count > sizeLimit
        if !isTooLarge { body.append(contentsOf: data) }
    }

    /// What the caller gets once the session says that the task is over.
    func outcome(error: (any Error)?) -> URLSessionExchanges.Outcome {
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
        for case (let name as String, let value as String) in head.allHeaderFields {
            headers[name.lowercased()] = value
        }
        if let announced = headers["content-length"].flatMap({ Int($0) }), announced != body.count {
            let message = "the answer has \(body.count) of \(announced) bytes"
            return .failure(TransportFailure(kind: .ambiguous, message: message))
        }
        return .success(StoreResponse(status: head.statusCode, headers: headers, body: body))
    }
}
