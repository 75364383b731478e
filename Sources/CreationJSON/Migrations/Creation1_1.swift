import LosslessJSON

extension Migration {
    static let creation1_1 = Migration(
        SchemaVersion(major: 1, minor: 1), "Trial runs are told from runs that count.",
        adds: [
            .member(
                .defaulted(
                    "run_kind", .oneOf("experimental", "test"), to: "experimental", .writeOnce,
                    about: "Why the run was made."),
                before: "template"),
            .member(
                .optional(
                    "run_scope", .oneOf("experimental", "test", "both"),
                    about: "Which kinds of run the template is for."),
                in: "template"),
        ])
}
