/// How far one write may go.
public struct RecordPolicy: Hashable, Sendable {
    enum Reach: Hashable, Sendable {
        case standard
        case unrestricted
    }

    let reach: Reach

    /// What the schema says: write-once and append-only members hold, and only values that the schema knows are written.
    public static let standard = RecordPolicy(reach: .standard)

    /// No limits but that the result has to be valid: the way to mend a broken record, and to remove one with an audit trail.
    public static let unrestricted = RecordPolicy(reach: .unrestricted)
}
