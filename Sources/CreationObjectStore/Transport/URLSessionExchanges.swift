import Dispatch
import FoundationEssentials
import LockedFiles

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
        /// How many connections nobody uses.
        var free: Int
        /// Those who wait for a connection, in the order in which the session gives them one.
        var waiting: [Int] = []
        /// When silent exchanges are looked for next.
        var alarm: ContinuousClock.Instant?
    }

    private let state: Guarded<State>

    /// The delegate of a session that opens so many connections.
    init(connections: Int) {
        state = Guarded(State(free: connections))
    }

    /// Carries `task` out, and ends it once nothing has moved on its connection for as long as `patience`.
    ///
    /// Where it is not cancellable, its answer is waited for even if the caller's task is cancelled.
    func outcome(
        of task: URLSessionDataTask, patience: Duration, sizeLimit: Int, isCancellable: Bool
    ) async -> Outcome {
        let begin = { (continuation: CheckedContinuation<Outcome, Never>) in
            self.enter(Exchange(continuation: continuation, task: task, patience: patience, sizeLimit: sizeLimit))
            task.resume()
        }
        guard isCancellable else { return await withCheckedContinuation(begin) }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                begin(continuation)
                state.withLock { $0.exchanges[task.taskIdentifier]?.hasBegun = true }
                if Task.isCancelled { end(task) }
            }
        } onCancel: {
            // Nobody would hear of a task that is cancelled before it has begun; then the lines above cancel it.
            if state.withLock({ $0.exchanges[task.taskIdentifier]?.hasBegun == true }) { end(task) }
        }
    }

    private func enter(_ exchange: Exchange) {
        let id = exchange.task.taskIdentifier
        state.withLock { state in
            state.exchanges[id] = exchange
            state.waiting.append(id)
            connect(&state)
        }
    }

    /// Takes an exchange out; nil if that was done before.
    private func leave(_ task: URLSessionTask) -> Exchange? {
        state.withLock { state in
            guard let exchange = state.exchanges.removeValue(forKey: task.taskIdentifier) else { return nil }
            if exchange.lastMove != nil {
                state.free += 1
                connect(&state)
            }
            return exchange
        }
    }

    /// Gives the free connections to those who wait longest. From then on their silence counts.
    private func connect(_ state: inout State) {
        while state.free > 0, !state.waiting.isEmpty {
            guard let index = state.exchanges.index(forKey: state.waiting.removeFirst()) else { continue }
            state.free -= 1
            let now = ContinuousClock.now
            state.exchanges.values[index].lastMove = now
            setAlarm(&state, now + state.exchanges.values[index].patience)
        }
    }

    /// Changes what is known of an exchange in which something has moved.
    private func change(_ task: URLSessionTask, _ body: (inout Exchange) -> Void = { _ in }) {
        state.withLock { state in
            guard let index = state.exchanges.index(forKey: task.taskIdentifier) else { return }
            if state.exchanges.values[index].lastMove != nil { state.exchanges.values[index].lastMove = .now }
            body(&state.exchanges.values[index])
        }
    }

    private func isTrue(_ fact: KeyPath<Exchange, Bool>, of task: URLSessionTask) -> Bool {
        state.withLock { $0.exchanges[task.taskIdentifier]?[keyPath: fact] == true }
    }

    // MARK: Ending

    /// Where the alarm rings and tasks are ended. Not a global queue: while the pool computes, those have no thread left.
    private static let clock = DispatchQueue(label: "creation-json.silence")

    /// Ends a task from elsewhere. Cancelling waits for the queue that calls this delegate, which may be about to resume the Swift
    /// task that waits here; and whoever cancels that one holds the lock that resuming takes.
    private func end(_ task: URLSessionTask) {
        state.withLock { $0.exchanges[task.taskIdentifier]?.isEnding = true }
        Self.clock.async { task.cancel() }
    }

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
            var silent: [URLSessionTask] = []
            var next: ContinuousClock.Instant?
            for index in state.exchanges.indices {
                guard let deadline = state.exchanges.values[index].deadline else { continue }
                if deadline <= now {
                    state.exchanges.values[index].isOverdue = true
                    state.exchanges.values[index].isEnding = true
                    silent.append(state.exchanges.values[index].task)
                } else {
                    next = min(next ?? deadline, deadline)
                }
            }
            if let next { setAlarm(&state, next) }
            return silent
        }
        for task in silent { task.cancel() }
    }

    // MARK: What the session tells

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        change(task) { $0.head = response }
        // A session on Linux traps if it hears of a redirect of a task that is being ended.
        if !isTrue(\.isEnding, of: task) { completionHandler(nil) }
    }

    #if canImport(FoundationNetworking)
        /// Takes the refusal for the answer. There is nobody to ask for a password, and a session on Linux would wait for one.
        func urlSession(
            _ session: URLSession, task: URLSessionTask, didReceive challenge: URLAuthenticationChallenge,
            completionHandler: @escaping @Sendable (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
        ) {
            change(task) { $0.isChallenged = true }
            end(task)
        }
    #endif

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
        if isTrue(\.isTooLarge, of: dataTask) { end(dataTask) }
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        change(dataTask) { $0.take(data) }
        if isTrue(\.isTooLarge, of: dataTask) { end(dataTask) }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        guard let exchange = leave(task) else { return }
        exchange.continuation.resume(returning: exchange.outcome(error: error))
    }
}

/// One request under way and what has come back so far.
private struct Exchange: Sendable {
    let continuation: CheckedContinuation<URLSessionExchanges.Outcome, Never>
    let task: URLSessionTask
    let patience: Duration
    let sizeLimit: Int
    /// When something moved last; nil while it waits for a connection.
    var lastMove: ContinuousClock.Instant?
    var hasBegun = false
    var head: HTTPURLResponse?
    var body: [UInt8] = []
    var isTooLarge = false
    var isBroken = false
    var isChallenged = false
    var isOverdue = false
    /// Whether its task is being ended.
    var isEnding = false

    /// When it is given up, unless something moves before; nil if that has been done, or nothing can move yet.
    var deadline: ContinuousClock.Instant? { isEnding ? nil : lastMove.map { $0 + patience } }

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
        if let error, !isChallenged {
            return .failure(isOverdue ? .overdue : TransportFailure(error, hasBegun: head != nil))
        }
        // A redirect that leads nowhere is not told to the delegate.
        guard let head = head ?? (task.response as? HTTPURLResponse) else {
            return .failure(TransportFailure(kind: .ambiguous, message: "the store gave no answer"))
        }
        var headers: [String: String] = [:]
        for case (let name as String, let value as String) in head.allHeaderFields {
            headers[name.lowercased()] = value
        }
        if !(300..<400).contains(head.statusCode),
            let announced = headers["content-length"].flatMap({ Int($0) }), announced != body.count
        {
            let message = "the answer has \(body.count) of \(announced) bytes"
            return .failure(TransportFailure(kind: .ambiguous, message: message))
        }
        return .success(StoreResponse(status: head.statusCode, headers: headers, body: body))
    }
}
