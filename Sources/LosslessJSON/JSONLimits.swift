/// What a parser accepts before it gives up (JSON-6).
public struct JSONLimits: Sendable, Hashable {
    /// How many arrays and objects may be open at once. Values above 4,096 count as 4,096.
    public var maximumDepth: Int

    /// How many bytes a document may have. Values above 2 GiB − 1 count as that: offsets have 31 bits.
    public var maximumSize: Int

    /// Creates limits; by default 512 levels and 64 MiB.
    public init(maximumDepth: Int = 512, maximumSize: Int = 64 << 20) {
        self.maximumDepth = maximumDepth
        self.maximumSize = maximumSize
    }

    /// 512 levels and 64 MiB.
    public static let standard = JSONLimits()

    /// The depth that is really enforced; recursion over nodes relies on it.
    var depth: Int { min(maximumDepth, 4096) }

    /// The size that is really enforced; the tape relies on it.
    var size: Int { min(maximumSize, Int(Int32.max)) }
}

/// What a parser does about a key that stands twice in one object (JSON-7).
public enum JSONDuplicateKeys: Sendable, Hashable {
    /// Throws `duplicateKey` with the pointer and both positions.
    case reject

    /// Keeps both members; a look-up finds the last one.
    case allow
}
