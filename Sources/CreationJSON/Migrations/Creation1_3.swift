extension Migration {
    static let creation1_3 = Migration(
        SchemaVersion(major: 1, minor: 3), "Plugins run apart from the rest, and may take too long.",
        adds: [
            .member(
                .optional(
                    "isolation",
                    .object([
                        .required("duration_ms", .number, about: "How long it took."),
                        .required("exit_code", .integer, about: "What its process ended with."),
                        .required("peak_memory_mb", .number, about: "The most memory that it held."),
                    ]),
                    about: "What the plugin used."),
                in: "plugins_applied", .each),
            .values("timeout", of: "plugins_applied", .each, "status"),
        ])
}
