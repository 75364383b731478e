import Testing

@testable import CreationObjectStore

/// OBJ-12.
@Suite("Write histories")
struct WriteHistoryTests {
    private static func object(_ tag: String, _ history: WriteHistory?) throws -> StoredObject {
        StoredObject(
            bytes: [], tag: try #require(StoreTag(headerField: tag)), kept: [:], history: history,
            isTombstone: false,
            age: nil)
    }
    private static func nonce(_ number: Int) -> String {
        let digits = "\(number)"
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    @Test("list the writes, newest first, and what they began from")
    func lists() throws {
        let first = WriteHistory(of: Self.nonce(1), upon: nil)
        #expect(first.headerField == "new \(Self.nonce(1))")
        let second = WriteHistory(of: Self.nonce(2), upon: try Self.object("a", first))
        #expect(second.headerField == "new \(Self.nonce(2)) \(Self.nonce(1))")
        let upon = WriteHistory(of: Self.nonce(3), upon: try Self.object("b", nil))
        #expect(upon.headerField == "tag:b \(Self.nonce(3))")
        for history in [first, second, upon] {
            #expect(WriteHistory(field: history.headerField) == history)
        }
    }

    @Test("forget the oldest writes and say so, within the metadata that S3 allows")
    func forgets() throws {
        var history = WriteHistory(of: Self.nonce(0), upon: nil)
        for number in 1..<WriteHistory.capacity {
            history = WriteHistory(of: Self.nonce(number), upon: try Self.object("a", history))
        }
        #expect(history.root == .absent)
        history = WriteHistory(of: Self.nonce(99), upon: try Self.object("a", history))
        #expect(history.root == .forgotten)
        #expect(history.nonces.count == WriteHistory.capacity)
        #expect(history.nonces.first == Self.nonce(99))
        #expect(history.headerField.utf8.count < 1_024)
        #expect(WriteHistory(field: history.headerField) == history)
    }

    @Test(
        "are not made of fields that somebody else wrote",
        arguments: [
            "", "new", "new x", "old 0000000000000001", "new  0000000000000001", "tag: 000000000000001",
        ])
    func strangers(field: String) {
        #expect(WriteHistory(field: field) == nil)
    }

    @Test("tell what has become of a write")
    func fates() throws {
        let mine = Self.nonce(7)
        let root = try Self.object("a", WriteHistory(of: Self.nonce(1), upon: nil))
        let foreign = try Self.object("f", nil)
        func after(_ nonces: [String], upon base: StoredObject?) throws -> StoredObject {
            var object = base
            for nonce in nonces {
                object = try Self.object("t\(nonce)", WriteHistory(of: nonce, upon: object))
            }
            return try #require(object)
        }
        func fate(_ base: StoredObject?, _ current: StoredObject?) -> WriteFate {
            WriteFate(of: mine, upon: base, now: current)
        }
        // Landed, also under later writes.
        #expect(fate(root, try after([mine], upon: root)) == .landed)
        #expect(fate(nil, try after([mine, Self.nonce(8)], upon: nil)) == .landed)
        // Nothing has happened yet.
        #expect(fate(root, root) == .open)
        #expect(fate(foreign, foreign) == .open)
        #expect(fate(nil, nil) == .open)
        // Somebody else was faster, and the history leads back to where this write began.
        #expect(fate(root, try after([Self.nonce(8), Self.nonce(9)], upon: root)) == .overtaken)
        #expect(fate(foreign, try after([Self.nonce(8)], upon: foreign)) == .overtaken)
        #expect(fate(nil, try after([Self.nonce(8)], upon: nil)) == .overtaken)
        // The object is gone, or was made anew: so is whatever the write did.
        #expect(fate(root, nil) == .overtaken)
        #expect(fate(root, try after([Self.nonce(8)], upon: nil)) == .overtaken)
        #expect(fate(foreign, try after([Self.nonce(8)], upon: root)) == .overtaken)
        // The history does not lead back.
        #expect(fate(root, foreign) == .unknown)
        #expect(fate(root, try after([Self.nonce(8)], upon: foreign)) == .unknown)
        let many = try after((100..<100 + WriteHistory.capacity).map(Self.nonce), upon: root)
        #expect(fate(root, many) == .unknown)
    }
}
