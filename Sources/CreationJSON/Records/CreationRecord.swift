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

extension CreationRecord: MemberwiseCodable {
    enum Member: String, CodingKey {
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
    public init(from decoder: any Decoder) throws { try self.init(from: MemberReader(decoder)) }

    /// Writes the members in schema order, without the blocks that are nil.
    public func encode(to encoder: any Encoder) throws { try encode(to: MemberWriter(encoder)) }

    init(from members: MemberReader<Member>) throws {
        createdAt = try members.time(.createdAt)
        createdBy = try members.string(.createdBy)
        level = try members.open(.level)
        runKind = try members.open(.runKind, or: .experimental)
        limsProject = try members.objectIfPresent(.limsProject)
        template = try members.object(.template)
        variables = try members.anyObject(.variables)
        pluginsApplied = try members.arrayIfThere(.pluginsApplied)
        paths = try members.object(.paths)
        orchestrator = try members.objectIfPresent(.orchestrator)
        syncStatus = try members.open(.syncStatus, or: .pending)
        validationOverrides = try members.arrayIfThere(.validationOverrides)
    }

    func encode(to members: MemberWriter<Member>) throws {
        try members.time(createdAt, .createdAt)
        try members.string(createdBy, .createdBy)
        try members.open(level, .level)
        try members.open(runKind, .runKind)
        try members.objectIfPresent(limsProject, .limsProject)
        try members.object(template, .template)
        try members.value(variables, .variables)
        try members.array(pluginsApplied, .pluginsApplied)
        try members.object(paths, .paths)
        try members.objectIfPresent(orchestrator, .orchestrator)
        try members.open(syncStatus, .syncStatus)
        try members.array(validationOverrides, .validationOverrides)
    }
}
