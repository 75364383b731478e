import LosslessJSON

extension Migration {
    static let creation1_2 = Migration(
        SchemaVersion(major: 1, minor: 2), "Operators may override findings.",
        adds: [
            .member(
                .defaulted(
                    "validation_overrides", .array(of: .union(OverrideEntry.self)), to: [], .auditTrail,
                    about: "The overrides and their revocations, in order.")),
            .values("blocked_by_validation", of: "sync_status"),
        ])
}

extension Override: UnionPayload {
    /// The members of an override as version 1.2 had them.
    public static let members: [RecordShape.Member] = [
        .required("problem_class", .string, about: "The class of findings that it covers."),
        .required("operator", .string, about: "Who decided."),
        .required("recorded_at", .timestamp, about: "When."),
        .required("reason", .string, about: "Why."),
    ]
}

extension Tombstone: UnionPayload {
    /// The members of a tombstone as version 1.2 had them.
    public static let members: [RecordShape.Member] = [
        .required("operator", .string, about: "Who decided."),
        .required("recorded_at", .timestamp, about: "When."),
        .required("reason", .string, about: "Why."),
    ]
}
