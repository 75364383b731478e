internal import CreationJSON
internal import LockedFiles
internal import LosslessJSON

extension Failure {
    /// Any error, as the command line reports it.
    init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as RecordError: self.init(error)
        case let error as JSONError: self.init(RecordError(error))
        case is CancellationError:
            self.init(code: "io_error", message: "interrupted; nothing was written")
        case let error as InputFailure:
            self.init(
                code: System.code(ofFile: error.errno),
                message: error.errno.map { "the input cannot be read: \(System.reason($0))" } ?? "interrupted")
        default: self.init(code: "internal_error", message: "unexpected: \(error)")
        }
    }

    private init(_ error: RecordError) {
        self.init(
            code: error.code.rawValue, message: error.message, path: error.path?.bytes,
            pointer: error.pointer?.description, advice: Self.advice(error))
        line = error.position?.line
        column = error.position?.column
        offset = error.position?.offset
        expected = error.expected
        found = error.found
        holder = error.holder.map { Holder(pid: Int($0.pid), command: $0.command) }
        attempts = error.attempts
        if let first = error.firstPosition { otherLine = first.line }
    }

    /// What to do next, for failures whose sentence does not say so.
    private static func advice(_ error: RecordError) -> String? {
        switch error.code {
        case .lockTimeout where (error.cause as? FileError)?.lacksLentLock == true:
            "if that is the lock that was lent, pass its descriptor on (in Python: close_fds=False); "
                + "else try again, or wait longer with --timeout SECONDS"
        case .lockTimeout where error.waited != nil: "try again, or wait longer with --timeout SECONDS"
        case .concurrencyConflict where error.expected?.hasPrefix("sha256:") == true:
            "creation-json inspect FILE --show-checksum"
        case .alreadyExists: "--ensure accepts an equal record that is there; mutate changes one"
        case .policyViolation where !error.message.contains("--force"): "--force lifts this guard"
        case .notFound where error.message.hasPrefix("cannot open the directory"):
            "look at the name, or make the directory first"
        case .notFound where error.systemCall != nil: "look at the name"
        case .notFound where error.message.hasSuffix("no record here"):
            "look at the name, or make it with creation-json create"
        case .permissionDenied where error.systemCall != nil: "ask the owner of the file or directory"
        default: nil
        }
    }
}

extension RecordError {
    /// Whether there is no record of that name, in a storage that could be asked.
    var isMissingRecord: Bool { code == .notFound && message.hasPrefix("there is no record here") }
}

extension Session {
    /// Prints a remark of the library, unless `--quiet`.
    func show(_ diagnostic: Diagnostic) {
        guard !isQuiet else { return }
        note(
            "note", code: diagnostic.code.rawValue, message: diagnostic.message, path: diagnostic.path?.bytes,
            pointer: diagnostic.pointer?.description)
    }

    /// Prints something worth knowing to standard error: a line of text, or of JSON where that was asked for.
    func note(
        _ severity: String, code: String, message: String, path: [UInt8]?, pointer: String?, style: Style = .quiet
    ) {
        if isExplicitJSON {
            var members = ResultLine()
            members.add("severity", severity)
            members.add("code", code)
            members.add("message", message)
            if let path { members.addPath(path) }
            members.add("pointer", pointer)
            var line = ResultLine()
            line.add("diagnostic", json: members.line)
            console.noteJSON(line.line)
        } else {
            let head = style.paint("\(severity):", colour: console.errors.hasColour)
            let said = VisibleText.of(message)
            let place = path.map { VisibleText.of($0) } ?? ""
            console.note("\(head) \(place.isEmpty || ErrorRendering.names(place, in: said) ? "" : "\(place): ")\(said)")
        }
    }
}
