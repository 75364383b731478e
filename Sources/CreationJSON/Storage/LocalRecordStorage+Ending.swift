internal import LockedFiles

extension LocalRecordStorage {
    /// Completes the replacements that this process has begun and holds up all later ones, for a process that is about to
    /// end by a signal: each record is then the old one or the new one, and no temporary is left.
    ///
    /// False where one hangs for longer than `timeout`.
    @discardableResult
    package static func finishReplacements(timeout: Duration = .seconds(5)) -> Bool {
        Replacements.stop(timeout: timeout)
    }
}
