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

    func encode(to members: MemberWriter<Member>) throws { try encode(.all, to: members) }
}

extension CreationRecord {
    /// Some of the members.
    struct Part: OptionSet {
        let rawValue: UInt16
        static let all = Part(rawValue: .max)

        init(rawValue: UInt16) { self.rawValue = rawValue }

        subscript(_ member: Member) -> Bool { rawValue & 1 << member.number != 0 }
    }

    /// The members that a mutator has touched: all that differ, and perhaps some that were set to what they were.
    ///
    /// What was not touched shares its storage with the record before, so its bits are the same. Bits that differ prove
    /// nothing; equality would, but it takes é for e+´, and costs more.
    func touched(since before: CreationRecord) -> Part {
        var part: Part = []
        func look<Value>(_ member: Member, _ old: Value, _ new: Value) {
            if !haveSameBits(old, new) { part.formUnion(Part(rawValue: 1 << member.number)) }
        }
        look(.createdAt, before.createdAt, createdAt)
        look(.createdBy, before.createdBy, createdBy)
        look(.level, before.level, level)
        look(.runKind, before.runKind, runKind)
        look(.limsProject, before.limsProject, limsProject)
        look(.template, before.template, template)
        look(.variables, before.variables, variables)
        look(.pluginsApplied, before.pluginsApplied, pluginsApplied)
        look(.paths, before.paths, paths)
        look(.orchestrator, before.orchestrator, orchestrator)
        look(.syncStatus, before.syncStatus, syncStatus)
        look(.validationOverrides, before.validationOverrides, validationOverrides)
        return part
    }

    /// Writes some members in schema order, without the blocks that are nil.
    func encode(_ part: Part, to members: MemberWriter<Member>) throws {
        if part[.createdAt] { try members.time(createdAt, .createdAt) }
        if part[.createdBy] { try members.string(createdBy, .createdBy) }
        if part[.level] { try members.open(level, .level) }
        if part[.runKind] { try members.open(runKind, .runKind) }
        if part[.limsProject] { try members.objectIfPresent(limsProject, .limsProject) }
        if part[.template] { try members.object(template, .template) }
        if part[.variables] { try members.value(variables, .variables) }
        if part[.pluginsApplied] { try members.array(pluginsApplied, .pluginsApplied) }
        if part[.paths] { try members.object(paths, .paths) }
        if part[.orchestrator] { try members.objectIfPresent(orchestrator, .orchestrator) }
        if part[.syncStatus] { try members.open(syncStatus, .syncStatus) }
        if part[.validationOverrides] { try members.array(validationOverrides, .validationOverrides) }
    }
}

extension CreationRecord.Member {
    fileprivate var number: UInt16 {
        switch self {
        case .createdAt: 0
        case .createdBy: 1
        case .level: 2
        case .runKind: 3
        case .limsProject: 4
        case .template: 5
        case .variables: 6
        case .pluginsApplied: 7
        case .paths: 8
        case .orchestrator: 9
        case .syncStatus: 10
        case .validationOverrides: 11
        }
    }
}

/// Whether two values are the same in memory, and so the same value; the reverse need not hold.
@inline(__always)
private func haveSameBits<Value>(_ left: Value, _ right: Value) -> Bool {
    withUnsafeBytes(of: left) { left in
        withUnsafeBytes(of: right) { right in
            var difference: UInt8 = 0
            for index in 0..<MemoryLayout<Value>.size { difference |= left[index] ^ right[index] }
            return difference == 0
        }
    }
}
