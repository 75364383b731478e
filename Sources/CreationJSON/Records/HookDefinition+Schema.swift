import LosslessJSON

extension RecordSchema where Record == HookDefinition {
    /// The schema of hook definitions, version 1.0.
    public static let hook = RecordSchema(
        name: "hook",
        about: "How to run a hook and what it yields.",
        members: [
            .required("name", .string(matching: hookName), about: "What the hook is called."),
            .required("runtime", .union(HookRuntime.self), about: "What it runs in."),
            .required("feature", .union(HookFeature.self), about: "What it yields."),
        ],
        scalars: .none)

    /// A lower-case identifier.
    private static var hookName: TextPattern {
        TextPattern("^[a-z_][a-z0-9_]{0,62}$") { name in
            let name = name.utf8
            guard let first = name.first, name.count <= 63, !(0x30...0x39).contains(first) else { return false }
            return name.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
        }
    }
}

extension ContainerImage: UnionPayload {
    /// The members of the variant `oci`.
    public static let members: [RecordShape.Member] = [
        .required("image", .string, about: "The image's name."),
        .required("digest", .string, about: "The digest that pins it."),
        .required("config", .object([]), about: "What the hook is configured with."),
        .required(
            "limits",
            .object([
                .required("timeout_seconds", .number, about: "How long it may run."),
                .required("memory", .either(.number, .string), about: "How much memory it may hold."),
                .required("cpu", .either(.number, .string), about: "How many processors it may use."),
            ]),
            about: "What it may use."),
    ]
}

extension TableFeature: UnionPayload {
    /// The members of the variant `table`.
    public static let members: [RecordShape.Member] = [
        .required("cardinality", .oneOf("one", "many"), about: "How many rows one record yields."),
        .required(
            "columns",
            .array(
                of: .object([
                    .required("name", .string, about: "What the column is called."),
                    .required("json_type", .string, about: "The JSON type of its values."),
                    .optional("format", .string, about: "The format of its values."),
                    .required("required", .boolean, about: "Whether every row has a value for it."),
                ])),
            about: "The columns, in order."),
    ]
}
