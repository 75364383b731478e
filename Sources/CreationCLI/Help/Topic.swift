/// One page of `creation-json help TOPIC`.
struct Topic: Sendable {
    /// A piece of the page.
    enum Part: Sendable {
        case text(String)
        case list([(String, String)])
        case code([String])
    }

    var name: String
    var summary: String
    var parts: [Part]
}
