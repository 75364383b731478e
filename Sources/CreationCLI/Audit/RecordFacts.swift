internal import CreationJSON
internal import LosslessJSON

/// What the page shows of a record.
struct RecordFacts: Sendable {
    /// The kind of run, or the level where there is none.
    var kind: String?
    /// How far the data has come.
    var status: String?
    /// The instrument that the data comes from.
    var equipment: String?
    /// The version, as the record has it.
    var version: String?
    /// When the record was made.
    var createdAt: String?
}

extension RecordFacts {
    /// What a record says of itself.
    init(_ record: JSONValue) {
        let isProject = record["level"]?.isText("project") ?? false
        kind = isProject ? "project" : record["run_kind"]?.stringValue ?? record["level"]?.stringValue
        status = record["sync_status"]?.stringValue ?? (record["sync_status"] == nil ? "pending" : nil)
        equipment = Self.equipment(record)
        version = record["schema_version"]?.stringValue
        createdAt = record["created_at"]?.stringValue
    }

    /// What the orchestrator calls the instrument, or else the folder above the project in the path of the data.
    private static func equipment(_ record: JSONValue) -> String? {
        if let label = record["orchestrator"]?["equipment_label"]?.stringValue, !label.isEmpty { return label }
        guard let path = record["paths"]?["local"]?.stringValue ?? record["paths"]?["nas"]?.stringValue else {
            return nil
        }
        var folders = path.split(whereSeparator: { $0 == "/" || $0 == "\\" })[...]
        if folders.count > 2, let holder = folders.dropLast().last, holder == "Runs" || holder == "TestRuns" {
            folders = folders.dropLast(2)
        }
        return folders.dropLast().last.map(String.init)
    }
}
