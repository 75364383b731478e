// How the parts of a record are read and written: one list of members for each, for documents and for anybody's coder.

extension LimsProject: MemberwiseCodable {
    enum Member: String, CodingKey {
        case uid
        case shortID = "short_id"
        case nameAtCreation = "name_at_creation"
        case source
        case cacheFreshnessAtUse = "cache_freshness_at_use"
    }

    /// Reads the members.
    public init(from decoder: any Decoder) throws { try self.init(from: MemberReader(decoder)) }

    /// Writes the members in schema order, without those that are nil.
    public func encode(to encoder: any Encoder) throws { try encode(to: MemberWriter(encoder)) }

    init(from members: MemberReader<Member>) throws {
        uid = try members.string(.uid)
        shortID = try members.string(.shortID)
        nameAtCreation = try members.string(.nameAtCreation)
        source = try members.open(.source, or: .live)
        cacheFreshnessAtUse = try members.timeIfPresent(.cacheFreshnessAtUse)
    }

    func encode(to members: MemberWriter<Member>) throws {
        try members.string(uid, .uid)
        try members.string(shortID, .shortID)
        try members.string(nameAtCreation, .nameAtCreation)
        try members.open(source, .source)
        try members.timeIfPresent(cacheFreshnessAtUse, .cacheFreshnessAtUse)
    }
}

extension TemplateReference: MemberwiseCodable {
    enum Member: String, CodingKey {
        case name
        case version
        case sourcePath = "source_path"
        case runScope = "run_scope"
    }

    /// Reads the members.
    public init(from decoder: any Decoder) throws { try self.init(from: MemberReader(decoder)) }

    /// Writes the members in schema order, without those that are nil.
    public func encode(to encoder: any Encoder) throws { try encode(to: MemberWriter(encoder)) }

    init(from members: MemberReader<Member>) throws {
        name = try members.string(.name)
        version = try members.string(.version)
        sourcePath = try members.string(.sourcePath)
        runScope = try members.openIfPresent(.runScope)
    }

    func encode(to members: MemberWriter<Member>) throws {
        try members.string(name, .name)
        try members.string(version, .version)
        try members.string(sourcePath, .sourcePath)
        try members.openIfPresent(runScope, .runScope)
    }
}

extension PluginRun: MemberwiseCodable {
    enum Member: String, CodingKey {
        case plugin
        case version
        case filesAffected = "files_affected"
        case status
        case isolation
    }

    /// Reads the members.
    public init(from decoder: any Decoder) throws { try self.init(from: MemberReader(decoder)) }

    /// Writes the members in schema order, without those that are nil.
    public func encode(to encoder: any Encoder) throws { try encode(to: MemberWriter(encoder)) }

    init(from members: MemberReader<Member>) throws {
        plugin = try members.string(.plugin)
        version = try members.string(.version)
        filesAffected = try members.strings(.filesAffected)
        status = try members.open(.status)
        isolation = try members.objectIfPresent(.isolation)
    }

    func encode(to members: MemberWriter<Member>) throws {
        try members.string(plugin, .plugin)
        try members.string(version, .version)
        try members.strings(filesAffected, .filesAffected)
        try members.open(status, .status)
        try members.objectIfPresent(isolation, .isolation)
    }
}

extension PluginIsolation: MemberwiseCodable {
    enum Member: String, CodingKey {
        case durationMilliseconds = "duration_ms"
        case exitCode = "exit_code"
        case peakMemoryMegabytes = "peak_memory_mb"
    }

    /// Reads the members.
    public init(from decoder: any Decoder) throws { try self.init(from: MemberReader(decoder)) }

    /// Writes the members in schema order, without those that are nil.
    public func encode(to encoder: any Encoder) throws { try encode(to: MemberWriter(encoder)) }

    init(from members: MemberReader<Member>) throws {
        durationMilliseconds = try members.double(.durationMilliseconds)
        exitCode = try members.integer(.exitCode)
        peakMemoryMegabytes = try members.double(.peakMemoryMegabytes)
    }

    func encode(to members: MemberWriter<Member>) throws {
        try members.double(durationMilliseconds, .durationMilliseconds)
        try members.integer(exitCode, .exitCode)
        try members.double(peakMemoryMegabytes, .peakMemoryMegabytes)
    }
}

extension DataPaths: MemberwiseCodable {
    enum Member: String, CodingKey {
        case local
        case nas
    }

    /// Reads the members.
    public init(from decoder: any Decoder) throws { try self.init(from: MemberReader(decoder)) }

    /// Writes the members in schema order, without those that are nil.
    public func encode(to encoder: any Encoder) throws { try encode(to: MemberWriter(encoder)) }

    init(from members: MemberReader<Member>) throws {
        local = try members.string(.local)
        nas = try members.string(.nas)
    }

    func encode(to members: MemberWriter<Member>) throws {
        try members.string(local, .local)
        try members.string(nas, .nas)
    }
}
