/// The program that drove a creation.
public struct Orchestrator: Hashable, Sendable {
    /// Whether it was in charge.
    public var isEnabled: Bool
    /// The machine that it ran on.
    public var host: String
    /// What people call that machine.
    public var label: String
    /// What people call the instrument (since 1.9, which this library reads but does not raise files to).
    public var equipmentLabel: String?
    /// How the instrument says that a run is complete (since 1.9).
    public var completenessSignal: String?
    /// The file that says so, if a file does (since 1.9).
    public var sentinelFilename: String?
    /// The file that lists what belongs to a run (since 1.9).
    public var manifestFilename: String?

    /// An orchestrator with these facts.
    public init(
        isEnabled: Bool, host: String, label: String, equipmentLabel: String? = nil,
        completenessSignal: String? = nil, sentinelFilename: String? = nil, manifestFilename: String? = nil
    ) {
        self.isEnabled = isEnabled
        self.host = host
        self.label = label
        self.equipmentLabel = equipmentLabel
        self.completenessSignal = completenessSignal
        self.sentinelFilename = sentinelFilename
        self.manifestFilename = manifestFilename
    }
}

extension Orchestrator: MemberwiseCodable {
    enum Member: String, CodingKey {
        case isEnabled = "enabled"
        case host
        case label
        case equipmentLabel = "equipment_label"
        case completenessSignal = "completeness_signal"
        case sentinelFilename = "sentinel_filename"
        case manifestFilename = "manifest_filename"
    }

    /// Reads the facts. A member of 1.9 that is not a text is left out: in an older file it has another meaning, if any.
    public init(from decoder: any Decoder) throws { try self.init(from: MemberReader(decoder)) }

    /// Writes the facts that are there, in schema order.
    public func encode(to encoder: any Encoder) throws { try encode(to: MemberWriter(encoder)) }

    init(from members: MemberReader<Member>) throws {
        isEnabled = try members.bool(.isEnabled)
        host = try members.string(.host)
        label = try members.string(.label)
        func foreseen(_ key: Member) -> String? { (try? members.stringIfThere(key)) ?? nil }
        equipmentLabel = foreseen(.equipmentLabel)
        completenessSignal = foreseen(.completenessSignal)
        sentinelFilename = foreseen(.sentinelFilename)
        manifestFilename = foreseen(.manifestFilename)
    }

    func encode(to members: MemberWriter<Member>) throws {
        try members.bool(isEnabled, .isEnabled)
        try members.string(host, .host)
        try members.string(label, .label)
        try members.stringIfPresent(equipmentLabel, .equipmentLabel)
        try members.stringIfPresent(completenessSignal, .completenessSignal)
        try members.stringIfPresent(sentinelFilename, .sentinelFilename)
        try members.stringIfPresent(manifestFilename, .manifestFilename)
    }
}
