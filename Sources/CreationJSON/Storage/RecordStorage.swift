// Storage is one transaction over named records: the body sees what is there and answers with what shall be there.
//
// Checksums, gates, exclusive creation, savepoints, migration and merge are bodies; no other path writes a record.
// A body is pure and repeatable: an object store runs it again after a lost race, local files run it once, under the
// exclusive lock. It must not wait, and must not reach for the same record through a writer (`reentrantUpdate`).

/// What a storage holds under a name: bytes, or nothing.
public struct RecordState: Sendable {
    /// The record's exact bytes, or nil where there is none.
    public let bytes: [UInt8]?
    /// What an earlier body of the same hold already understood of these bytes, so that the next need not parse again.
    package let understanding: (any Sendable)?
    /// Whether a gate sees this because it looks at the target, under whatever name: once a body has changed the target,
    /// such a gate has to see the change.
    package private(set) var isTarget = false

    /// A state.
    public init(bytes: [UInt8]?) { self.init(bytes: bytes, understanding: nil) }

    /// The target's state as a gate on the target sees it.
    package var seenByGate: RecordState {
        var seen = self
        seen.isTarget = true
        return seen
    }

    package init(bytes: [UInt8]?, understanding: (any Sendable)?) {
        self.bytes = bytes
        self.understanding = understanding
    }

    /// Nothing there.
    public static let absent = RecordState(bytes: nil)
}

/// What a body wants to be there afterwards.
public enum RecordChange: Sendable {
    /// What is there stays; it is synced all the same, where durability is full.
    case keep
    /// These bytes.
    case replace([UInt8])
    /// Nothing.
    case remove
}

/// The answer of a body: its change, and its result once the change has landed.
public struct TransactionAnswer<Result: Sendable>: Sendable {
    /// What shall be there.
    public let change: RecordChange
    /// Makes the caller's result from the state as it finally stands, later changes of the same hold included.
    public let result: @Sendable (RecordState) throws -> Result
    /// What the body understood of the bytes that its change leaves, for the next body of the hold.
    package let understanding: (any Sendable)?

    /// An answer.
    public init(_ change: RecordChange, result: @escaping @Sendable (RecordState) throws -> Result) {
        self.init(change, understanding: nil, result: result)
    }

    package init(
        _ change: RecordChange, understanding: (any Sendable)?,
        result: @escaping @Sendable (RecordState) throws -> Result
    ) {
        self.change = change
        self.understanding = understanding
        self.result = result
    }

    /// The state that the change makes of `state`.
    package func state(after state: RecordState) -> RecordState {
        switch change {
        case .keep: RecordState(bytes: state.bytes, understanding: understanding ?? state.understanding)
        case .replace(let bytes): RecordState(bytes: bytes, understanding: understanding)
        case .remove: .absent
        }
    }
}

/// What a transaction may cost and promise.
public struct TransactionOptions: Sendable {
    /// How long to wait for the record; zero tries once.
    public var timeout: Duration
    /// What has been synced on return.
    public var durability: Durability
    /// The largest record that is read or written, in bytes.
    public var maximumSize: Int
    /// The directory that names are relative to and that neither they nor links may leave (`outsideRoot`); nil takes names
    /// as they are.
    public var root: RecordPath?
    /// Whether the process ends once this is done: it would wait for a thread of its own that frees the blocks of what was
    /// replaced.
    package var isLast = false
    /// Receives remarks of the storage.
    public var diagnostics: DiagnosticHandler

    /// Options.
    public init(
        timeout: Duration = .seconds(30), durability: Durability = .full, maximumSize: Int = 64 << 20,
        root: RecordPath? = nil, diagnostics: @escaping DiagnosticHandler = { _ in }
    ) {
        self.timeout = timeout
        self.durability = durability
        self.maximumSize = maximumSize
        self.root = root
        self.diagnostics = diagnostics
    }
}

/// What has been synced when a change returns (CYC-6).
public struct Durability: RawRepresentable, Hashable, Sendable {
    /// `full` or `none`.
    public let rawValue: String
    /// A durability from its name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The record and its directory entry are on stable storage.
    public static let full = Durability(rawValue: "full")
    /// Nothing is synced; the replacement is atomic all the same.
    public static let none = Durability(rawValue: "none")
}

/// A place that keeps records by name and changes them in transactions.
public protocol RecordStorage: Sendable {
    /// What is there now: whole, old or new, never in between.
    ///
    /// Waits for a writer that holds the record, at most `options.timeout`. Throws ``RecordError``, or
    /// `CancellationError` where the task was cancelled.
    func read(_ path: RecordPath, options: TransactionOptions) async throws -> RecordState

    /// Runs `body` on the record and on those its gates look at, and makes its change in the same hold.
    ///
    /// `body` gets the target's state and the gates' states, in the order of `gates`. It runs once or several times, and only
    /// the last run counts. On return the change is there, as durable as `options` ask. What the body throws comes back as
    /// it is, and nothing has changed then.
    func transaction<Result: Sendable>(
        on target: RecordPath, gates: [RecordPath], options: TransactionOptions,
        body: @escaping @Sendable (RecordState, [RecordState]) throws -> TransactionAnswer<Result>
    ) async throws -> Result
}
