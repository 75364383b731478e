/// What the writers of an object note about themselves in its metadata, so that each can find out whether its write landed.
///
/// Every write carries a stamp. It stands in the object's metadata with the last stamp of each other writer, newest first,
/// and with what they began from. A writer whose answer got lost reads the object again: its stamp is there, or the
/// history leads back to what it had read without it, or a program that keeps no history has written and nobody can tell.
struct WriteHistory: Sendable, Hashable {
    /// The header field that carries it.
    static let field = "x-amz-meta-creation-json-history"
    /// How many writers an object remembers, where other metadata leaves room for them.
    static let capacity = 40
    /// How many bytes the metadata may have that S3 allows, names and values together.
    private static let room = 2048

    /// What the oldest of the writes was made upon.
    enum Root: Sendable, Hashable {
        /// No object.
        case absent
        /// An object without a history, with that tag.
        case tag(String)
        /// Writers that are no longer listed.
        case forgotten

        /// What the header field begins with.
        fileprivate var text: String {
            switch self {
            case .absent: "new"
            case .tag(let tag): "tag:\(tag)"
            case .forgotten: "cut"
            }
        }
    }

    /// What the oldest write listed was made upon.
    let root: Root
    /// The last write of each writer, newest first.
    let stamps: [WriteStamp]

    /// The history of a write upon `base`.
    init(of stamp: WriteStamp, upon base: StoredObject?) {
        guard let base else {
            self.init(root: .absent, stamps: [stamp])
            return
        }
        guard let history = base.history else {
            self.init(root: .tag(base.tag.text), stamps: [stamp])
            return
        }
        let others = history.stamps.filter { $0.writer != stamp.writer }
        var capacity = Self.capacity - 1
        let metadata = base.kept.filter { $0.key.hasPrefix("x-amz-meta-") }
        if !metadata.isEmpty {
            let used = metadata.reduce(Self.field.utf8.count) { $0 + $1.key.utf8.count + $1.value.utf8.count }
            // No stamp is longer than its writer, a colon, thirteen digits and a blank.
            capacity = max(0, min(capacity, (Self.room - used - history.root.text.utf8.count) / 31 - 1))
        }
        self.init(
            root: others.count > capacity ? .forgotten : history.root, stamps: [stamp] + others.prefix(capacity))
    }

    private init(root: Root, stamps: [WriteStamp]) {
        self.root = root
        self.stamps = stamps
    }

    /// The history that a header field spells; nil for a field that this program did not write.
    init?(field: String) {
        let parts = field.split(separator: " ", omittingEmptySubsequences: false)
        let stamps = parts.dropFirst().compactMap { WriteStamp($0) }
        guard let first = parts.first, !stamps.isEmpty, stamps.count == parts.count - 1, stamps.count <= Self.capacity
        else { return nil }
        switch first {
        case "new": self.init(root: .absent, stamps: stamps)
        case "cut": self.init(root: .forgotten, stamps: stamps)
        case _ where first.hasPrefix("tag:"): self.init(root: .tag(String(first.dropFirst(4))), stamps: stamps)
        default: return nil
        }
    }

    /// The history as a header field.
    var headerField: String {
        ([root.text] + stamps.map(\.text)).joined(separator: " ")
    }

    /// Whether the write with that stamp is among those that led to this object.
    func contains(_ stamp: WriteStamp) -> Bool {
        stamps.contains { $0.writer == stamp.writer && $0.number >= stamp.number }
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
    /// What a removal was to take away is gone, through it or through another; what is there, if anything, was made since.
    case gone
    /// The object does not tell.
    case unknown

    /// The fate of a write that was made upon `base`, now that `current` is there.
    ///
    /// Where the object is gone, or was made anew since, whatever the write did is gone too, and its condition can no longer hold:
    /// overtaken.
    init(of stamp: WriteStamp, upon base: StoredObject?, now current: StoredObject?) {
        guard let current else {
            self = base == nil ? .open : .overtaken
            return
        }
        if current.history?.contains(stamp) == true {
            self = .landed
        } else if current.tag == base?.tag {
            self = .open
        } else {
            self = current.history?.excludesWrites(upon: base) == true ? .overtaken : .unknown
        }
    }

    /// The fate of the removal of `base`, which leaves no stamp, now that `current` is there.
    init(ofRemovalOf base: StoredObject, now current: StoredObject?) {
        guard let current else {
            self = .gone
            return
        }
        if current.tag == base.tag, current.history == base.history {
            self = .open
        } else if current.history?.isMadeAnew(since: base) == true {
            self = .gone
        } else {
            self = current.history?.leadsBack(to: base) == true ? .overtaken : .unknown
        }
    }
}

extension WriteHistory {
    /// Whether a write upon `base` would be listed here, or the object was made anew since.
    fileprivate func excludesWrites(upon base: StoredObject?) -> Bool {
        root == .absent || base.map { leadsBack(to: $0) } == true
    }

    /// Whether the object was surely made anew since `base` was there: upon that, no writer would be missing.
    fileprivate func isMadeAnew(since base: StoredObject) -> Bool {
        guard root == .absent else { return false }
        guard let before = base.history, before.root == .absent else { return true }
        return !before.stamps.allSatisfy(contains)
    }

    /// Whether every write since `base` is surely listed here.
    ///
    /// A later write of a writer that `base` lists is no proof: a program without history may have written in between. One of
    /// the stamps of `base` itself is, since a full history forgets older writes first, and a program without history
    /// all of them. So is the same tag at the root, where nobody has been forgotten.
    fileprivate func leadsBack(to base: StoredObject) -> Bool {
        guard let before = base.history else { return root == .tag(base.tag.text) }
        if before.stamps.contains(where: stamps.contains) { return true }
        if case .tag = root { return root == before.root }
        return false
    }
}
