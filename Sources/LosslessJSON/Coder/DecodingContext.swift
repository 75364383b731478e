/// What all parts of one decoding share: the document, raw eyes on it, and where the last look-up in an object ended.
///
/// A decoder is this reference and the number of a node: two words, so that passing one as `any Decoder` allocates nothing.
final class DecodingContext {
    let storage: JSONStorage
    /// Stays valid as long as `storage` lives: while it is referenced from here, nothing changes its bytes.
    let view: JSONView
    let hook: JSONScalarHook
    let userInfo: [CodingUserInfoKey: any Sendable]
    /// A small cache: an object, and the key at which the next look-up in it starts.
    private let cursors: UnsafeMutablePointer<(object: UInt32, key: UInt32)>
    private static let cursorCount = 16

    init(_ storage: JSONStorage, hook: JSONScalarHook, userInfo: [CodingUserInfoKey: any Sendable]) {
        self.storage = storage
        view = storage.view { $0 }
        self.hook = hook
        self.userInfo = userInfo
        cursors = .allocate(capacity: Self.cursorCount)
        cursors.initialize(repeating: (.max, 0), count: Self.cursorCount)
    }

    deinit {
        cursors.deallocate()
    }

    /// The value of a member; nil if there is none.
    ///
    /// Starts behind the member found last, so that asking in the order of the document is a single comparison each.
    @inline(__always)
    func member(_ key: some CodingKey, of object: Int) -> Int? {
        var name = key.stringValue
        return name.withUTF8 { member($0, of: object) }
    }

    func member(_ name: UnsafeBufferPointer<UInt8>, of object: Int) -> Int? {
        let close = view.close(object)
        let first = view.firstChild(object)
        if storage.allowsDuplicates { return lastMember(name, from: first, to: close) }
        let cursor = cursors + (object & (Self.cursorCount - 1))
        let start = cursor.pointee.object == UInt32(truncatingIfNeeded: object) ? Int(cursor.pointee.key) : first
        var key = start
        while key < close {
            let next = view.next(key + 1)
            if view.string(key, equals: name) {
                cursor.pointee = (UInt32(truncatingIfNeeded: object), UInt32(truncatingIfNeeded: next))
                return key + 1
            }
            key = next
        }
        key = first
        while key < start {
            let next = view.next(key + 1)
            if view.string(key, equals: name) {
                cursor.pointee = (UInt32(truncatingIfNeeded: object), UInt32(truncatingIfNeeded: next))
                return key + 1
            }
            key = next
        }
        return nil
    }

    /// Where a key may stand twice, the last one counts.
    private func lastMember(_ name: UnsafeBufferPointer<UInt8>, from first: Int, to close: Int) -> Int? {
        var key = first
        var found: Int?
        while key < close {
            if view.string(key, equals: name) { found = key + 1 }
            key = view.next(key + 1)
        }
        return found
    }

    /// Makes a value of any type from a node.
    @inline(__always)
    func decode<T: Decodable>(_ type: T.Type, at node: Int) throws -> T {
        // The bit casts are between one type and itself: the comparison has just shown that.
        if type == JSONValue.self { return unsafeBitCast(JSONValue(storage: storage, index: node), to: type) }
        if type == String.self { return unsafeBitCast(try string(at: node), to: type) }
        if type == Double.self { return unsafeBitCast(try floating(Double.self, at: node), to: type) }
        if type == Int.self { return unsafeBitCast(try integer(Int.self, at: node), to: type) }
        if type == [String].self { return unsafeBitCast(try array(at: node) { try string(at: $0) }, to: type) }
        if hook.wants(type), let value = try hooked(type, at: node) { return value }
        return try T(from: NodeDecoder(context: self, node: node))
    }

    /// The elements of an array, for types so common that a container for them is worth avoiding.
    @inline(__always)
    private func array<Element>(at node: Int, _ element: (Int) throws -> Element) throws -> [Element] {
        guard view.head(node) == UInt8(ascii: "[") else { throw mismatch([Element].self, "an array", at: node) }
        let close = view.close(node)
        var elements: [Element] = []
        var child = view.firstChild(node)
        while child < close {
            elements.append(try element(child))
            child = view.next(child)
        }
        return elements
    }

    @inline(never)
    private func hooked<T: Decodable>(_ type: T.Type, at node: Int) throws -> T? {
        let value: (any Sendable)?
        do {
            value = try hook.decode(type, JSONValue(storage: storage, index: node))
        } catch var error as JSONError {
            if error.pointer == nil { error.pointer = pointer(to: node) }
            throw error
        } catch let error as DecodingError {
            throw error
        } catch {
            throw corrupted(at: node, "\(error)")
        }
        guard let value else { return nil }
        guard let result = value as? T else { throw corrupted(at: node, "The hook did not make the type asked for.") }
        return result
    }
}
