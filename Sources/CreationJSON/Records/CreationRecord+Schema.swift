import LosslessJSON

extension RecordSchema where Record == CreationRecord {
    /// The schema of `creation.json`: its first version here, the later ones in `Migrations/`.
    public static let creation = {
        var schema = RecordSchema(
            name: "creation",
            about: "The provenance of a lab project or run.",
            members: firstVersion,
            migrations: CreationHistory.written,
            foreseen: CreationHistory.foreseen,
            scalars: .none)
        schema.encodeTouched = { before, after in
            let part = after.touched(since: before)
            if part.isEmpty { return nil }
            let encoder = DocumentEncoder()
            return TouchedPart(
                before: try encoder.encode(TouchedMembers(record: before, part: part)),
                after: try encoder.encode(TouchedMembers(record: after, part: part)))
        }
        return schema
    }()

    /// What version 1.0 holds.
    private static var firstVersion: [RecordShape.Member] {
        [
            .required("created_at", .timestamp, .writeOnce, about: "When the record was made."),
            .required("created_by", .string, .writeOnce, about: "Who made it."),
            .required("level", .oneOf("project", "run"), .writeOnce, about: "What it stands for."),
            .required(
                "template",
                .object([
                    .required("name", .string, about: "What the template is called."),
                    .required("version", .string, about: "Its version."),
                    .required("source_path", .string, about: "Where it was taken from."),
                ]),
                .writeOnce, about: "The template that the record was made from."),
            .required("variables", .object([]), .writeOnce, about: "What the template was filled with."),
            .defaulted(
                "plugins_applied",
                .array(
                    of: .object([
                        .required("plugin", .string, about: "Which plugin ran."),
                        .required("version", .string, about: "Its version."),
                        .required("files_affected", .array(of: .string), about: "The files that it changed."),
                        .required("status", .usually("success", "failed", "skipped"), about: "How it ended."),
                    ])),
                to: [], .appendOnly, about: "The plugins that ran, in order."),
            .required(
                "paths",
                .object([
                    .required("local", .string, about: "On the machine that made it."),
                    .required("nas", .string, about: "On the file server."),
                ]),
                .writeOnce, about: "Where the data lies."),
            .optional(
                "orchestrator",
                .object([
                    .required("enabled", .boolean, about: "Whether it was in charge."),
                    .required("host", .string, about: "The machine that it ran on."),
                    .required("label", .string, about: "What people call that machine."),
                ]),
                about: "The program that drove the creation."),
            .defaulted(
                "sync_status", .oneOf("pending", "synced", "failed"), to: "pending",
                about: "How far the data has come on its way to the file server."),
        ]
    }
}

/// Some members of a record.
private struct TouchedMembers: Encodable {
    let record: CreationRecord
    let part: CreationRecord.Part

    func encode(to encoder: any Encoder) throws { try record.encode(part, to: MemberWriter(encoder)) }
}
