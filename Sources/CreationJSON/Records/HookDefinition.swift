public import LosslessJSON

/// How to run a hook and what it yields: the second kind of record, version 1.0.
///
/// A definition travels whole; there is no shorter form of it.
public struct HookDefinition: Codable, Hashable, Sendable {
    /// What the hook is called: a lower-case identifier of at most 63 characters.
    public var name: String
    /// What it runs in.
    public var runtime: HookRuntime
    /// What it yields.
    public var feature: HookFeature

    /// A definition with these parts.
    public init(name: String, runtime: HookRuntime, feature: HookFeature) {
        self.name = name
        self.runtime = runtime
        self.feature = feature
    }
}

/// What a hook runs in, told by `type`.
public enum HookRuntime: TaggedUnion {
    /// A container image.
    case oci(ContainerImage)
    /// A runtime of a newer program, whole.
    case unknown(JSONValue)

    /// One row per runtime; a new runtime is its case and its row.
    public static let variants = UnionVariants<HookRuntime>(
        on: "type",
        [UnionVariant("oci", wrap: { .oci($0) }, unwrap: { if case .oci(let image) = $0 { image } else { nil } })])

    /// The runtime that is not known here, if this is one.
    public var unknownValue: JSONValue? {
        if case .unknown(let value) = self { value } else { nil }
    }
}

/// What a hook yields, told by `kind`.
public enum HookFeature: TaggedUnion {
    /// Rows with columns.
    case table(TableFeature)
    /// A feature of a newer program, whole.
    case unknown(JSONValue)

    /// One row per feature; a new feature is its case and its row.
    public static let variants = UnionVariants<HookFeature>(
        on: "kind",
        [UnionVariant("table", wrap: { .table($0) }, unwrap: { if case .table(let table) = $0 { table } else { nil } })]
    )

    /// The feature that is not known here, if this is one.
    public var unknownValue: JSONValue? {
        if case .unknown(let value) = self { value } else { nil }
    }
}
