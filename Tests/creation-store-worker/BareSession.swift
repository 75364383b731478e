import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Replaces an object `count` times as `sequential` does, with as little as a `URLSession` can do it with: no signature and no writer.
@concurrent func replaceBare(_ address: String, _ count: Int) async throws {
    guard let url = URL(string: address) else { usage() }
    let configuration = URLSessionConfiguration.ephemeral
    configuration.urlCache = nil
    configuration.httpCookieStorage = nil
    configuration.urlCredentialStorage = nil
    let session = URLSession(configuration: configuration)
    var tag: String?
    for number in -1..<count {
        let began = ContinuousClock.now
        var request = URLRequest(url: url)
        request.httpMethod = "PUT"
        request.allHTTPHeaderFields = [
            "content-type": "application/json", "x-amz-meta-creation-json-history": "new 0123456789abcdef:1",
        ]
        if let tag { request.setValue(tag, forHTTPHeaderField: "if-match") }
        let digits = Data("\(number)".utf8)
        request.httpBody = digits + Data(repeating: 0x20, count: 1024 - digits.count)
        let answer = try await session.data(for: request).1 as? HTTPURLResponse
        guard answer?.statusCode == 200 else { throw URLError(.badServerResponse) }
        tag = answer?.value(forHTTPHeaderField: "etag")?.trimmingCharacters(in: ["\""])
        if number >= 0 { print((ContinuousClock.now - began) / .milliseconds(1)) }
    }
}
