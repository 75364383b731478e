/// An object that stands for a removal under way, on a store that removes without conditions.
enum Tombstone {
    /// The header field that marks one.
    static let field = "x-amz-meta-creation-json-removed"
    /// For how long nobody may write over one: the remover's last request, which carries no condition, is refused by the
    /// store once its signature is fifteen minutes old.
    static let lease = Duration.seconds(16 * 60)

    /// The bytes of one. They differ each time, so that its tag does too; no reader takes them for a record.
    static func bytes(_ stamp: WriteStamp) -> [UInt8] {
        Array("{\"creation_json_removed\":\"\(stamp.text)\"}\n".utf8)
    }
}
