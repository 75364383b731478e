/// What became of one write of a bulk.
public struct BulkItemResult<Record: Codable & Sendable>: Sendable {
    /// The write's place in the input, from 0.
    public let index: Int
    /// The record; nil where the input did not even name one.
    public let path: RecordPath?
    /// What the write left (nil after a removal), or why it failed.
    public let result: Result<WriteResult<Record>?, RecordError>

    /// `written`, `unchanged` or `removed`; nil for a write that failed.
    public var outcome: WriteOutcome? {
        guard case .success(let left) = result else { return nil }
        return left?.outcome ?? .removed
    }
}

/// How many writes of a bulk succeeded and failed.
public struct BulkSummary: Hashable, Sendable {
    /// Writes that succeeded.
    public internal(set) var succeeded = 0
    /// Writes that failed; those not attempted are among them.
    public internal(set) var failed = 0
    /// Writes that a cancellation came before.
    public internal(set) var notAttempted = 0
}

/// How a bulk is carried out.
public struct BulkOptions: Sendable {
    /// The directory that paths are relative to and confined to; nil takes them as they are.
    public var root: RecordPath?
    /// How many records are written at the same time.
    public var concurrency: Int
    /// How many writes are planned together; memory does not grow with more input.
    public var window: Int
    /// Told after each window how the bulk stands.
    public var progress: @Sendable (BulkSummary) -> Void

    /// Options.
    public init(
        root: RecordPath? = nil, concurrency: Int = 8, window: Int = 1_000,
        progress: @escaping @Sendable (BulkSummary) -> Void = { _ in }
    ) {
        self.root = root
        self.concurrency = max(1, concurrency)
        self.window = max(1, window)
        self.progress = progress
    }
}

extension RecordError.Code {
    /// A write of a bulk that a cancellation came before.
    public static let notAttempted = Self(rawValue: "not_attempted")
}
