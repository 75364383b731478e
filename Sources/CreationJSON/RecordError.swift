public import LosslessJSON

/// Why a record could not be read or changed: a code to match on, a sentence to read, a place to look (ERR-1).
public struct RecordError: Error, Sendable {
    /// The kind of failure. Open: a newer version may add one; match those you handle.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The code on the wire, such as `concurrency_conflict`.
        public let rawValue: String
        /// A code from its wire form.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// A position in the text of a record.
    public struct Position: Hashable, Sendable {
        /// The line, from 1.
        public var line: Int
        /// The byte within the line, from 1.
        public var column: Int
        /// The byte within the text, from 0.
        public var offset: Int

        /// A position.
        public init(line: Int, column: Int, offset: Int) {
            self.line = line
            self.column = column
            self.offset = offset
        }
    }

    /// A process that held the lock somebody waited for in vain.
    public struct Holder: Hashable, Sendable {
        /// Its process identifier.
        public var pid: Int32
        /// Its command, where the system tells.
        public var command: String?

        /// A holder.
        public init(pid: Int32, command: String? = nil) {
            self.pid = pid
            self.command = command
        }
    }

    /// The kind of failure.
    public var code: Code
    /// One plain sentence: what happened and what to do next. It does not repeat the path.
    public var message: String
    /// The record.
    public var path: RecordPath?
    /// The place in the record.
    public var pointer: JSONPointer?
    /// What was expected there: a type, a version, a checksum.
    public var expected: String?
    /// What was found instead.
    public var found: String?
    /// Where in the text, for text that is not well-formed.
    public var position: Position?
    /// Where the first of two equal keys stands, for `duplicateKey`; `position` is the second.
    public var firstPosition: Position?
    /// The system call that failed.
    public var systemCall: String?
    /// Its errno.
    public var errno: Int32?
    /// Who held the lock, for `lockTimeout`.
    public var holder: Holder?
    /// How long the lock was waited for, for `lockTimeout`.
    public var waited: Duration?
    /// How many attempts an optimistic update made.
    public var attempts: Int?
    /// The error beneath this one.
    public var cause: (any Error)?

    /// An error with the fields that most have.
    public init(
        _ code: Code, _ message: String, path: RecordPath? = nil, pointer: JSONPointer? = nil,
        expected: String? = nil, found: String? = nil, cause: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.path = path
        self.pointer = pointer
        self.expected = expected
        self.found = found
        self.cause = cause
    }

    /// The same error, about this record where it named none.
    public func at(_ path: RecordPath) -> RecordError {
        var copy = self
        if copy.path == nil { copy.path = path }
        return copy
    }
}

extension RecordError.Code {
    /// The record, or the directory it should stand in, does not exist.
    public static let notFound = Self(rawValue: "not_found")
    /// The record changed since it was read, or differs from the one to be ensured. Read again.
    public static let concurrencyConflict = Self(rawValue: "concurrency_conflict")
    /// An exclusive creation found a record there.
    public static let alreadyExists = Self(rawValue: "already_exists")
    /// The record's schema version has another major, or none that can be read.
    public static let schemaMajorMismatch = Self(rawValue: "schema_major_mismatch")
    /// The lock was not granted in time.
    public static let lockTimeout = Self(rawValue: "lock_timeout")
    /// A condition of the write does not hold.
    public static let gateRejected = Self(rawValue: "gate_rejected")
    /// The text is not JSON.
    public static let malformedJSON = Self(rawValue: "malformed_json")
    /// An object has a key twice.
    public static let duplicateKey = Self(rawValue: "duplicate_key")
    /// The record does not fit its schema, or is not a regular file.
    public static let invalidRecord = Self(rawValue: "invalid_record")
    /// Too deep or too large.
    public static let limitExceeded = Self(rawValue: "limit_exceeded")
    /// The change touches what the schema's policy protects.
    public static let policyViolation = Self(rawValue: "policy_violation")
    /// An edit does not apply: a pointer that is absent, a value of the wrong kind, an unknown override.
    public static let editFailed = Self(rawValue: "edit_failed")
    /// A merge could lose or misplace members it does not know.
    public static let mergeAmbiguous = Self(rawValue: "merge_ambiguous")
    /// A path leaves the root it was confined to.
    public static let outsideRoot = Self(rawValue: "outside_root")
    /// A record was updated from within its own mutator, or under a shared lock that was lent to this process.
    public static let reentrantUpdate = Self(rawValue: "reentrant_update")
    /// A defect of this library.
    public static let internalError = Self(rawValue: "internal_error")
    /// The system failed a call; the old record stays whole.
    public static let ioError = Self(rawValue: "io_error")
    /// The new record is visible, but may not survive a power cut.
    public static let durabilityUnknown = Self(rawValue: "durability_unknown")
    /// The object store failed.
    public static let storageError = Self(rawValue: "storage_error")
    /// The system or the store refused access.
    public static let permissionDenied = Self(rawValue: "permission_denied")
}

extension RecordError: CustomStringConvertible {
    /// The path and the sentence.
    public var description: String {
        if let path { "\(path): \(message)" } else { message }
    }
}
