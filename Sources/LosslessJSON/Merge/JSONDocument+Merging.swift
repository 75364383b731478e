extension JSONDocument {
    /// This document with the change from `before` to `after` made in it, and nothing else: the update merge.
    ///
    /// `before` is what the writer's type made of this document, `after` the same once it was changed. What the type does
    /// not know stays, at every depth (MRG-1 to MRG-18). Linear in the size of the three.
    ///
    /// - Throws: `ambiguous` with the pointer of an array whose elements cannot be matched without losing members that
    ///   the type does not know; `limitExceeded` if the result would break the limits of this document.
    public func merging(from before: JSONDocument, to after: JSONDocument) throws(JSONError) -> JSONDocument {
        var merge = UpdateMerge(current: self, before: before, after: after)
        try merge.run()
        return try merge.edits.applied()
    }
}
