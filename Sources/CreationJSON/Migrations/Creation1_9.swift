extension Migration {
    static let creation1_9 = Migration(
        SchemaVersion(major: 1, minor: 9), "An orchestrator says how a run is known to be complete.",
        adds: [
            .member(
                .optional("equipment_label", .string, about: "What people call the instrument."), in: "orchestrator"),
            .member(
                .optional("completeness_signal", .string, about: "How the instrument says that a run is complete."),
                in: "orchestrator"),
            .member(
                .optional("sentinel_filename", .string, about: "The file that says that a run is complete."),
                in: "orchestrator"),
            .member(
                .optional("manifest_filename", .string, about: "The file that lists what belongs to a run."),
                in: "orchestrator"),
            .values("cleaned", of: "sync_status"),
        ])
}
