public import LosslessJSON

/// A condition that a write depends on, looked at inside the hold that the write happens in (BULK-2).
///
/// A gate may look at another record than the write's own. All records concerned are locked together, so what a gate
/// saw is still true when the write lands.
public struct RecordGate: Sendable {
    /// What a gate sees of a record: its document, with the defaults of its version filled in, or nil where it is absent.
    public typealias Condition = @Sendable (JSONDocument?) throws -> Bool

    /// The record to look at; nil is the write's own.
    public let path: RecordPath?
    /// The condition in words, for the refusal: "the record exists".
    public let summary: String
    let condition: Condition
    /// Whether the record must or must not be there, for a gate that asks nothing else and needs no text.
    let existence: Bool?

    /// A gate of your own: a closure over a lossless document.
    ///
    /// The closure is pure and may run more than once. What it throws fails the write.
    public init(_ summary: String, at path: RecordPath? = nil, condition: @escaping Condition) {
        self.path = path
        self.summary = summary
        self.condition = condition
        existence = nil
    }

    private init(_ summary: String, at path: RecordPath?, existence: Bool) {
        self.path = path
        self.summary = summary
        self.existence = existence
        condition = { ($0 != nil) == existence }
    }

    /// The record exists.
    public static func exists(_ path: RecordPath? = nil) -> RecordGate {
        RecordGate("a record exists", at: path, existence: true)
    }

    /// The record does not exist.
    public static func absent(_ path: RecordPath? = nil) -> RecordGate {
        RecordGate("no record exists", at: path, existence: false)
    }

    /// The value at a pointer equals this one, as JSON values compare: numbers by value, objects whatever their order.
    ///
    /// A record or a pointer that is absent equals nothing.
    public static func value(
        _ pointer: JSONPointer, equals value: JSONValue, at path: RecordPath? = nil
    ) -> RecordGate {
        let text = String(decoding: value.bytes, as: UTF8.self)
        return RecordGate("\(pointer) equals \(text)", at: path) { $0?.root[pointer] == value }
    }
}
