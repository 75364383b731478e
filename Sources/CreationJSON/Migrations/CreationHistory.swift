/// The versions of `creation.json` after 1.0, oldest first: the table that a new version gets a row in (spec MIG-2).
enum CreationHistory {
    /// What we read and write; the last row is the current version.
    static let written: [Migration] = [
        .creation1_1,
        .creation1_2,
        .creation1_3,
        .creation1_4,
        .creation1_5,
        .creation1_6,
        .creation1_7,
        .creation1_8,
    ]

    /// What others write already: read and checked in files of that version, but no file is raised to it yet.
    static let foreseen: [Migration] = [
        .creation1_9
    ]
}
