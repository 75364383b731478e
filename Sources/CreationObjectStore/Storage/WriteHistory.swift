/// What the writers of an object note about themselves in its metadata, so that each can find out whether its write landed.
///
/// Every write carries a nonce. It stands in the object's metadata with the nonces of the writes before it, newest first,
/// and with what they began from. A writer whose answer got lost reads the object again: its nonce is there, or the
/// history leads back to what it had read without it, or a program that keeps no history has written and nobody can tell.
struct WriteHistory: Sendable, Hashable {
    /// The header field that carries it.
    static let field = "x-amz-meta-creation-json-history"
    /// How many nonces an object carries: about half of the 2 KB of metadata that S3 allows.
    static let capacity = 56

    /// What the oldest of the writes was made upon.
    enum Root: Sendable, Hashable {
        /// No object.
        case absent
        /// An object without a history, with that tag.
        case tag(String)
        /// Writes that are no longer listed.
        case forgotten
    }

    /// What the oldest write listed was made upon.
    let root: Root
    /// The writes, newest first.
    let nonces: [String]

    /// The history of the write `nonce` upon `base`.
    init(of nonce: String, upon base: StoredObject?) {
        guard let base else {
            self.init(root: .absent, nonces: [nonce])
            return
        }
        guard let history = base.history else {
            self.init(root: .tag(base.tag.text), nonces: [nonce])
            return
        }
        let isFull = history.nonces.count >= Self.capacity
        self.init(
            root: isFull ? .forgotten : history.root, nonces: [nonce] + history.nonces.prefix(Self.capacity - 1))
    }

    private init(root: Root, nonces: [String]) {
        self.root = root
        self.nonces = nonces
    }

    /// The history that a header field spells; nil for a field that this program did not write.
    init?(field: String) {
        let parts = field.split(separator: " ", omittingEmptySubsequences: false)
        guard let first = parts.first, parts.count > 1, parts.count <= Self.capacity + 1,
            parts.dropFirst().allSatisfy({ $0.utf8.count == 16 })
        else { return nil }
        let nonces = parts.dropFirst().map(String.init)
        switch first {
        case "new": self.init(root: .absent, nonces: nonces)
        case "cut": self.init(root: .forgotten, nonces: nonces)
        case _ where first.hasPrefix("tag:"): self.init(root: .tag(String(first.dropFirst(4))), nonces: nonces)
        default: return nil
        }
    }

    /// The history as a header field.
    var headerField: String {
        let name =
            switch root {
            case .absent: "new"
            case .tag(let tag): "tag:\(tag)"
            case .forgotten: "cut"
            }
        return ([name] + nonces).joined(separator: " ")
    }
}

/// What has become of a write, as seen from the object that is there now.
enum WriteFate: Sendable, Hashable {
    /// It was carried out, whatever has been written upon it since.
    case landed
    /// What it was made upon is still there: not carried out yet, or never.
    case open
    /// Somebody else's write took its place; it can no longer be carried out.
    case overtaken
    /// The object does not tell.
    case unknown

    /// The fate of the write `nonce` that was made upon `base`, now that `current` is there.
    ///
    /// Where the object is gone, or was made anew since, whatever the write did is gone too, and its condition can no longer hold:
    /// overtaken.
    init(of nonce: String, upon base: StoredObject?, now current: StoredObject?) {
        guard let current else {
            self = base == nil ? .open : .overtaken
            return
        }
        if let history = current.history, history.nonces.contains(nonce) {
            self = .landed
        } else if current.tag == base?.tag {
            self = .open
        } else {
            self = Self.excludes(current.history, writesUpon: base) ? .overtaken : .unknown
        }
    }

    /// Whether the history lists every write upon `base` or since the object was made.
    private static func excludes(_ history: WriteHistory?, writesUpon base: StoredObject?) -> Bool {
        guard let history else { return false }
        guard history.root != .absent, let base else { return history.root == .absent }
        guard let last = base.history?.nonces.first else { return history.root == .tag(base.tag.text) }
        return history.nonces.contains(last)
    }
}
