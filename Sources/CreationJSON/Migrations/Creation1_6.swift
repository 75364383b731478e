extension Migration {
    static let creation1_6 = Migration(
        SchemaVersion(major: 1, minor: 6), "Overrides have names, so that one can be revoked.",
        adds: [
            .member(overrideID, in: "validation_overrides", .each, .variant(false), before: "problem_class"),
            .member(overrideID, in: "validation_overrides", .each, .variant(true), before: "operator"),
            .member(
                .optional("revokes", .string, about: "The override that is taken back."),
                in: "validation_overrides", .each, .variant(true), before: "operator"),
            .values("policy_violation", of: "plugins_applied", .each, "status"),
        ])

    private static var overrideID: RecordShape.Member {
        .derived("id", .string, about: "What names the entry: a UUID.") { OverrideID.derived(from: $0, index: $1) }
    }
}
