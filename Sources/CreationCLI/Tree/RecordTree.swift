package import CreationJSON

/// What a walk over a tree of records comes upon.
package enum TreeFinding: Sendable {
    /// A record, by its name; nothing has looked into it.
    case record(RecordPath)
    /// A link to a folder, which is not followed.
    case folderLink(RecordPath)
    /// A folder that cannot be listed.
    case failure(RecordError)
}

/// Finds the records below a folder or a prefix.
package protocol RecordTree: Sendable {
    /// Tells of the records below `root` whose names are `names`, one after the other, in the order of their bytes.
    ///
    /// `visit` is waited for, so memory does not grow with the tree; the walk ends when it answers false. A `root` that is
    /// a record is told of, whatever its name; one that is not local is told of unseen, and may not be there.
    func walk(
        _ root: RecordPath, names: RecordNames, visit: @escaping @Sendable (TreeFinding) async -> Bool
    ) async throws
}

extension RecordError {
    /// The error about a root that names nothing, where a prefix stands for a folder.
    static func noObject(_ path: RecordPath) -> RecordError {
        RecordError(.notFound, "there is no object of this name; a prefix ends in '/'", path: path)
    }
}
