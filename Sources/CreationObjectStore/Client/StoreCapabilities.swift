/// What a store does with conditions, found out by asking it.
struct StoreCapabilities: Sendable, Hashable {
    /// How it wants the tag in `If-Match`.
    var form: StoreTag.Form
    /// Whether a removal can carry `If-Match`.
    var removesConditionally: Bool
}

extension S3Client {
    /// Finds out what the store does with conditions, on a scratch object that is gone afterwards.
    ///
    /// It stands beside `key`: where one may write a record, one may write this. Throws `unsupported` where a condition is not
    /// honoured, since an update could be lost there.
    func probe(bucket: String, beside key: [UInt8]) async throws(StoreFailure) -> StoreCapabilities {
        let name = Array(".creation-json-probe-\(clock.nonce())".utf8)
        var directory = Self.directory(of: key[...])
        // Further up where the name would make the key too long.
        while directory.count + name.count > S3Location.longestKey {
            directory = Self.directory(of: directory.dropLast())
        }
        let probe = Probe(client: self, scratch: S3Location(bucket: bucket, key: directory + name))
        let outcome: Result<StoreCapabilities, StoreFailure>
        do throws(StoreFailure) {
            outcome = .success(try await probe.run())
        } catch {
            outcome = .failure(error)
        }
        // A scratch object that cannot be removed harms nobody, and the answer that matters is the one above.
        do throws(StoreFailure) { _ = try await probe.ask(.delete, [:]) } catch {}
        return try outcome.get()
    }

    /// What a key begins with, up to its last slash.
    private static func directory(of key: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        key.lastIndex(of: UInt8(ascii: "/")).map { key[...$0] } ?? []
    }
}

private struct Probe {
    let client: S3Client
    let scratch: S3Location

    func ask(
        _ method: StoreRequest.Method, _ headers: [String: String], body: String = ""
    ) async throws(StoreFailure) -> StoreResponse {
        do throws(StoreFailure) {
            let response = try await client.send(
                method, bucket: scratch.bucket, encodedKey: scratch.encodedKey, headers: headers, body: Array(body.utf8)
            )
            let known = [200, 204, 400, 404, 409, 412, 501]
            let failure = StoreFailure(response, changing: true, configuration: client.configuration)
            // A refusal of these credentials or a request that got lost says nothing about conditions.
            let isAnswer = response.status < 400 || failure.code == .unsupported
            let error = StoreErrorBody(response.body).code
            guard known.contains(response.status), isAnswer, error != "AuthorizationHeaderMalformed" else {
                throw failure
            }
            return response
        } catch  where error.code == .ambiguous {
            // Nobody's record can have changed: the scratch object is nobody's.
            var failure = error
            failure.code = .unavailable
            throw failure
        }
    }

    /// Asks for the removal of the scratch object. Where that is not permitted, somebody must know what stays there and why.
    private func remove(_ headers: [String: String] = [:]) async throws(StoreFailure) -> StoreResponse {
        do throws(StoreFailure) {
            return try await ask(.delete, headers)
        } catch  where error.code == .refused {
            var failure = error
            failure.message +=
                "; the scratch object \(scratch.description) could not be removed, and writing needs s3:DeleteObject"
            throw failure
        }
    }

    func run() async throws(StoreFailure) -> StoreCapabilities {
        let first = try await ask(.put, ["if-none-match": "*"], body: "one")
        if first.status == 409 || first.status == 412 {
            // Nobody else knows the key: an HTTP client's own second try met its first.
            throw StoreFailure(
                code: .unavailable, message: "the object store's answers got lost", status: first.status)
        }
        guard first.status != 400 else {
            throw StoreFailure(first, changing: false, configuration: client.configuration)
        }
        guard first.status == 200, let tag = StoreTag(headerField: first.headers["etag"]) else {
            throw unsupported("it does not take If-None-Match, so that two creators could overwrite each other")
        }
        guard try await ask(.put, ["if-none-match": "*"], body: "two").status != 200 else {
            throw unsupported("it ignores If-None-Match, so that two creators could overwrite each other")
        }
        // No body has this tag; a store that takes it has not looked.
        guard let stale = StoreTag(headerField: "00000000000000000000000000000000") else { throw unsupported("") }
        for form in [StoreTag.Form.quoted, .bare] {
            guard try await ask(.put, ["if-match": stale.field(form)], body: "two").status != 200 else {
                throw unsupported("it ignores If-Match, so that an update could be lost")
            }
        }
        var form = StoreTag.Form.quoted
        var second = try await ask(.put, ["if-match": tag.field(form)], body: "two")
        if second.status != 200 {
            form = .bare
            second = try await ask(.put, ["if-match": tag.field(form)], body: "two")
        }
        guard second.status == 200, StoreTag(headerField: second.headers["etag"]) != tag else {
            throw unsupported("it takes If-Match in no form, so that nothing can be updated")
        }
        let removesConditionally = try await remove(["if-match": stale.field(form)]).status == 412
        _ = try await remove()
        guard try await ask(.put, ["if-match": tag.field(form)], body: "three").status != 200 else {
            throw unsupported("it ignores If-Match on a missing object, so that a removed record could come back")
        }
        return StoreCapabilities(form: form, removesConditionally: removesConditionally)
    }

    private func unsupported(_ reason: String) -> StoreFailure {
        let endpoint = client.configuration.endpoint
        return StoreFailure(
            code: .unsupported,
            message:
                "the object store at \(endpoint.scheme)://\(endpoint.authority) is not used for writing: \(reason)")
    }
}

/// Remembers each bucket's capabilities; those who ask at the same time share one probe.
actor CapabilityBook {
    private var known: [String: Task<Result<StoreCapabilities, StoreFailure>, Never>] = [:]

    /// What the store does with conditions in that location's bucket; a probe that failed is made again when next asked.
    func capabilities(for location: S3Location, client: S3Client) async throws(StoreFailure) -> StoreCapabilities {
        let task = known[location.bucket] ?? Self.probe(for: location, client: client)
        known[location.bucket] = task
        let outcome = await task.value
        if case .failure = outcome, known[location.bucket] == task { known[location.bucket] = nil }
        return try outcome.get()
    }

    private static func probe(
        for location: S3Location, client: S3Client
    ) -> Task<Result<StoreCapabilities, StoreFailure>, Never> {
        Task {
            do throws(StoreFailure) {
                return .success(try await client.probe(bucket: location.bucket, beside: location.key))
            } catch {
                return .failure(error)
            }
        }
    }
}
