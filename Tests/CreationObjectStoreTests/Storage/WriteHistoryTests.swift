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
    /// The first write of a writer of its own.
    private static func stamp(_ writer: Int, _ number: UInt64 = 1) -> WriteStamp {
        let digits = "\(writer)"
        return WriteStamp(writer: String(repeating: "0", count: 16 - digits.count) + digits, number: number)
    }

    @Test("list the last write of each writer, newest first, and what they began from")
    func lists() throws {
        let first = WriteHistory(of: Self.stamp(1, 35), upon: nil)
        #expect(first.headerField == "new 0000000000000001:z")
        let second = WriteHistory(of: Self.stamp(2), upon: try Self.object("a", first))
        #expect(second.headerField == "new 0000000000000002:1 0000000000000001:z")
        let third = WriteHistory(of: Self.stamp(1, 36), upon: try Self.object("b", second))
        #expect(third.headerField == "new 0000000000000001:10 0000000000000002:1")
        let upon = WriteHistory(of: Self.stamp(3), upon: try Self.object("b", nil))
        #expect(upon.headerField == "tag:b 0000000000000003:1")
        for history in [first, second, third, upon] { #expect(WriteHistory(field: history.headerField) == history) }
    }

    @Test("forget the oldest writers and say so, within the metadata that S3 allows")
    func forgets() throws {
        var history = WriteHistory(of: Self.stamp(0, 1 << 30), upon: nil)
        for number in 1..<WriteHistory.capacity {
            history = WriteHistory(of: Self.stamp(number, 1 << 30), upon: try Self.object("a", history))
        }
        #expect(history.root == .absent)
        history = WriteHistory(of: Self.stamp(3, 1 << 31), upon: try Self.object("a", history))
        #expect(history.root == .absent)
        #expect(history.stamps.count == WriteHistory.capacity)
        history = WriteHistory(of: Self.stamp(99, 1 << 30), upon: try Self.object("a", history))
        #expect(history.root == .forgotten)
        #expect(history.stamps.count == WriteHistory.capacity)
        #expect(history.stamps.first == Self.stamp(99, 1 << 30))
        #expect(!history.contains(Self.stamp(0, 1 << 30)))
        #expect(history.headerField.utf8.count < 1_100)
        #expect(WriteHistory(field: history.headerField) == history)
    }

    @Test("forget earlier where other metadata leaves them less room", arguments: [0, 900, 1_500, 1_900, 3_000])
    func leaveRoom(other: Int) throws {
        var history = WriteHistory(of: Self.stamp(0, .max), upon: nil)
        for number in 1..<60 {
            var base = try Self.object("a", history)
            base.kept = ["content-type": "application/json", "x-amz-meta-note": String(repeating: "x", count: other)]
            history = WriteHistory(of: Self.stamp(number, .max), upon: base)
            #expect(history.stamps.first == Self.stamp(number, .max))
        }
        #expect(history.root == .forgotten)
        #expect(history.stamps.count == [0: 40, 900: 35, 1_500: 16, 1_900: 3, 3_000: 1][other])
        let used = WriteHistory.field.utf8.count + history.headerField.utf8.count + "x-amz-meta-note".utf8.count + other
        #expect(used <= 2_048 || other == 3_000)
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
        let mine = Self.stamp(7, 5)
        let root = try Self.object("a", WriteHistory(of: Self.stamp(1), upon: nil))
        let foreign = try Self.object("f", nil)
        func after(_ stamps: [WriteStamp], upon base: StoredObject?) throws -> StoredObject {
            var object = base
            for stamp in stamps {
                object = try Self.object("t\(stamp.text)", WriteHistory(of: stamp, upon: object))
            }
            return try #require(object)
        }
        func fate(_ base: StoredObject?, _ current: StoredObject?) -> WriteFate {
            WriteFate(of: mine, upon: base, now: current)
        }
        // Landed, also under later writes.
        #expect(fate(root, try after([mine], upon: root)) == .landed)
        #expect(fate(nil, try after([mine, Self.stamp(8)], upon: nil)) == .landed)
        #expect(fate(root, try after([mine, Self.stamp(8), Self.stamp(7, 6)], upon: root)) == .landed)
        // An earlier write of the same writer is not this one.
        #expect(fate(root, try after([Self.stamp(7, 4)], upon: root)) == .overtaken)
        // Nothing has happened yet.
        #expect(fate(root, root) == .open)
        #expect(fate(foreign, foreign) == .open)
        #expect(fate(nil, nil) == .open)
        // Somebody else was faster, and the history leads back to where this write began.
        #expect(fate(root, try after([Self.stamp(8), Self.stamp(9)], upon: root)) == .overtaken)
        #expect(fate(foreign, try after([Self.stamp(8)], upon: foreign)) == .overtaken)
        #expect(fate(nil, try after([Self.stamp(8)], upon: nil)) == .overtaken)
        // The object is gone, or was made anew: so is whatever the write did.
        #expect(fate(root, nil) == .overtaken)
        #expect(fate(root, try after([Self.stamp(8)], upon: nil)) == .overtaken)
        #expect(fate(foreign, try after([Self.stamp(8)], upon: root)) == .overtaken)
        // The history does not lead back.
        #expect(fate(root, foreign) == .unknown)
        #expect(fate(root, try after([Self.stamp(8)], upon: foreign)) == .unknown)
        let many = try after((100..<100 + WriteHistory.capacity).map { Self.stamp($0) }, upon: root)
        #expect(fate(root, many) == .unknown)
    }
    @Test("tell nothing by a later write of the same writer alone, which may have come after a program without history")
    func laterWritesOfTheSameWriter() throws {
        let mine = Self.stamp(7, 5)
        func after(_ stamps: [WriteStamp], upon base: StoredObject?) throws -> StoredObject {
            var object = base
            for stamp in stamps {
                object = try Self.object("t\(stamp.text)", WriteHistory(of: stamp, upon: object))
            }
            return try #require(object)
        }
        func fate(_ base: StoredObject, _ stamps: [WriteStamp], upon root: StoredObject) throws -> WriteFate {
            WriteFate(of: mine, upon: base, now: try after(stamps, upon: root))
        }
        let others = (100..<99 + WriteHistory.capacity).map { Self.stamp($0) }
        let foreign = try Self.object("f", nil)
        let again = try Self.object("g", nil)
        // The writer of what mine was made upon wrote again: upon it, or upon what somebody without history had left.
        let new = try after([Self.stamp(1)], upon: nil)
        let tagged = try after([Self.stamp(1)], upon: foreign)
        #expect(try fate(new, [Self.stamp(1, 2)], upon: again) == .unknown)
        #expect(try fate(tagged, [Self.stamp(1, 2)], upon: again) == .unknown)
        #expect(try fate(tagged, [Self.stamp(1, 2)], upon: tagged) == .overtaken)
        // Writers have been forgotten since: mine may be one of them, unless an older one is still known.
        #expect(try fate(new, others + [Self.stamp(98), Self.stamp(1, 2)], upon: new) == .unknown)
        #expect(try fate(new, others + [Self.stamp(98), Self.stamp(1, 2)], upon: again) == .unknown)
        let cut = try after([Self.stamp(98)] + others + [Self.stamp(1)], upon: nil)
        #expect(cut.history?.root == .forgotten)
        #expect(try fate(cut, [Self.stamp(8)], upon: cut) == .overtaken)
        #expect(try fate(cut, [Self.stamp(1, 2)], upon: cut) == .overtaken)
        #expect(try fate(cut, [Self.stamp(1, 2)], upon: again) == .unknown)
    }
    @Test("tell what has become of a removal, which leaves no stamp")
    func removals() throws {
        func after(_ stamps: [WriteStamp], upon base: StoredObject?) throws -> StoredObject {
            var object = base
            for stamp in stamps {
                object = try Self.object("t\(stamp.text)", WriteHistory(of: stamp, upon: object))
            }
            return try #require(object)
        }
        func fate(_ base: StoredObject, _ current: StoredObject?) -> WriteFate {
            WriteFate(ofRemovalOf: base, now: current)
        }
        let foreign = try Self.object("f", nil)
        let base = try after([Self.stamp(1), Self.stamp(2)], upon: nil)
        let tagged = try after([Self.stamp(1)], upon: foreign)
        // Gone, or made anew since: not all its writers are there, or it began otherwise.
        #expect(fate(base, nil) == .gone)
        #expect(fate(base, try after([Self.stamp(8)], upon: nil)) == .gone)
        #expect(fate(base, try after([Self.stamp(1, 2), Self.stamp(8)], upon: nil)) == .gone)
        #expect(fate(tagged, try after([Self.stamp(1, 2)], upon: nil)) == .gone)
        #expect(fate(foreign, try after([Self.stamp(8)], upon: nil)) == .gone)
        // With the very same bytes, too.
        var same = try after([Self.stamp(8)], upon: nil)
        same.tag = base.tag
        #expect(fate(base, same) == .gone)
        // Nothing has happened yet.
        #expect(fate(base, base) == .open)
        #expect(fate(foreign, foreign) == .open)
        // Written upon.
        #expect(fate(base, try after([Self.stamp(8)], upon: base)) == .overtaken)
        #expect(fate(base, try after([Self.stamp(2, 2)], upon: base)) == .overtaken)
        #expect(fate(tagged, try after([Self.stamp(1, 2)], upon: tagged)) == .overtaken)
        #expect(fate(foreign, try after([Self.stamp(8)], upon: foreign)) == .overtaken)
        // Written upon, or made anew by the same writers; or by a program without history.
        #expect(fate(base, try after([Self.stamp(1, 2), Self.stamp(2, 2)], upon: nil)) == .unknown)
        #expect(fate(base, foreign) == .unknown)
        #expect(fate(base, try after([Self.stamp(2, 2)], upon: foreign)) == .unknown)
    }
}
