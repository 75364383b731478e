/// An object as it was read.
struct StoredObject: Sendable {
    /// Its bytes.
    var bytes: [UInt8]
    /// Its revision.
    var tag: StoreTag
    /// The header fields that a replacement carries on: type, caching and metadata.
    var kept: [String: String]
    /// What this program's writers noted about themselves.
    var history: WriteHistory?
    /// Whether the object stands for a removal that is not finished.
    var isTombstone: Bool
    /// How old it is by the store's own clock, if it says so.
    var age: Duration?
}

/// How a conditional write ended, as far as the answer tells.
enum WriteAnswer: Sendable, Hashable {
    /// It was carried out; the tag is that of what is there now.
    case done(StoreTag?)
    /// The condition did not hold. Nothing was done, unless a try that the HTTP client repeated had been carried out before.
    case conflict
    /// It may have been carried out.
    case ambiguous(StoreFailure)
}

extension S3Client {
    /// Reads an object, nil if there is none.
    func object(at location: S3Location, sizeLimit: Int) async throws(StoreFailure) -> StoredObject? {
        // An error's text may be longer than the records that somebody wants to read.
        let response = try await send(
            .get, bucket: location.bucket, encodedKey: location.encodedKey, sizeLimit: max(sizeLimit, Self.smallAnswer))
        if response.status == 404, StoreErrorBody(response.body).code == "NoSuchKey" { return nil }
        guard response.status == 200 else {
            throw StoreFailure(response, changing: false, configuration: configuration)
        }
        guard response.body.count <= sizeLimit else {
            throw StoreFailure(
                code: .limitExceeded,
                message: "the object has \(response.body.count) bytes; at most \(sizeLimit) are allowed", status: 200)
        }
        guard let tag = StoreTag(headerField: response.headers["etag"]) else {
            throw StoreFailure(
                code: .unsupported, message: "the object store gave no ETag, so that no update could be made safe",
                status: response.status)
        }
        let kept = response.headers.filter { Self.isKept($0.key) }
        return StoredObject(
            bytes: response.body, tag: tag, kept: kept,
            history: response.headers[WriteHistory.field].flatMap(WriteHistory.init(field:)),
            isTombstone: response.headers[Tombstone.field] != nil, age: Self.age(response))
    }

    /// Writes an object if the condition holds.
    func put(
        _ bytes: [UInt8], at location: S3Location, if condition: WriteCondition, form: StoreTag.Form,
        headers: [String: String]
    ) async throws(StoreFailure) -> WriteAnswer {
        var fields = headers
        switch condition {
        case .absent: fields["if-none-match"] = "*"
        case .tag(let tag): fields["if-match"] = tag.field(form)
        }
        return try await answer { () async throws(StoreFailure) in
            try await send(
                .put, bucket: location.bucket, encodedKey: location.encodedKey, headers: fields, body: bytes)
        }
    }

    /// Removes an object, with the condition where one is given. A missing object is as good as removed.
    func delete(
        _ location: S3Location, if tag: StoreTag?, form: StoreTag.Form
    ) async throws(StoreFailure) -> WriteAnswer {
        let fields = tag.map { ["if-match": $0.field(form)] } ?? [:]
        return try await answer { () async throws(StoreFailure) in
            try await send(.delete, bucket: location.bucket, encodedKey: location.encodedKey, headers: fields)
        }
    }

    private func answer(
        _ request: () async throws(StoreFailure) -> StoreResponse
    ) async throws(StoreFailure) -> WriteAnswer {
        do throws(StoreFailure) {
            let response = try await request()
            switch response.status {
            case 200, 201, 204: return .done(StoreTag(headerField: response.headers["etag"]))
            case 409, 412: return .conflict
            case 404 where StoreErrorBody(response.body).code == "NoSuchKey": return .conflict
            default: throw StoreFailure(response, changing: true, configuration: configuration)
            }
        } catch  where error.code == .ambiguous {
            return .ambiguous(error)
        }
    }

    private static func isKept(_ name: String) -> Bool {
        if name.hasPrefix("x-amz-meta-") { return name != WriteHistory.field && name != Tombstone.field }
        return ["content-type", "cache-control", "content-disposition", "content-language", "expires"].contains(name)
    }

    private static func age(_ response: StoreResponse) -> Duration? {
        guard let now = HTTPDate.seconds(response.headers["date"]),
            let then = HTTPDate.seconds(response.headers["last-modified"])
        else { return nil }
        return .seconds(now - then)
    }
}
