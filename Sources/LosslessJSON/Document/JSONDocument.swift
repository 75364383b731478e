/// A JSON document: its bytes, checked once, and a tape of offsets into them.
///
/// A value type that copies on write. Two documents are equal if their bytes are.
public struct JSONDocument: Sendable, Hashable {
    var storage: JSONStorage

    /// Checks `bytes` and keeps them. Linear in their number; the array is shared, not copied.
    ///
    /// - Throws: `malformed`, `limitExceeded` or `duplicateKey`, with line, column and offset.
    public init(
        _ bytes: [UInt8], limits: JSONLimits = .standard, duplicateKeys: JSONDuplicateKeys = .reject
    ) throws(JSONError) {
        let result = bytes.withUnsafeBytes { TapeParser.parse($0, limits: limits, duplicateKeys: duplicateKeys) }
        switch result {
        case .success(let tape):
            storage = JSONStorage(
                bytes: bytes, tape: tape, limits: limits, allowsDuplicates: duplicateKeys == .allow)
        case .failure(let failure):
            throw JSONError(failure, in: bytes, limits: limits)
        }
    }

    /// Checks the UTF-8 bytes of `text` and keeps them.
    ///
    /// - Throws: `malformed`, `limitExceeded` or `duplicateKey`, with line, column and offset.
    public init(
        _ text: String, limits: JSONLimits = .standard, duplicateKeys: JSONDuplicateKeys = .reject
    ) throws(JSONError) {
        try self.init(Array(text.utf8), limits: limits, duplicateKeys: duplicateKeys)
    }

    /// Makes a document of one value, its bytes as written.
    public init(_ value: JSONValue) {
        if value.index == 0, value.storage.view({ $0.start(0) == 0 && $0.end(0) == $0.size }) {
            storage = value.storage
            return
        }
        var fragment = JSONFragment()
        value.storage.view { fragment.copy(value.index, of: $0) }
        storage = fragment.storage(like: value.storage)
    }

    init(storage: JSONStorage) {
        self.storage = storage
    }

    /// The bytes of the document, white space around the root included.
    public var bytes: [UInt8] { storage.bytes }

    /// The one value that the document holds.
    public var root: JSONValue { JSONValue(storage: storage, index: 0) }

    /// What this document was checked against and stays within.
    public var limits: JSONLimits { storage.limits }

    /// The value that `pointer` names; nil if there is none.
    public subscript(_ pointer: JSONPointer) -> JSONValue? { root[pointer] }

    /// Compares the bytes.
    public static func == (a: JSONDocument, b: JSONDocument) -> Bool {
        a.storage === b.storage || a.storage.bytes == b.storage.bytes
    }

    /// Feeds the bytes.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(storage.bytes)
    }
}

extension JSONDocument: CustomStringConvertible {
    /// The text of the document.
    public var description: String { String(decoding: storage.bytes, as: UTF8.self) }
}
