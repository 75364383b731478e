/// The revision of an object: its ETag without quotation marks.
struct StoreTag: Sendable, Hashable {
    /// The tag between the quotation marks.
    let text: String

    /// The tag in an answer's header field; nil for none, an empty one or a weak one, which conditions do not take.
    init?(headerField: String?) {
        guard var text = headerField?[...], !text.hasPrefix("W/") else { return nil }
        if text.hasPrefix("\""), text.hasSuffix("\""), text.utf8.count >= 2 { text = text.dropFirst().dropLast() }
        guard !text.isEmpty else { return nil }
        self.text = String(text)
    }

    /// How a store wants the tag in `If-Match`.
    enum Form: Sendable, Hashable {
        /// In quotation marks, as HTTP says.
        case quoted
        /// Without; Ceph 16 answers 412 to the quoted form.
        case bare
    }

    /// The tag as a header field of that form.
    func field(_ form: Form) -> String {
        switch form {
        case .quoted: "\"\(text)\""
        case .bare: text
        }
    }
}

/// What must be there for a write to be carried out.
enum WriteCondition: Sendable, Hashable {
    /// Nothing: `If-None-Match: *`.
    case absent
    /// The object with that tag: `If-Match`.
    case tag(StoreTag)
}
