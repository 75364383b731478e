import Foundation

/// A TCP connection that threads block on.
final class LoopbackConnection: Sendable {
    private let descriptor: Int32

    /// Takes over a descriptor.
    init(descriptor: Int32) {
        self.descriptor = descriptor
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        var limit = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    /// Connects to a port of this machine, nil if nobody listens there.
    convenience init?(port: UInt16) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        var address = sockaddr_in(loopback: port)
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else {
            Foundation.close(descriptor)
            return nil
        }
        self.init(descriptor: descriptor)
    }

    deinit { Foundation.close(descriptor) }

    /// Ends the connection in both directions.
    func shutDown() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// The next bytes, at least one; nil at the end.
    func receive() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count > 0 ? Array(buffer.prefix(count)) : nil
    }

    /// Sends all bytes, as far as the other side takes them.
    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    func send(_ text: String) { send(Array(text.utf8)) }

    /// One HTTP message: its head and as many bytes of body as its Content-Length says. Nil where the connection ends before.
    func receiveMessage(hasBody: Bool = true) -> WireMessage? {
        var bytes: [UInt8] = []
        while true {
            if let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) {
                let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
                let message = WireMessage(head: head, body: Array(bytes[end.upperBound...]))
                let length = hasBody ? Int(message.field("content-length") ?? "0") ?? 0 : 0
                var body = message.body
                while body.count < length {
                    guard let more = receive() else { return nil }
                    body += more
                }
                return WireMessage(head: head, body: body)
            }
            guard let more = receive() else { return nil }
            bytes += more
        }
    }
}

/// A request or an answer as it went over the wire.
struct WireMessage: Sendable {
    /// The first line and the fields.
    var head: String
    /// The body.
    var body: [UInt8]

    /// The method of a request.
    var method: String { String(head.prefix { $0 != " " }) }
    /// The target of a request.
    var target: String { head.split(separator: " ").dropFirst().first.map(String.init) ?? "" }

    /// The value of a field.
    func field(_ name: String) -> String? {
        for line in head.split(separator: "\r\n").dropFirst() where line.lowercased().hasPrefix("\(name):") {
            return line.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces)
        }
        return nil
    }

    /// The message as bytes.
    var bytes: [UInt8] { Array("\(head)\r\n\r\n".utf8) + body }
}

/// Listens on loopback and gives each connection a thread of its own.
final class LoopbackServer: Sendable {
    /// The port, chosen by the system.
    let port: UInt16
    private let descriptor: Int32

    /// A server that hands connections to `serve`.
    init(_ serve: @escaping @Sendable (LoopbackConnection) -> Void) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in(loopback: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) | listen(listener, 128) | getsockname(listener, address, &length)
            }
        }
        guard listener >= 0, status == 0 else { throw CocoaError(.fileReadUnknown) }
        descriptor = listener
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread {
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else {
                    // Only here: a number closed under this loop could be the next server's when it accepts again.
                    Foundation.close(listener)
                    return
                }
                let owned = LoopbackConnection(descriptor: connection)
                Thread.detachNewThread { serve(owned) }
            }
        }
    }

    deinit { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// A port that nobody listens on.
    static func deadPort() throws -> UInt16 {
        try LoopbackServer { _ in }.port
    }
}

extension sockaddr_in {
    /// An address on this machine.
    init(loopback port: UInt16) {
        self.init()
        sin_family = sa_family_t(AF_INET)
        sin_port = port.bigEndian
        sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    }
}
