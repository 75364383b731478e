extension Failure {
    /// Any error, as the command line reports it.
    init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case is CancellationError: self.init(code: "cancelled", message: "interrupted before anything was written")
        default: self.init(code: "internal", message: "unexpected: \(error)")
        }
    }
}
