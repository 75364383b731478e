/// The structural difference of two values, as a patch for programs and as a list of changes for people.
public struct JSONDifference: Sendable, Hashable {
    /// The operations that make the first value equal to the second; none if they are equal already (MRG-40).
    public var patch: JSONPatch

    /// The same, each with the place on both sides and the values (MRG-44).
    public var changes: [Change]

    /// One place at which two values differ.
    public struct Change: Sendable, Hashable {
        /// Where the value is in the first one; nil if it is only in the second.
        public var oldPointer: JSONPointer?
        /// Where the value is in the second one; nil if it is only in the first.
        public var newPointer: JSONPointer?
        /// The value in the first one; nil if it was added.
        public var old: JSONValue?
        /// The value in the second one; nil if it was removed.
        public var new: JSONValue?

        /// Whether an element changed its place. Its inside is then compared on its own.
        public var isMove: Bool

        /// The place to show: that in the second value, else that in the first.
        public var pointer: JSONPointer { newPointer ?? oldPointer ?? .root }
    }

    /// Compares two values. Time is linear in their size, apart from finding what long arrays without ids have in common.
    public init(from old: JSONValue, to new: JSONValue) {
        var walk = DifferenceWalk(from: old, to: new)
        walk.run()
        patch = JSONPatch(operations: walk.operations)
        changes = walk.changes
    }

    /// Whether the two values are equal.
    public var isEmpty: Bool { changes.isEmpty }
}

extension JSONPatch {
    /// The patch that makes `old` equal to `new` (MRG-40 to MRG-43).
    public init(from old: JSONValue, to new: JSONValue) {
        self = JSONDifference(from: old, to: new).patch
    }
}
