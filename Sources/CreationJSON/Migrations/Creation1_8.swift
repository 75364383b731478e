import LosslessJSON

extension Migration {
    static let creation1_8 = Migration(
        SchemaVersion(major: 1, minor: 8), "A record says how fresh its LIMS facts were.",
        adds: [
            .member(
                .defaulted("source", .usually("live", "cache"), to: "live", about: "Where these facts came from."),
                in: "lims_project"),
            .member(
                .defaulted(
                    "cache_freshness_at_use", .either(.timestamp, .null), to: .null,
                    about: "How old a cached copy was when it was used."),
                in: "lims_project"),
        ])
}
