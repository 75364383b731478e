internal import LockedFiles
public import LosslessJSON

// How the errors of the layers below show here (ERR-3).

extension RecordError {
    /// The error of a text or a value that is not what a record should be.
    public init(_ error: JSONError) {
        self.init(Self.code(of: error), error.message, error)
    }

    /// The error of an edit that does not apply; a patch's `test` that fails is a gate that said no.
    public init(edit error: JSONError) {
        let code: Code =
            switch error.code {
            case .notFound, .wrongKind, .invalidPointer, .ambiguous, .numberOutOfRange, .loneSurrogate: .editFailed
            case .testFailed: .gateRejected
            default: Self.code(of: error)
            }
        self.init(code, error.message, error)
    }

    private init(_ code: Code, _ message: String, _ error: JSONError) {
        self.init(
            code, message, pointer: error.pointer, expected: error.expected, found: error.found, cause: error)
        if let line = error.line, let column = error.column, let offset = error.offset {
            position = Position(line: line, column: column, offset: offset)
        }
    }

    private static func code(of error: JSONError) -> Code {
        switch error.code {
        case .malformed: .malformedJSON
        case .limitExceeded: .limitExceeded
        case .duplicateKey: .duplicateKey
        case .ambiguous: .mergeAmbiguous
        case .mergeConflict: .concurrencyConflict
        case .testFailed: .gateRejected
        default: .invalidRecord
        }
    }
}

extension RecordError {
    /// The error of the file layer.
    init(_ error: FileError) {
        let code: Code =
            switch error.code {
            case .notFound: .notFound
            case .permissionDenied: .permissionDenied
            case .alreadyExists: .alreadyExists
            case .lockTimeout: .lockTimeout
            case .notRegularFile, .nameTooLong: .invalidRecord
            case .limitExceeded: .limitExceeded
            case .durabilityUnknown: .durabilityUnknown
            case .reentrant: .reentrantUpdate
            case .outsideRoot: .outsideRoot
            case .cancelled, .io: .ioError
            }
        self.init(code, error.message, path: RecordPath(bytes: error.path.bytes), cause: error)
        systemCall = error.call
        errno = error.errno
        holder = error.holder.map { Holder(pid: $0.pid, command: $0.command) }
        waited = error.waited
    }
}

extension Diagnostic {
    /// A remark of the file layer.
    init(_ remark: FileDiagnostic) {
        self.init(
            Code(rawValue: remark.code.rawValue), remark.message, path: RecordPath(bytes: remark.path.bytes))
    }
}
