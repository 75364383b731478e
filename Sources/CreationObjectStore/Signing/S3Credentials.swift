/// What requests to an object store are signed with.
///
/// The secret and the session token never show: not in descriptions, not in `dump`, not in errors.
public struct S3Credentials: Sendable, Hashable {
    /// The name of the key pair; it is no secret, each request carries it.
    public let accessKeyID: String
    let secretAccessKey: String
    let sessionToken: String?

    /// Credentials from their parts; a session token goes with temporary ones.
    public init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
    }
}

extension S3Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The name of the key pair alone.
    public var description: String { "S3Credentials(\(accessKeyID), secret withheld)" }
    /// The same as `description`.
    public var debugDescription: String { description }
    /// A mirror that shows the name of the key pair and nothing else.
    public var customMirror: Mirror { Mirror(self, children: ["accessKeyID": accessKeyID]) }
}
