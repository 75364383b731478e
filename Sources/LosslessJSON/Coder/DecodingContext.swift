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
    /// Whether there is a backslash anywhere; if not, every key is its own bytes.
    private let hasEscapes: Bool

    init(_ storage: JSONStorage, hook: JSONScalarHook, userInfo: [CodingUserInfoKey: any Sendable]) {
        self.storage = storage
        view = storage.view { $0 }
        hasEscapes = view.hasEscapes(from: 0, to: view.size)
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
        guard let key = find(name, from: start, to: close) ?? find(name, from: first, to: start) else { return nil }
        cursor.pointee = (UInt32(truncatingIfNeeded: object), UInt32(truncatingIfNeeded: view.next(key + 1)))
        return key + 1
    }

    /// The first key among some that equals `name`.
    @inline(__always)
    private func find(_ name: UnsafeBufferPointer<UInt8>, from first: Int, to end: Int) -> Int? {
        var key = first
        if hasEscapes {
            while key < end {
                if view.string(key, equals: name) { return key }
                key = view.next(key + 1)
            }
        } else {
            while key < end {
                if isPlain(name, at: view.start(key) + 1) { return key }
                key = view.next(key + 1)
            }
        }
        return nil
    }

    /// Whether a string without escapes, given by what is behind its quote, has the bytes of `name`.
    @inline(__always)
    private func isPlain(_ name: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        let count = name.count
        guard start &+ count < view.size, view.byte(start &+ count) == UInt8(ascii: "\""), let base = name.baseAddress
        else { return false }
        let left = UnsafeRawPointer(base)
        let right = view.bytes + start
        if count >= 8 {
            var i = 0
            while i &+ 8 <= count {
                if SWAR.load(left, i) != SWAR.load(right, i) { return false }
                i &+= 8
            }
            return SWAR.load(left, count &- 8) == SWAR.load(right, count &- 8)
        }
        if count >= 4 {
            let last = count &- 4
            return left.loadUnaligned(as: UInt32.self) == right.loadUnaligned(as: UInt32.self)
                && left.loadUnaligned(fromByteOffset: last, as: UInt32.self)
                    == right.loadUnaligned(fromByteOffset: last, as: UInt32.self)
        }
        for i in 0..<count where name[i] != view.byte(start &+ i) { return false }
        return true
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
        if ObjectIdentifier(type) == stringArrayType { return try strings(type, at: node) }
        if hook.wants(type) { return try hooked(type, at: node) }
        return try T(from: NodeDecoder(context: self, node: node))
    }

    /// An array of strings, so common that a container for it is worth avoiding. `T` must be that type.
    ///
    /// A function of its own, because asking the runtime for the type costs as much as decoding a field.
    @inline(never)
    private func strings<T>(_ type: T.Type, at node: Int) throws -> T {
        guard view.head(node) == UInt8(ascii: "[") else { throw mismatch(type, "an array", at: node) }
        let close = view.close(node)
        var elements: [String] = []
        var child = view.firstChild(node)
        while child < close {
            elements.append(try string(at: child))
            child = view.next(child)
        }
        return unsafeBitCast(elements, to: type)
    }

    /// Asks the hook first. A function of its own, because an optional of a type is a look-up in the runtime too.
    @inline(never)
    private func hooked<T: Decodable>(_ type: T.Type, at node: Int) throws -> T {
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
        guard let value else { return try T(from: NodeDecoder(context: self, node: node)) }
        guard let result = value as? T else { throw corrupted(at: node, "the hook did not make the type asked for") }
        return result
    }
}

private let stringArrayType = ObjectIdentifier([String].self)
