import CreationJSON
import CreationTestSupport

@testable import CreationObjectStore

/// An object store in memory, with the dialect and the faults that a test wants.
final class FakeStore: StoreTransport {
    /// How the store takes conditions.
    struct Dialect: Sendable {
        var takesQuotedTags = true
        var takesBareTags = false
        var honoursIfMatch = true
        var honoursIfNoneMatch = true
        var removesConditionally = true
        var missingKeyStatus = 404

        /// As AWS does.
        static let aws = Dialect()
        /// As Ceph 16 does.
        static let ceph = Dialect(
            takesQuotedTags: false, takesBareTags: true, removesConditionally: false,
            missingKeyStatus: 412)
    }

    /// What happens to one request.
    enum Fault: Sendable {
        /// Nothing unusual.
        case none
        /// The request gets lost.
        case lostBefore
        /// It is carried out, and the answer gets lost.
        case lostAfter
        /// It is answered with a status and is not carried out.
        case refused(Int, String)
        /// It is carried out and answered with a status all the same.
        case carriedOutButAnswered(Int)
        /// It is carried out later: before the request with that number.
        case delayed(until: Int)
    }

    struct Object: Sendable {
        var body: [UInt8]
        var headers: [String: String]
        var tag: String
        var written: Int64
    }

    private struct State: Sendable {
        var objects: [String: Object] = [:]
        var requests: [StoreRequest] = []
        var late: [(due: Int, request: StoreRequest)] = []
        var secondsSince1970: Int64 = 1_800_000_000
    }

    private let state = LockIsolated(State())
    private let dialect: Dialect
    private let probeFaults: @Sendable (StoreRequest) -> Fault
    private let faults: @Sendable (Int, StoreRequest) -> Fault

    /// A store; `faults` is asked with each request's number, from 0, probes not counted, and `probeFaults` with those.
    init(
        _ dialect: Dialect = .aws,
        faults: @escaping @Sendable (Int, StoreRequest) -> Fault = { _, _ in .none },
        probeFaults: @escaping @Sendable (StoreRequest) -> Fault = { _ in .none }
    ) {
        self.dialect = dialect
        self.probeFaults = probeFaults
        self.faults = faults
    }

    /// The requests so far, without those of a probe.
    var requests: [StoreRequest] { state.withLock { $0.requests } }

    /// The bytes of an object.
    subscript(_ path: String) -> Object? {
        get { state.withLock { $0.objects[path] } }
        set { state.withLock { $0.objects[path] = newValue } }
    }

    /// Lets the store's own clock go on.
    func advance(seconds: Int64) { state.withLock { $0.secondsSince1970 += seconds } }

    /// Writes as a program that knows nothing of histories.
    func overwrite(_ path: String, _ text: String) {
        state.withLock {
            $0.objects[path] = Self.object(Array(text.utf8), [:], at: $0.secondsSince1970)
        }
    }

    func exchange(
        _ request: StoreRequest, url: String, timeout: Duration, sizeLimit: Int
    ) async throws(TransportFailure) -> StoreResponse {
        if request.path.contains(".creation-json-probe-") {
            let fault = probeFaults(request)
            return try state.withLock { answer(request, fault, &$0, sizeLimit: sizeLimit) }.get()
        }
        let number = state.withLock { state in
            state.requests.append(request)
            return state.requests.count - 1
        }
        // Asked without the lock, so that a test may change the store from there.
        let fault = faults(number, request)
        let outcome = state.withLock { state in
            for late in state.late where late.due <= number { _ = carryOut(late.request, &state) }
            state.late.removeAll { $0.due <= number }
            return answer(request, fault, &state, sizeLimit: sizeLimit)
        }
        return try outcome.get()
    }

    private func answer(
        _ request: StoreRequest, _ fault: Fault, _ state: inout State, sizeLimit: Int
    ) -> Result<StoreResponse, TransportFailure> {
        switch fault {
        case .none:
            let response = carryOut(request, &state)
            guard response.body.count <= sizeLimit else {
                return .failure(TransportFailure(kind: .tooLarge, message: "too large"))
            }
            return .success(response)
        case .lostBefore:
            return .failure(TransportFailure(kind: .ambiguous, message: "lost"))
        case .lostAfter:
            _ = carryOut(request, &state)
            return .failure(TransportFailure(kind: .ambiguous, message: "lost"))
        case .refused(let status, let code):
            return .success(Self.error(status, code))
        case .carriedOutButAnswered(let status):
            _ = carryOut(request, &state)
            return .success(Self.error(status, "InternalError"))
        case .delayed(let due):
            state.late.append((due, request))
            return .failure(TransportFailure(kind: .ambiguous, message: "late"))
        }
    }

    private func carryOut(_ request: StoreRequest, _ state: inout State) -> StoreResponse {
        let now = state.secondsSince1970
        let there = state.objects[request.path]
        switch request.method {
        case .get:
            if !request.query.isEmpty { return listing(request, state) }
            guard let there else { return Self.error(404, "NoSuchKey") }
            var headers = there.headers
            headers["etag"] = "\"\(there.tag)\""
            headers["date"] = Self.date(now)
            headers["last-modified"] = Self.date(there.written)
            return StoreResponse(status: 200, headers: headers, body: there.body)
        case .put:
            if dialect.honoursIfNoneMatch, request.headers["if-none-match"] == "*", there != nil {
                return Self.error(412, "PreconditionFailed")
            }
            if let refusal = refusal(request, there) { return refusal }
            let object = Self.object(
                request.body, request.headers.filter { Self.isStored($0.key) }, at: now)
            state.objects[request.path] = object
            return StoreResponse(status: 200, headers: ["etag": "\"\(object.tag)\""], body: [])
        case .delete:
            if dialect.removesConditionally, let refusal = refusal(request, there) { return refusal }
            state.objects[request.path] = nil
            return StoreResponse(status: 204, headers: [:], body: [])
        }
    }

    private func refusal(_ request: StoreRequest, _ there: Object?) -> StoreResponse? {
        guard dialect.honoursIfMatch, let field = request.headers["if-match"] else { return nil }
        guard let there else {
            return dialect.missingKeyStatus == 404
                ? Self.error(404, "NoSuchKey") : Self.error(dialect.missingKeyStatus, "PreconditionFailed")
        }
        if dialect.takesQuotedTags, field == "\"\(there.tag)\"" { return nil }
        if dialect.takesBareTags, field == there.tag { return nil }
        return Self.error(412, "PreconditionFailed")
    }

    private static func object(_ body: [UInt8], _ headers: [String: String], at now: Int64) -> Object {
        Object(
            body: body, headers: headers, tag: String(SHA256.hexadecimal(body).prefix(32)),
            written: now)
    }

    private func listing(_ request: StoreRequest, _ state: State) -> StoreResponse {
        let query = Dictionary(request.query.map { ($0.name, $0.value) }) { first, _ in first }
        let bucket = request.path + "/"
        let keys = state.objects.keys.filter { $0.hasPrefix(bucket) }
            .map {
                String(decoding: PercentEncoding.decode($0.dropFirst(bucket.count).utf8), as: UTF8.self)
            }
            .filter { $0.hasPrefix(query["prefix"] ?? "") }.sorted()
        let start = query["continuation-token"].flatMap { Int($0) } ?? 0
        let end = min(start + 2, keys.count)
        let entries = keys[start..<end].map { key in
            "<Contents><Key>\(PercentEncoding.encode(key.utf8))</Key><Size>1</Size></Contents>"
        }.joined()
        let next = end < keys.count ? "<NextContinuationToken>\(end)</NextContinuationToken>" : ""
        let xml = """
            <?xml version="1.0"?><ListBucketResult xmlns="x"><EncodingType>url</EncodingType>\
            <IsTruncated>\(end < keys.count)</IsTruncated>\(next)\(entries)</ListBucketResult>
            """
        return StoreResponse(status: 200, headers: [:], body: Array(xml.utf8))
    }

    private static func isStored(_ name: String) -> Bool {
        name.hasPrefix("x-amz-meta-") || name == "content-type"
    }

    static func error(_ status: Int, _ code: String) -> StoreResponse {
        StoreResponse(
            status: status, headers: [:], body: Array("<Error><Code>\(code)</Code></Error>".utf8))
    }

    private static func date(_ seconds: Int64) -> String {
        let stamp = SigningTime(secondsSince1970: seconds).stamp
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        let parts = [(0, 4), (4, 2), (6, 2), (9, 2), (11, 2), (13, 2)].map {
            stamp.dropFirst($0).prefix($1)
        }
        return
            "Mon, \(parts[2]) \(months[(Int(parts[1]) ?? 1) - 1]) \(parts[0]) \(parts[3]):\(parts[4]):\(parts[5]) GMT"
    }
}
