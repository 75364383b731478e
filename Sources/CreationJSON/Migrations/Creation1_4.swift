extension Migration {
    static let creation1_4 = Migration(
        withdrawn: SchemaVersion(major: 1, minor: 4), "Only added `lims_status`; never in production.",
        drops: ["lims_status"])
}
