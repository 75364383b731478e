import struct Foundation.URLError

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

extension TransportFailure {
    /// Nothing moved for as long as the request may be silent.
    static let overdue = TransportFailure(kind: .ambiguous, message: "the store did not answer in time")

    /// The failure that a session's error stands for; its text never carries the address or a header field.
    ///
    /// On Linux most of libcurl's failures have no code of their own; then its text tells TLS from the rest, and whether an answer
    /// `hasBegun` tells a broken one from none.
    init(_ error: any Error, hasBegun: Bool) {
        guard let error = error as? URLError else {
            self.init(kind: .ambiguous, message: "the exchange broke off")
            return
        }
        switch error.code {
        case .cancelled:
            self.init(kind: .cancelled, message: "the request was cancelled")
        case .cannotConnectToHost:
            self.init(
                kind: .notSent, message: "the connection was refused; look at the address, and whether the store is up")
        case .cannotFindHost, .dnsLookupFailed:
            self.init(kind: .notSent, message: "the host name cannot be resolved; look at the address")
        case .unsupportedURL, .badURL:
            self.init(kind: .notSent, message: "the address cannot be understood")
        case .secureConnectionFailed, .serverCertificateHasBadDate, .serverCertificateUntrusted,
            .serverCertificateHasUnknownRoot, .serverCertificateNotYetValid, .clientCertificateRejected,
            .clientCertificateRequired:
            self.init(
                kind: .untrusted,
                message:
                    "TLS failed: the store's certificate was not accepted; look at the address, and who signed that")
        case .timedOut:
            self = .overdue
        case .networkConnectionLost, .badServerResponse, .cannotParseResponse:
            self.init(kind: .ambiguous, message: "the connection broke before the answer was complete")
        default:
            let text = String(error.localizedDescription.unicodeScalars.filter { (0x20..<0x7f).contains($0.value) })
            if ["SSL", "TLS", "certificate"].contains(where: text.contains) {
                self.init(
                    kind: .untrusted, message: "TLS failed, look at the address and at the store's certificate: \(text)"
                )
            } else if hasBegun {
                self.init(kind: .ambiguous, message: "the connection broke before the answer was complete")
            } else {
                self.init(kind: .ambiguous, message: "the exchange failed: \(text)")
            }
        }
    }
}
