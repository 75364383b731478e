/// Asks one store: addresses and signs each request, and tells the answers apart. It tries once and decides nothing.
struct S3Client: Sendable {
    /// Where, as whom and how patiently.
    let configuration: S3Configuration
    /// What carries the requests.
    let transport: any StoreTransport
    /// The time that signatures carry.
    let clock: StoreClock
    private let signer: RequestSigner

    /// A client that asks the store of this configuration.
    init(configuration: S3Configuration, transport: any StoreTransport, clock: StoreClock) {
        self.configuration = configuration
        self.transport = transport
        self.clock = clock
        signer = RequestSigner(credentials: configuration.credentials, region: configuration.region)
    }

    /// An answer is limited to this where it is not a record: errors and listings.
    static let smallAnswer = 4 << 20

    /// Sends a request about `key` in `bucket`, or about the bucket itself if `key` is empty, and gives the answer, whatever its status.
    func send(
        _ method: StoreRequest.Method, bucket: String, encodedKey: String, query: [(name: String, value: String)] = [],
        headers: [String: String] = [:], body: [UInt8] = [], sizeLimit: Int = smallAnswer
    ) async throws(StoreFailure) -> StoreResponse {
        let (host, path) = configuration.endpoint.address(bucket: bucket, encodedKey: encodedKey)
        var request = StoreRequest(method: method, path: path, query: query, headers: headers, body: body)
        signer.sign(&request, host: host, at: SigningTime(secondsSince1970: clock.secondsSince1970()))
        let queryText = request.encodedQuery
        let url = "\(configuration.endpoint.scheme)://\(host)\(path)" + (queryText.isEmpty ? "" : "?\(queryText)")
        do throws(TransportFailure) {
            return try await transport.exchange(
                request, url: url, timeout: configuration.requestTimeout, sizeLimit: sizeLimit)
        } catch {
            throw StoreFailure(
                error, changing: method.changes, endpoint: configuration.endpoint, sizeLimit: sizeLimit)
        }
    }
}

extension StoreFailure {
    /// The failure of an exchange without a complete answer.
    ///
    /// A request that changes something counts as ambiguous even if no connection came about: HTTP clients send a request again by
    /// themselves when a kept connection ends without an answer, and only the last of these tries is reported.
    fileprivate init(_ failure: TransportFailure, changing: Bool, endpoint: S3Endpoint, sizeLimit: Int) {
        let place = "\(endpoint.scheme)://\(endpoint.authority)"
        let code: Code =
            switch failure.kind {
            case .untrusted where !changing: .untrusted
            case .tooLarge where !changing: .limitExceeded
            case .cancelled where !changing: .cancelled
            default: changing ? .ambiguous : .unavailable
            }
        self.init(
            code: code,
            message: code == .limitExceeded
                ? "the object is larger than \(sizeLimit) bytes and is not read; look what it is"
                : "the object store at \(place) failed: \(failure.message)")
    }

    /// The failure that an answer stands for which no caller knows what to do with.
    init(_ response: StoreResponse, changing: Bool, configuration: S3Configuration) {
        let error = StoreErrorBody(response.body)
        let place = "\(configuration.endpoint.scheme)://\(configuration.endpoint.authority)"
        let name = error.code.isEmpty ? "" : " \(error.code)"
        let answered = "the object store at \(place) answered \(response.status)\(name)"
        status = response.status
        switch response.status {
        case _ where error.code == "NoSuchBucket":
            code = .noSuchBucket
            message = "the bucket does not exist on the object store at \(place); look at its name, or create it first"
        case 300..<400,
            400 where error.code == "AuthorizationHeaderMalformed":
            code = .unsupported
            let region = response.headers["x-amz-bucket-region"] ?? error.region
            let advice = region.map { "; the bucket is in region \($0), set AWS_REGION to it" } ?? ""
            message = "\(answered): it sends the request elsewhere and redirects are not followed\(advice)"
        case 401, 403,
            400 where ["ExpiredToken", "InvalidToken", "TokenRefreshRequired"].contains(error.code):
            code = .refused
            message = "\(answered): \(Self.advice(onRefusal: error.code))"
        case 429, 500..<501, 502...,
            400 where error.code == "RequestTimeout":
            code = changing ? .ambiguous : .unavailable
            message = "\(answered); try again later"
        case 501:
            code = .unsupported
            message = "\(answered): it does not offer what a safe update needs"
        case 404, 405:
            code = .unsupported
            message = "\(answered) without S3's own error; check that the address is that of an S3 endpoint"
        default:
            code = .unsupported
            message = "\(answered), which this program does not expect"
        }
    }

    private static func advice(onRefusal code: String) -> String {
        switch code {
        case "SignatureDoesNotMatch": "the secret access key is not the one that belongs to the key id"
        case "InvalidAccessKeyId": "it does not know the access key id"
        case "RequestTimeTooSkewed": "this machine's clock and the store's differ too much"
        case "ExpiredToken", "InvalidToken", "TokenRefreshRequired": "the session token is no longer valid"
        default: "the credentials do not permit this"
        }
    }
}

/// The XML body of an error answer: its code, and the region where one is named.
struct StoreErrorBody: Sendable {
    /// S3's code, such as `NoSuchKey`; empty if the body has none. Only letters and digits, so that a sentence can carry it.
    var code: String
    /// The region that the store names.
    var region: String?

    /// What the body says; nothing if it is not S3's XML.
    init(_ body: [UInt8]) {
        let root = XMLNode.parse(body)
        code = Self.word(root?["Code"]?.text) ?? ""
        region = Self.word(root?["Region"]?.text)
    }

    private static func word(_ text: String?) -> String? {
        let word = (text ?? "").filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }.prefix(64)
        return word.isEmpty ? nil : String(word)
    }
}
