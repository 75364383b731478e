public import LosslessJSON

/// A container image and how to run it.
public struct ContainerImage: Codable, Hashable, Sendable {
    /// The image's name.
    public var image: String
    /// The digest that pins it.
    public var digest: String
    /// What the hook is configured with: any JSON object, kept as written.
    public var config: JSONValue
    /// What it may use.
    public var limits: ResourceLimits

    /// An image with its configuration and limits.
    public init(image: String, digest: String, config: JSONValue = [:], limits: ResourceLimits) {
        self.image = image
        self.digest = digest
        self.config = config
        self.limits = limits
    }
}

/// What a hook may use.
public struct ResourceLimits: Codable, Hashable, Sendable {
    /// How long it may run, in seconds.
    public var timeoutSeconds: Double
    /// How much memory it may hold: a number of bytes, or a text such as `512Mi`, kept as written.
    public var memory: JSONValue
    /// How many processors it may use: a number, or a text such as `500m`, kept as written.
    public var cpu: JSONValue

    /// Limits on time, memory and processors.
    public init(timeoutSeconds: Double, memory: JSONValue, cpu: JSONValue) {
        self.timeoutSeconds = timeoutSeconds
        self.memory = memory
        self.cpu = cpu
    }

    private enum CodingKeys: String, CodingKey {
        case timeoutSeconds = "timeout_seconds"
        case memory
        case cpu
    }
}

/// Rows with named columns.
public struct TableFeature: Codable, Hashable, Sendable {
    /// How many rows one record yields.
    public var cardinality: Cardinality
    /// The columns, in order.
    public var columns: [TableColumn]

    /// A table with these columns.
    public init(cardinality: Cardinality, columns: [TableColumn]) {
        self.cardinality = cardinality
        self.columns = columns
    }
}

/// How many rows a table has per record.
public struct Cardinality: OpenValue {
    /// The text in the definition.
    public let rawValue: String
    /// The cardinality with this text.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Exactly one.
    public static let one = Cardinality(rawValue: "one")
    /// Any number.
    public static let many = Cardinality(rawValue: "many")
}

/// One column of a table.
public struct TableColumn: Codable, Hashable, Sendable {
    /// What the column is called.
    public var name: String
    /// The JSON type of its values, as JSON Schema names it.
    public var jsonType: String
    /// The format of its values, as JSON Schema names it.
    public var format: String?
    /// Whether every row has a value for it.
    public var isRequired: Bool

    /// A column with this name and type.
    public init(name: String, jsonType: String, format: String? = nil, isRequired: Bool) {
        self.name = name
        self.jsonType = jsonType
        self.format = format
        self.isRequired = isRequired
    }

    private enum CodingKeys: String, CodingKey {
        case name
        case jsonType = "json_type"
        case format
        case isRequired = "required"
    }
}
