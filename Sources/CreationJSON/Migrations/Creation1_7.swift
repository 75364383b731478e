extension Migration {
    static let creation1_7 = Migration(
        SchemaVersion(major: 1, minor: 7), "Overrides may expire.",
        adds: [
            .member(
                .optional("expires_at", .deadline, about: "Until when it holds, that moment excluded."),
                in: "validation_overrides", .each, .variant(false), before: "reason")
        ])
}
