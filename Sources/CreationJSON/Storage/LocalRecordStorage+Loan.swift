internal import LockedFiles

/// A held lock as a child process is lent it.
package struct RecordLoan: Sendable {
    /// The open descriptors to hand down.
    package let descriptors: [Int32]
    /// The environment variable that names them, and its value.
    package let variable: (name: String, value: String)

    init(_ loan: LockLoan) {
        descriptors = loan.descriptors
        variable = (loan.variable, loan.value)
    }
}

extension LocalRecordStorage {
    /// Holds a record's lock while `body` runs, on a thread that may wait, and lends it to the child that `body` starts.
    ///
    /// The child, and a `creation-json` inside it, may change the record without waiting for this process (LOCK-9).
    package func lend<Value: Sendable>(
        _ path: RecordPath, shared: Bool, options: TransactionOptions,
        body: @escaping @Sendable (RecordLoan) -> Value
    ) async throws -> Value {
        let token = WaitToken()
        var waiting = LockOptions(
            timeout: options.timeout, cancellation: token, maximumSize: options.maximumSize)
        waiting.diagnostics = { options.diagnostics(Diagnostic($0)) }
        let lockOptions = waiting
        let target = FilePath(bytes: path.bytes)
        let answer: Result<Value, any Error> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                WorkerThreads.run {
                    continuation.resume(
                        returning: Result {
                            shared
                                ? try withShared(target, options: lockOptions) { body(RecordLoan($0)) }
                                : try withExclusive(target, options: lockOptions) { body(RecordLoan($0.loan)) }
                        })
                }
            }
        } onCancel: {
            token.cancel()
        }
        do {
            return try answer.get()
        } catch let error as FileError {
            throw error.code == .cancelled ? CancellationError() : RecordError(error)
        }
    }
}
