public import LosslessJSON

/// The provenance of a lab project or run: what `creation.json` holds.
///
/// A plain value. It has the members that versions 1.0 to 1.9 know; what a file holds besides is not here, and the writer
/// keeps it in the file. `schema_version` is not here either: it belongs to the writer. A block that is nil is absent from
/// the file; setting a block to nil removes it.
public struct CreationRecord: Hashable, Sendable {
    /// When the record was made.
    public var createdAt: RecordTime
    /// Who made it.
    public var createdBy: String
    /// What it stands for.
    public var level: Level
    /// Why the run was made; a file without it reads as experimental.
    public var runKind: RunKind
    /// The project in the LIMS that it belongs to.
    public var limsProject: LimsProject?
    /// The template that it was made from.
    public var template: TemplateReference
    /// What the template was filled with: any JSON object, kept as written.
    public var variables: JSONValue
    /// The plugins that ran, in order; only ever appended to.
    public var pluginsApplied: [PluginRun]
    /// Where the data lies.
    public var paths: DataPaths
    /// The program that drove the creation, if one did.
    public var orchestrator: Orchestrator?
    /// How far syncing has come; a file without it reads as pending.
    public var syncStatus: SyncStatus
    /// The overrides and their revocations, in order; only ever appended to.
    public var validationOverrides: [OverrideEntry]

    /// A record with these members.
    public init(
        createdAt: RecordTime, createdBy: String, level: Level, runKind: RunKind = .experimental,
        limsProject: LimsProject? = nil, template: TemplateReference, variables: JSONValue = [:],
        pluginsApplied: [PluginRun] = [], paths: DataPaths, orchestrator: Orchestrator? = nil,
        syncStatus: SyncStatus = .pending, validationOverrides: [OverrideEntry] = []
    ) {
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.level = level
        self.runKind = runKind
        self.limsProject = limsProject
        self.template = template
        self.variables = variables
        self.pluginsApplied = pluginsApplied
        self.paths = paths
        self.orchestrator = orchestrator
        self.syncStatus = syncStatus
        self.validationOverrides = validationOverrides
    }
}

extension CreationRecord: Codable {
    private enum CodingKeys: String, CodingKey {
        case createdAt = "created_at"
        case createdBy = "created_by"
        case level
        case runKind = "run_kind"
        case limsProject = "lims_project"
        case template
        case variables
        case pluginsApplied = "plugins_applied"
        case paths
        case orchestrator
        case syncStatus = "sync_status"
        case validationOverrides = "validation_overrides"
    }

    /// Reads a record; members with a default may be absent at any minor version (spec MIG-6).
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        createdAt = try members.decode(RecordTime.self, forKey: .createdAt)
        createdBy = try members.decode(String.self, forKey: .createdBy)
        level = try members.decode(Level.self, forKey: .level)
        runKind = try members.decode(RunKind.self, forKey: .runKind, or: .experimental)
        limsProject = try members.decodeIfPresent(LimsProject.self, forKey: .limsProject)
        template = try members.decode(TemplateReference.self, forKey: .template)
        variables = try members.decode(JSONValue.self, forKey: .variables)
        pluginsApplied = try members.decode([PluginRun].self, forKey: .pluginsApplied, or: [])
        paths = try members.decode(DataPaths.self, forKey: .paths)
        orchestrator = try members.decodeIfPresent(Orchestrator.self, forKey: .orchestrator)
        syncStatus = try members.decode(SyncStatus.self, forKey: .syncStatus, or: .pending)
        validationOverrides = try members.decode([OverrideEntry].self, forKey: .validationOverrides, or: [])
        guard variables.kind == .object else {
            throw DecodingError.typeMismatch(
                JSONValue.self,
                .init(
                    codingPath: decoder.codingPath + [CodingKeys.variables],
                    debugDescription: "expected an object, found \(variables.kind)"))
        }
    }

    /// Writes the members in schema order, without the blocks that are nil.
    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(createdAt, forKey: .createdAt)
        try members.encode(createdBy, forKey: .createdBy)
        try members.encode(level, forKey: .level)
        try members.encode(runKind, forKey: .runKind)
        try members.encodeIfPresent(limsProject, forKey: .limsProject)
        try members.encode(template, forKey: .template)
        try members.encode(variables, forKey: .variables)
        try members.encode(pluginsApplied, forKey: .pluginsApplied)
        try members.encode(paths, forKey: .paths)
        try members.encodeIfPresent(orchestrator, forKey: .orchestrator)
        try members.encode(syncStatus, forKey: .syncStatus)
        try members.encode(validationOverrides, forKey: .validationOverrides)
    }
}

extension KeyedDecodingContainer {
    /// The value of a member, or its default where it is absent; null is a value like any other, and of the wrong kind.
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key, or missing: @autoclosure () -> T) throws -> T {
        contains(key) ? try decode(type, forKey: key) : missing()
    }
}
