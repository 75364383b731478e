extension Migration {
    static let creation1_5 = Migration(
        SchemaVersion(major: 1, minor: 5), "A record says which LIMS project it belongs to.",
        adds: [
            .member(
                .recommended(
                    "lims_project",
                    .object([
                        .required("uid", .string, about: "The identifier in the LIMS."),
                        .required("short_id", .string, about: "The short name that people use."),
                        .required("name_at_creation", .string, about: "What the project was called at the time."),
                    ]),
                    .writeOnce, about: "The project as the LIMS knew it when the record was made."),
                before: "template")
        ])
}
