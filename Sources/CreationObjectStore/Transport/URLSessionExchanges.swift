import Dispatch
import FoundationEssentials
import Synchronization

import class Foundation.InputStream
import class Foundation.NSObject

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// A session's delegate: gathers each answer, ends what stays silent, and resumes each caller once.
final class URLSessionExchanges: NSObject, URLSessionDataDelegate, Sendable {
    typealias Outcome = Result<StoreResponse, TransportFailure>

    private struct State {
        /// By the identifiers of their tasks.
        var exchanges: [Int: Exchange] = [:]
        /// When silent exchanges are looked for next.
        var alarm: ContinuousClock.Instant?
    }

    private let state = Mutex(State())

    /// Carries `task` out, and ends it once nothing has moved for as long as `patience`.
    ///
    /// Where it is not cancellable, its answer is waited for even if the caller's task is cancelled.
    func outcome(
        of task: URLSessionDataTask, patience: Duration, sizeLimit: Int, isCancellable: Bool
    ) async -> Outcome {
        let begin = { (continuation: CheckedContinuation<Outcome, Never>) in
            let exchange = Exchange(continuation: continuation, task: task, patience: patience, sizeLimit: sizeLimit)
            self.state.withLock { state in
                state.exchanges[task.taskIdentifier] = exchange
                self.setAlarm(&state, exchange.deadline)
            }
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
            if state.withLock({ $0.exchanges[task.taskIdentifier] != nil }) { task.cancel() }
        }
    }

    /// Changes what is known of an exchange in which something has moved.
    private func change(_ task: URLSessionTask, _ body: (inout Exchange) -> Void = { _ in }) {
        state.withLock { state in
            guard let index = state.exchanges.index(forKey: task.taskIdentifier) else { return }
            state.exchanges.values[index].lastMove = .now
            body(&state.exchanges.values[index])
        }
    }

    // MARK: Silence

    /// Where the alarm rings and tasks are ended. Not a global queue: while the pool computes, those have no thread left.
    private static let clock = DispatchQueue(label: "creation-json.silence")

    /// Sees to it that silent exchanges are looked for at `moment`. One alarm serves them all, so that most exchanges set none.
    private func setAlarm(_ state: inout State, _ moment: ContinuousClock.Instant) {
        if let alarm = state.alarm, alarm <= moment { return }
        state.alarm = moment
        let wait = min(max(0, (moment - .now) / .seconds(1)), 1e9)
        Self.clock.asyncAfter(deadline: .now() + wait) { [weak self] in self?.endSilent(moment) }
    }

    private func endSilent(_ alarm: ContinuousClock.Instant) {
        let silent: [URLSessionTask] = state.withLock { state in
            guard state.alarm == alarm else { return [] }
            state.alarm = nil
            let now = ContinuousClock.now
            for id in state.exchanges.keys where state.exchanges[id]?.deadline ?? now <= now {
                state.exchanges[id]?.isOverdue = true
            }
            let waiting = state.exchanges.values.filter { !$0.isOverdue }
            if let next = waiting.map(\.deadline).min() { setAlarm(&state, next) }
            return state.exchanges.values.filter(\.isOverdue).map(\.task)
        }
        for task in silent { task.cancel() }
    }

    // MARK: What the session tells

    /// Ends a task from elsewhere, since cancelling waits for the queue that calls this delegate.
    private func end(_ task: URLSessionTask) {
        Self.clock.async { task.cancel() }
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
        _ session: URLSession, task: URLSessionTask, didSendBodyData bytesSent: Int64, totalBytesSent: Int64,
        totalBytesExpectedToSend: Int64
    ) {
        change(task)
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
        guard let exchange = state.withLock({ $0.exchanges.removeValue(forKey: task.taskIdentifier) }) else { return }
        exchange.continuation.resume(returning: exchange.outcome(error: error))
    }

    private func isTooLarge(_ task: URLSessionTask) -> Bool {
        state.withLock { $0.exchanges[task.taskIdentifier]?.isTooLarge == true }
    }
}

/// One request under way and what has come back so far.
private struct Exchange: Sendable {
    let continuation: CheckedContinuation<URLSessionExchanges.Outcome, Never>
    let task: URLSessionTask
    let patience: Duration
    let sizeLimit: Int
    var lastMove = ContinuousClock.now
    var head: HTTPURLResponse?
    var body: [UInt8] = []
    var isTooLarge = false
    var isBroken = false
    var isOverdue = false

    /// When it is given up, unless something moves before.
    var deadline: ContinuousClock.Instant { lastMove + patience }

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
        if let error {
            return .failure(isOverdue ? .overdue : TransportFailure(error, hasBegun: head != nil))
        }
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
