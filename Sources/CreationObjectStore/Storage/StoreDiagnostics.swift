public import CreationJSON

extension Diagnostic.Code {
    /// A record was removed, but the mark that decided it could not be taken away.
    public static let tombstoneLeft = Self(rawValue: "tombstone_left")
}
