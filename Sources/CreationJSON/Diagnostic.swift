public import LosslessJSON

/// Something worth knowing that is not an error: handed to a closure, never printed by the library.
public struct Diagnostic: Hashable, Sendable {
    /// What kind of remark this is; open, so that a newer version may add one.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The code on the wire, such as `unlocked_read`.
        public let rawValue: String
        /// A code from its wire form.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// The kind.
    public var code: Code
    /// One plain sentence.
    public var message: String
    /// The record it is about, where one is known.
    public var path: RecordPath?
    /// The place in the record, where there is one.
    public var pointer: JSONPointer?

    /// A remark.
    public init(_ code: Code, _ message: String, path: RecordPath? = nil, pointer: JSONPointer? = nil) {
        self.code = code
        self.message = message
        self.path = path
        self.pointer = pointer
    }
}

/// Receives diagnostics, on whichever thread they arise.
public typealias DiagnosticHandler = @Sendable (Diagnostic) -> Void
