import Foundation

/// Stands between a client and a store on loopback, and does to each request what a test says.
final class FaultProxy: Sendable {
    /// What happens to a request.
    enum Fault: Sendable, CaseIterable {
        /// It passes, and so does the answer.
        case none
        /// It does not reach the store; the connection ends.
        case cutBefore
        /// It reaches the store; instead of the answer the connection ends.
        case cutAfter
        /// The answer comes late.
        case delay
        /// The store never sees it; the answer is 500.
        case error500
        /// The store carries it out; the answer is 500 all the same.
        case error500After
        /// The store never sees it; the answer is 503 SlowDown.
        case slowDown
        /// Half of the answer's body comes, then the connection ends.
        case cutBody
    }

    private let server: LoopbackServer
    private let carriedOut = Shared<[String: Int]>([:])

    /// The address to use instead of the store's.
    var url: String { "http://127.0.0.1:\(server.port)" }

    /// A proxy before `port`; `fault` is asked for each request.
    init(before port: UInt16, fault: @escaping @Sendable (WireMessage) -> Fault) throws {
        let carriedOut = self.carriedOut
        server = try LoopbackServer { client in
            var upstream = LoopbackConnection(port: port)
            defer { client.shutDown() }
            while let request = client.receiveMessage() {
                let fault = fault(request)
                switch fault {
                case .cutBefore: return
                case .error500, .slowDown:
                    client.send(Self.refusal(fault == .slowDown ? "503 Slow Down" : "500 Internal Server Error"))
                    continue
                default: break
                }
                upstream?.send(request.bytes)
                var answer = upstream?.receiveMessage()
                if answer == nil {
                    // The store closed a connection that it had kept; the request has not been read there.
                    upstream = LoopbackConnection(port: port)
                    upstream?.send(request.bytes)
                    answer = upstream?.receiveMessage()
                }
                guard let answer else { return }
                if answer.target == "200" { carriedOut.withLock { $0["\(request.method)", default: 0] += 1 } }
                switch fault {
                case .cutAfter: return
                case .error500After: client.send(Self.refusal("500 Internal Server Error"))
                case .cutBody where !answer.body.isEmpty:
                    client.send(Array(answer.bytes.dropLast((answer.body.count + 1) / 2)))
                    return
                case .delay:
                    Thread.sleep(forTimeInterval: 0.05)
                    client.send(answer.bytes)
                default: client.send(answer.bytes)
                }
            }
        }
    }

    /// How many requests of a method the store answered with 200.
    func carriedOut(_ method: String) -> Int { carriedOut.withLock { $0[method] ?? 0 } }

    private static func refusal(_ status: String) -> String {
        let body = "<Error><Code>\(status.hasPrefix("503") ? "SlowDown" : "InternalError")</Code></Error>"
        return "HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }
}
