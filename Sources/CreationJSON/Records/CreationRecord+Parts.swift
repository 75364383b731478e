/// A project as the LIMS knew it when the record was made.
public struct LimsProject: Hashable, Sendable {
    /// The identifier in the LIMS.
    public var uid: String
    /// The short name that people use.
    public var shortID: String
    /// What the project was called at the time.
    public var nameAtCreation: String
    /// Where these facts came from (since 1.8); a file without it reads as live.
    public var source: LimsSource
    /// From when a cached copy was when it was used (since 1.8).
    public var cacheFreshnessAtUse: RecordTime?

    /// A project with these facts.
    public init(
        uid: String, shortID: String, nameAtCreation: String, source: LimsSource = .live,
        cacheFreshnessAtUse: RecordTime? = nil
    ) {
        self.uid = uid
        self.shortID = shortID
        self.nameAtCreation = nameAtCreation
        self.source = source
        self.cacheFreshnessAtUse = cacheFreshnessAtUse
    }
}

/// The template that a record was made from.
public struct TemplateReference: Hashable, Sendable {
    /// What the template is called.
    public var name: String
    /// Its version.
    public var version: String
    /// Where it was taken from.
    public var sourcePath: String
    /// Which kinds of run it is for (since 1.1).
    public var runScope: RunScope?

    /// A reference to a template.
    public init(name: String, version: String, sourcePath: String, runScope: RunScope? = nil) {
        self.name = name
        self.version = version
        self.sourcePath = sourcePath
        self.runScope = runScope
    }
}

/// What one plugin did to the files of a record.
public struct PluginRun: Hashable, Sendable {
    /// Which plugin ran.
    public var plugin: String
    /// Its version.
    public var version: String
    /// The files that it changed.
    public var filesAffected: [String]
    /// How it ended.
    public var status: PluginStatus
    /// What it used while it ran apart from the rest (since 1.3).
    public var isolation: PluginIsolation?

    /// A run of a plugin.
    public init(
        plugin: String, version: String, filesAffected: [String], status: PluginStatus,
        isolation: PluginIsolation? = nil
    ) {
        self.plugin = plugin
        self.version = version
        self.filesAffected = filesAffected
        self.status = status
        self.isolation = isolation
    }
}

/// What a plugin used while it ran in a process of its own.
public struct PluginIsolation: Hashable, Sendable {
    /// How long it took, in milliseconds.
    public var durationMilliseconds: Double
    /// What its process ended with.
    public var exitCode: Int
    /// The most memory that it held, in megabytes.
    public var peakMemoryMegabytes: Double

    /// Figures of one run.
    public init(durationMilliseconds: Double, exitCode: Int, peakMemoryMegabytes: Double) {
        self.durationMilliseconds = durationMilliseconds
        self.exitCode = exitCode
        self.peakMemoryMegabytes = peakMemoryMegabytes
    }
}

/// Where a record's data lies.
public struct DataPaths: Hashable, Sendable {
    /// On the machine that made it.
    public var local: String
    /// On the file server.
    public var nas: String

    /// Both places.
    public init(local: String, nas: String) {
        self.local = local
        self.nas = nas
    }
}
