/// Where an object store is, who asks, and how patiently.
public struct S3Configuration: Sendable, Hashable {
    /// Where the store answers.
    public var endpoint: S3Endpoint
    /// The region that signatures name; stores of one's own mostly take any.
    public var region: String
    /// What requests are signed with.
    public var credentials: S3Credentials
    /// How long nothing may move in a request, in either direction, before it is given up and its outcome counts as unknown.
    public var requestTimeout: Duration
    /// How often an update starts again after somebody else was faster, and a read after the store failed.
    public var maximumAttempts: Int
    /// Whether a gate may look at another object.
    ///
    /// Two objects cannot be held together, so such a gate may no longer hold when the write lands. It is refused unless this is set.
    public var acceptsStaleGates: Bool
    /// How many connections may be open at a time.
    public var connections: Int

    /// A configuration from its parts.
    public init(
        endpoint: S3Endpoint, region: String = "us-east-1", credentials: S3Credentials,
        requestTimeout: Duration = .seconds(10), maximumAttempts: Int = 5, acceptsStaleGates: Bool = false,
        connections: Int = 64
    ) {
        self.endpoint = endpoint
        self.region = region
        self.credentials = credentials
        self.requestTimeout = requestTimeout
        self.maximumAttempts = max(1, maximumAttempts)
        self.acceptsStaleGates = acceptsStaleGates
        self.connections = max(1, connections)
    }
}
