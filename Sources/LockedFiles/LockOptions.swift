/// How a lock is held.
package enum LockMode: String, Sendable {
    /// With other readers.
    case shared
    /// Alone.
    case exclusive
}

/// What is true on return from a replacement or removal.
package enum Durability: Sendable {
    /// It survives a power cut: the file and its directory were synced.
    case full
    /// It is visible to everybody, and on the medium whenever the system gets there.
    case none
}

/// Something worth telling that is not a failure.
package struct FileDiagnostic: Sendable {
    /// What kind of remark it is.
    package enum Code: String, Sendable {
        /// A reader found no sidecar, or one it may not open, and read without a lock.
        case unlockedRead = "unlocked_read"
        /// A gate lies in a directory that does not exist, so there is nothing to lock.
        case unlockedGate = "unlocked_gate"
        /// The record had other names; they still show what it was before.
        case hardLinks = "hard_links"
        /// The owner, the group or an attribute of the record could not be carried over.
        case attributesNotKept = "attributes_not_kept"
    }

    /// The kind of remark.
    package var code: Code
    /// The file it is about.
    package var path: FilePath
    /// A plain sentence.
    package var message: String
}

/// How to wait for locks, and what to read.
package struct LockOptions: Sendable {
    /// How long to wait for all the locks of a hold together; zero tries once.
    package var timeout: Duration
    /// Ends the wait early.
    package var cancellation: WaitToken?
    /// A record larger than this is refused, in bytes.
    package var maximumSize: Int
    /// The directory that paths are relative to and that neither they nor links may leave; nil takes paths as they are.
    package var root: FilePath?
    /// Whether somebody else frees the blocks of what was replaced, so that the caller need not wait for that.
    package var closesLate = true
    /// Locks that a parent process lends to this one.
    package var inherited = InheritedLock.fromEnvironment
    /// Whether a parent process announced one that did not arrive.
    package var lacksLentLock = InheritedLock.isLacking
    /// Is told what is worth telling, on the thread that holds the lock.
    package var diagnostics: @Sendable (FileDiagnostic) -> Void

    /// Options; the defaults are the contract's.
    package init(
        timeout: Duration = .seconds(30), cancellation: WaitToken? = nil, maximumSize: Int = 64 << 20,
        root: FilePath? = nil,
        diagnostics: @escaping @Sendable (FileDiagnostic) -> Void = { _ in }
    ) {
        self.timeout = timeout
        self.cancellation = cancellation
        self.maximumSize = maximumSize
        self.root = root
        self.diagnostics = diagnostics
    }
}
