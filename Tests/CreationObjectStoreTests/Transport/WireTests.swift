import CreationJSON
import Foundation
import Testing

@testable import CreationObjectStore

/// OBJ-6, OBJ-7, OBJ-8: what goes over the wire, and each thing that goes wrong there is a code and a sentence.
@Suite("On the wire", .timeLimit(.minutes(5)))
struct WireTests {
    private static let path: RecordPath = "s3://bucket/dir/a key.json"

    private static func storage(
        _ url: String, timeout: Duration = .seconds(5), attempts: Int = 2
    ) throws -> S3RecordStorage {
        S3RecordStorage(
            S3Configuration(
                endpoint: try #require(S3Endpoint(url: url)), credentials: .test, requestTimeout: timeout,
                maximumAttempts: attempts))
    }

    /// The error of reading from a server that answers everything with these bytes and hangs up.
    private static func error(
        answering answer: String, limit: Int = 64 << 20
    ) async throws -> (error: RecordError, place: String, requests: Int) {
        let requests = Shared(0)
        let server = try LoopbackServer { connection in
            while connection.receiveMessage() != nil {
                requests.withLock { $0 += 1 }
                connection.send(answer)
                connection.shutDown()
            }
        }
        let error = await #expect(throws: RecordError.self) {
            try await Self.storage("http://127.0.0.1:\(server.port)")
                .read(Self.path, options: TransactionOptions(maximumSize: limit))
        }
        let found = try #require(error)
        #expect(found.path == Self.path)
        #expect(!"\(found)".contains("TESTSECRET"))
        return (found, "http://127.0.0.1:\(server.port)", requests.withLock { $0 })
    }

    /// An answer with a body of S3's error form.
    private static func refusal(_ status: Int, _ code: String) -> String {
        let body = code.isEmpty ? "" : "<Error><Code>\(code)</Code><Message>TESTSECRET</Message></Error>"
        return "HTTP/1.1 \(status) No\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    @Test("requests are signed, name their length, ask for no encoding and share connections")
    func requests() async throws {
        let seen = Shared<[WireMessage]>([])
        let connections = Shared(0)
        let server = try LoopbackServer { connection in
            connections.withLock { $0 += 1 }
            while let request = connection.receiveMessage() {
                seen.withLock { $0.append(request) }
                let body = request.method == "GET" ? "abc" : ""
                connection.send("HTTP/1.1 200 OK\r\nETag: \"x\"\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
            }
        }
        let storage = try Self.storage("http://127.0.0.1:\(server.port)/base")
        let location = try S3RecordStorage.location(of: Self.path, root: nil)
        let tag = try #require(StoreTag(headerField: "\"t\""))
        for _ in 0..<5 {
            #expect(try await storage.client.object(at: location, sizeLimit: 10)?.bytes == Array("abc".utf8))
            let answer = try await storage.client.put(
                Array("body".utf8), at: location, if: .tag(tag), form: .quoted, headers: ["x-amz-meta-a": "b"])
            #expect(answer == .done(StoreTag(headerField: "x")))
            #expect(
                try await storage.client.delete(location, if: nil, form: .bare) == .done(StoreTag(headerField: "x")))
        }
        let messages = seen.withLock { $0 }
        #expect(messages.map(\.method) == Array(repeating: ["GET", "PUT", "DELETE"], count: 5).flatMap(\.self))
        #expect(connections.withLock { $0 } == 1)
        for message in messages {
            #expect(message.target == "/base/bucket/dir/a%20key.json")
            #expect(message.field("host") == "127.0.0.1:\(server.port)")
            #expect(message.field("accept-encoding") == "identity")
            #expect(message.field("authorization")?.hasPrefix("AWS4-HMAC-SHA256 Credential=TESTKEY/") == true)
            #expect(message.field("x-amz-content-sha256") == SHA256.hexadecimal(message.body))
            #expect(!message.head.contains("TESTSECRET"))
            #expect(message.field("cookie") == nil)
        }
        #expect(messages[1].body == Array("body".utf8))
        #expect(messages[1].field("content-length") == "4")
        #expect(messages[1].field("transfer-encoding") == nil)
        #expect(messages[1].field("if-match") == "\"t\"")
        #expect(messages[1].field("x-amz-meta-a") == "b")
    }

    @Test("an endpoint that is down is a storage error")
    func endpointDown() async throws {
        let port = try LoopbackServer.deadPort()
        let error = await #expect(throws: RecordError.self) {
            try await Self.storage("http://127.0.0.1:\(port)").read(Self.path, options: TransactionOptions())
        }
        #expect(error?.code == .storageError)
        #expect(
            error?.message == "the object store at http://127.0.0.1:\(port) failed: the connection was refused; "
                + "look at the address, and whether the store is up")
    }

    @Test("a host name that means nothing is a storage error")
    func unknownHost() async throws {
        let error = await #expect(throws: RecordError.self) {
            try await Self.storage("http://store.invalid", attempts: 1).read(Self.path, options: TransactionOptions())
        }
        #expect(error?.code == .storageError)
        #expect(
            error?.message == "the object store at http://store.invalid failed: the host name cannot be resolved; "
                + "look at the address")
    }

    @Test("a server that does not speak TLS where it should is a storage error, at once")
    func notTLS() async throws {
        let connections = Shared(0)
        let server = try LoopbackServer { connection in
            connections.withLock { $0 += 1 }
            _ = connection.receive()
            connection.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        }
        let error = await #expect(throws: RecordError.self) {
            try await Self.storage("https://127.0.0.1:\(server.port)").read(Self.path, options: TransactionOptions())
        }
        #expect(error?.code == .storageError)
        #expect(
            error?.message.hasPrefix("the object store at https://127.0.0.1:\(server.port) failed: TLS failed, ")
                == true)
        #expect(connections.withLock { $0 } == 1)
    }

    @Test("an answer that never comes ends with the time-out, to the fraction of a second")
    func silence() async throws {
        let server = try LoopbackServer { connection in
            while connection.receive() != nil {}
        }
        let began = ContinuousClock.now
        let error = await #expect(throws: RecordError.self) {
            try await Self.storage("http://127.0.0.1:\(server.port)", timeout: .milliseconds(300), attempts: 1)
                .read(Self.path, options: TransactionOptions())
        }
        let taken = ContinuousClock.now - began
        #expect(error?.code == .storageError)
        #expect(
            error?.message
                == "the object store at http://127.0.0.1:\(server.port) failed: the store did not answer in time")
        #expect(taken >= .milliseconds(300) && taken < .seconds(40))
    }

    private static func get(
        _ transport: URLSessionTransport, _ server: LoopbackServer, timeout: Duration
    ) async throws(TransportFailure) -> StoreResponse {
        try await transport.exchange(
            StoreRequest(method: .get, path: "/"), url: "http://127.0.0.1:\(server.port)/", timeout: timeout,
            sizeLimit: 100)
    }

    @Test("an answer that keeps coming may take longer than the time-out")
    func slowAnswer() async throws {
        let server = try LoopbackServer { connection in
            _ = connection.receiveMessage()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")
            for _ in 0..<5 {
                usleep(400_000)
                connection.send("x")
            }
        }
        let began = ContinuousClock.now
        let response = try await Self.get(URLSessionTransport(), server, timeout: .milliseconds(1_500))
        #expect(response.body == Array("xxxxx".utf8))
        #expect(ContinuousClock.now - began > .milliseconds(1_500))
    }

    @Test("of several exchanges each has its own time-out, whichever was begun first")
    func severalTimeOuts() async throws {
        let server = try LoopbackServer { connection in
            while connection.receive() != nil {}
        }
        let transport = URLSessionTransport()
        let patient = Task { () -> TransportFailure? in
            do throws(TransportFailure) { _ = try await Self.get(transport, server, timeout: .seconds(50)) } catch {
                return error
            }
            return nil
        }
        for timeout in [Duration.milliseconds(300), .milliseconds(200)] {
            let began = ContinuousClock.now
            let failure = await #expect(throws: TransportFailure.self) {
                try await Self.get(transport, server, timeout: timeout)
            }
            #expect(failure?.kind == .ambiguous)
            #expect(failure?.message == "the store did not answer in time")
            #expect(ContinuousClock.now - began < .seconds(40))
        }
        patient.cancel()
        #expect(await patient.value?.kind == .cancelled)
    }

    @Test("requests that wait for a connection are not taken for silent ones")
    func waitingForConnections() async throws {
        let server = try LoopbackServer { connection in
            while connection.receiveMessage() != nil {
                usleep(250_000)
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            }
        }
        let transport = URLSessionTransport(connectionsPerHost: 2)
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<20 {
                group.addTask { try await Self.get(transport, server, timeout: .milliseconds(1_500)).status }
            }
            for try await status in group { #expect(status == 200) }
        }
    }

    @Test("tasks that are cancelled while their answers come neither hang nor stop the others")
    func cancellationsMeetAnswers() async throws {
        let server = try LoopbackServer { connection in
            while connection.receiveMessage() != nil {
                usleep(UInt32.random(in: 0..<4_000))
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            }
        }
        let transport = URLSessionTransport()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<1_000 {
                group.addTask {
                    let task = Task { try await Self.get(transport, server, timeout: .seconds(30)).status }
                    try? await Task.sleep(for: .microseconds(Int.random(in: 0..<8_000)))
                    if Bool.random() { task.cancel() }
                    switch await task.result {
                    case .success(let status): #expect(status == 200)
                    case .failure(let error): #expect((error as? TransportFailure)?.kind == .cancelled)
                    }
                }
            }
        }
        #expect(try await Self.get(transport, server, timeout: .seconds(30)).status == 200)
    }

    @Test(
        "time-outs that meet answers end each exchange once, with the one or the other",
        arguments: [(200, ""), (307, "Location: http://127.0.0.1:1/x\r\n")])
    func timeOutsMeetAnswers(status: Int, field: String) async throws {
        let server = try LoopbackServer { connection in
            while connection.receiveMessage() != nil {
                usleep(20_000)
                connection.send("HTTP/1.1 \(status) Yes\r\n\(field)Content-Length: 0\r\n\r\n")
            }
        }
        let transport = URLSessionTransport()
        await withTaskGroup(of: Void.self) { group in
            for lane in 0..<16 {
                group.addTask {
                    for round in 0..<60 {
                        let timeout = Duration.microseconds(16_000 + (lane * 60 + round) * 37 % 10_000)
                        do throws(TransportFailure) {
                            #expect(try await Self.get(transport, server, timeout: timeout).status == status)
                        } catch {
                            #expect(error.message == "the store did not answer in time")
                        }
                    }
                }
            }
        }
        #expect(try await Self.get(transport, server, timeout: .seconds(30)).status == status)
    }

    @Test("a body that is cut short is tried again, then a storage error; it is never taken for the record")
    func cutBody() async throws {
        let (error, place, requests) = try await Self.error(
            answering: "HTTP/1.1 200 OK\r\nETag: \"x\"\r\nContent-Length: 100\r\n\r\n{\"cut\":")
        #expect(error.code == .storageError)
        #expect(
            error.message
                == "the object store at \(place) failed: the connection broke before the answer was complete")
        #expect(requests == 2)
    }

    @Test("an answer without its end, or none at all, is the same", arguments: ["", "HTTP/1.1 200", "no HTTP\r\n\r\n"])
    func brokenHead(answer: String) async throws {
        let (error, place, _) = try await Self.error(answering: answer)
        #expect(error.code == .storageError)
        #expect(error.message.hasPrefix("the object store at \(place) failed: "))
    }

    @Test("a redirect is refused, the region named where the store names it")
    func redirects() async throws {
        let (error, place, requests) = try await Self.error(
            answering: "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:1/x\r\n"
                + "x-amz-bucket-region: eu-west-3\r\nContent-Length: 0\r\n\r\n")
        #expect(error.code == .storageError)
        #expect(
            error.message == "the object store at \(place) answered 307: it sends the request elsewhere and redirects "
                + "are not followed; the bucket is in region eu-west-3, set AWS_REGION to it")
        #expect(requests == 1)
        // AWS names no place.
        let (nowhere, _, _) = try await Self.error(
            answering:
                "HTTP/1.1 301 Moved Permanently\r\nx-amz-bucket-region: eu-west-3\r\nContent-Length: 3\r\n\r\nabc")
        #expect(nowhere.code == .storageError)
        #expect(nowhere.message.hasSuffix("the bucket is in region eu-west-3, set AWS_REGION to it"))
        let (permanent, _, _) = try await Self.error(
            answering: Self.refusal(301, "PermanentRedirect")
                .replacingOccurrences(of: "Content-Length", with: "Location: http://127.0.0.1:1/x\r\nContent-Length"))
        #expect(permanent.code == .storageError)
        #expect(permanent.message.contains("answered 301"))
    }

    @Test("more than the limit is not read, whether announced or not", arguments: [true, false])
    func tooLarge(isAnnounced: Bool) async throws {
        let large = String(repeating: "x", count: 5 << 20)
        let field = isAnnounced ? "Content-Length: \(large.utf8.count)" : "Connection: close"
        let (error, _, requests) = try await Self.error(
            answering: "HTTP/1.1 200 OK\r\nETag: \"x\"\r\n\(field)\r\n\r\n\(large)", limit: 1 << 20)
        #expect(error.code == .limitExceeded)
        #expect(error.message == "the object is larger than 4194304 bytes and is not read; look what it is")
        #expect(requests == 1)
    }

    @Test("a server that asks for a password is a refusal, at once")
    func challenge() async throws {
        let (error, place, requests) = try await Self.error(
            answering:
                "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"lab\"\r\nContent-Length: 3\r\n\r\nabc")
        #expect(error.code == .permissionDenied)
        #expect(error.message == "the object store at \(place) answered 401: the credentials do not permit this")
        #expect(requests == 1)
    }

    @Test(
        "S3's refusals are told apart",
        arguments: [
            (403, "SignatureDoesNotMatch", "the secret access key is not the one that belongs to the key id"),
            (403, "InvalidAccessKeyId", "it does not know the access key id"),
            (403, "RequestTimeTooSkewed", "this machine's clock and the store's differ too much"),
            (400, "ExpiredToken", "the session token is no longer valid"),
            (403, "AccessDenied", "the credentials do not permit this"),
        ])
    func refusals(status: Int, code: String, sentence: String) async throws {
        let (error, place, requests) = try await Self.error(answering: Self.refusal(status, code))
        #expect(error.code == .permissionDenied)
        #expect(error.message == "the object store at \(place) answered \(status) \(code): \(sentence)")
        #expect(requests == 1)
    }

    @Test(
        "other answers are a code and a sentence too",
        arguments: [
            (
                404, "NoSuchBucket", RecordError.Code.notFound,
                "the bucket does not exist on the object store at PLACE; look at its name, or create it first"
            ),
            (
                404, "", .storageError,
                "the object store at PLACE answered 404 without S3's own error; "
                    + "check that the address is that of an S3 endpoint"
            ),
            (
                501, "NotImplemented", .storageError,
                "the object store at PLACE answered 501 NotImplemented: it does not offer what a safe update needs"
            ),
            (503, "SlowDown", .storageError, "the object store at PLACE answered 503 SlowDown; try again later"),
            (
                418, "Teapot", .storageError,
                "the object store at PLACE answered 418 Teapot, which this program does not expect"
            ),
            (
                400, "AuthorizationHeaderMalformed", .storageError,
                "the object store at PLACE answered 400 AuthorizationHeaderMalformed: it sends the request elsewhere "
                    + "and redirects are not followed"
            ),
        ])
    func otherAnswers(status: Int, code: String, expected: RecordError.Code, sentence: String) async throws {
        let (error, place, _) = try await Self.error(answering: Self.refusal(status, code))
        #expect(error.code == expected)
        #expect(error.message == sentence.replacingOccurrences(of: "PLACE", with: place))
    }

    @Test("an object without a tag cannot be updated safely and is not read")
    func withoutTag() async throws {
        let (error, _, _) = try await Self.error(answering: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
        #expect(error.code == .storageError)
        #expect(error.message == "the object store gave no ETag, so that no update could be made safe")
    }

    @Test("a read that is cancelled ends at once")
    func cancellation() async throws {
        let server = try LoopbackServer { connection in
            while connection.receive() != nil {}
        }
        let storage = try Self.storage("http://127.0.0.1:\(server.port)", timeout: .seconds(30))
        let task = Task { try await storage.read(Self.path, options: TransactionOptions()) }
        try await Task.sleep(for: .milliseconds(100))
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("a write is waited for although its task is cancelled")
    func cancelledWrite() async throws {
        let hasCome = Shared(false)
        let server = try LoopbackServer { connection in
            while connection.receiveMessage() != nil {
                hasCome.withLock { $0 = true }
                usleep(200_000)
                connection.send("HTTP/1.1 200 OK\r\nETag: \"x\"\r\nContent-Length: 0\r\n\r\n")
            }
        }
        let storage = try Self.storage("http://127.0.0.1:\(server.port)")
        let location = try S3RecordStorage.location(of: Self.path, root: nil)
        let task = Task {
            try await storage.client.put(Array("{}".utf8), at: location, if: .absent, form: .quoted, headers: [:])
        }
        while !hasCome.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(5)) }
        task.cancel()
        #expect(try await task.value == .done(StoreTag(headerField: "x")))
    }

    @Test("a write whose kept connection ends without an answer is not repeated whole, and its outcome is open")
    func keptConnectionEnds() async throws {
        let writes = Shared(0)
        let server = try LoopbackServer { connection in
            while let request = connection.receiveMessage() {
                guard request.method == "GET" else {
                    writes.withLock { $0 += 1 }
                    return connection.shutDown()
                }
                connection.send(Self.refusal(404, "NoSuchKey"))
            }
        }
        let storage = try Self.storage("http://127.0.0.1:\(server.port)")
        let location = try S3RecordStorage.location(of: Self.path, root: nil)
        #expect(try await storage.client.object(at: location, sizeLimit: 10) == nil)
        let answer = try await storage.client.put(
            Array("{}".utf8), at: location, if: .absent, form: .quoted, headers: [:])
        guard case .ambiguous(let failure) = answer else { return #expect(Bool(false), "\(answer)") }
        #expect(
            failure.message
                == "the object store at http://127.0.0.1:\(server.port) failed: the connection broke before the answer"
        )
        #expect(writes.withLock { $0 } == 1)
    }

    @Test("a header field with a line end in it is not sent")
    func lineEnd() async throws {
        let server = try LoopbackServer { connection in
            while connection.receiveMessage() != nil { connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") }
        }
        let storage = try Self.storage("http://127.0.0.1:\(server.port)")
        let location = try S3RecordStorage.location(of: Self.path, root: nil)
        let answer = try await storage.client.put(
            [], at: location, if: .absent, form: .quoted, headers: ["x-amz-meta-a": "b\r\nx-amz-acl: public-read"])
        guard case .ambiguous(let failure) = answer else { return #expect(Bool(false), "\(answer)") }
        #expect(
            failure.message
                == "the object store at http://127.0.0.1:\(server.port) failed: a header field has a line end in it")
    }
}
