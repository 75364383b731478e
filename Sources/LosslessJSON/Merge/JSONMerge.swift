/// The merge of whole files: two copies of one document that were changed apart become one again (MRG-20 to MRG-24).
public struct JSONMerge: Sendable, Hashable {
    /// The text of `ours` with the changes of `theirs` spliced in; where both changed one value, that of `ours` stands.
    public var document: JSONDocument

    /// Where both sides changed one value differently, in the order of the document.
    public var conflicts: [Conflict]

    /// A value that both sides changed differently.
    public struct Conflict: Sendable, Hashable {
        /// Where the value is, or would be, in `ours`; `-` stands for an element that is not there.
        public var pointer: JSONPointer
        /// The value before both changes; nil if there was none.
        public var base: JSONValue?
        /// The value on our side; nil if we removed it.
        public var ours: JSONValue?
        /// The value on their side; nil if they removed it.
        public var theirs: JSONValue?

        /// Creates a conflict.
        public init(pointer: JSONPointer, base: JSONValue?, ours: JSONValue?, theirs: JSONValue?) {
            self.pointer = pointer
            self.base = base
            self.ours = ours
            self.theirs = theirs
        }
    }

    /// Merges the changes from `base` to `theirs` into `ours`. Time is linear in the size of the three.
    ///
    /// - Parameters:
    ///   - base: What both sides started from.
    ///   - ours: The side whose text the result continues.
    ///   - theirs: The side whose changes are taken over.
    ///   - resolving: Asked about every conflict in a value that both sides have; a value that it gives is taken and the
    ///     conflict forgotten. By default all conflicts stay.
    /// - Returns: The merged document and the conflicts; without conflicts, the merge is complete.
    /// - Throws: `limitExceeded` if the result would break the limits of `ours`.
    public static func merge(
        base: JSONDocument, ours: JSONDocument, theirs: JSONDocument,
        resolving: (Conflict) -> JSONValue? = { _ in nil }
    ) throws(JSONError) -> JSONMerge {
        try withoutActuallyEscaping(resolving) { resolving throws(JSONError) in
            var merge = FileMerge(
                base: NodeReader(base.storage), ours: NodeReader(ours.storage), theirs: NodeReader(theirs.storage),
                resolving: resolving, edits: JSONEdits(ours))
            merge.value(0, 0, 0)
            return JSONMerge(document: try merge.edits.applied(), conflicts: merge.conflicts)
        }
    }
}
