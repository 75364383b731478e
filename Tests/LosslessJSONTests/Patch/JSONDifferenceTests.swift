import CreationTestSupport
import LosslessJSON
import Testing

@Suite("Differences (MRG-40 to MRG-45)", .ownThreads)
struct JSONDifferenceTests {
    @Test("Every case below Fixtures/patch/diff", arguments: PatchCase.all("diff"))
    func fixture(_ fixture: PatchCase) throws {
        let old = try fixture.part("from")
        let new = try fixture.part("to")
        let difference = JSONDifference(from: old, to: new)
        #expect(try difference.patch.value == fixture.part("patch"))
        #expect(difference.isEmpty == (old == new))
        var document = JSONDocument(old)
        try document.apply(patch: difference.patch)
        #expect(document.root == new)
        #expect(JSONDifference(from: new, to: new).isEmpty)
    }

    @Test("MRG-44: changes for people have the pointers of both sides")
    func changes() {
        let difference = JSONDifference(
            from: ["l": [["id": "a", "n": 1], ["id": "b"], ["id": "c"]], "gone": 1],
            to: ["l": [["id": "c"], ["id": "a", "n": 2], ["id": "d"]], "new": 2])
        let lines = difference.changes.map { change in
            "\(change.isMove ? "move " : "")\(change.oldPointer?.description ?? "none") → "
                + "\(change.newPointer?.description ?? "none"): \(change.old?.description ?? "nothing") → "
                + "\(change.new?.description ?? "nothing")"
        }
        #expect(
            lines == [
                "/gone → none: 1 → nothing",
                #"/l/1 → none: {"id":"b"} → nothing"#,
                #"move /l/2 → /l/0: {"id":"c"} → {"id":"c"}"#,
                #"none → /l/2: nothing → {"id":"d"}"#,
                "/l/0/n → /l/1/n: 1 → 2",
                "none → /new: nothing → 2",
            ])
    }

    @Test("A patch from random values leads from one to the other", arguments: 0..<200)
    func random(seed: Int) throws {
        var source = RandomJSON(seed: UInt64(seed))
        let old = source.value(depth: 4)
        let new = source.changed(old, times: 1 + seed % 7)
        let (oddOld, oddNew) = try (old.withKeysThatAreNoText(), new.withKeysThatAreNoText())
        for (from, to) in [(old, new), (new, old), (oddOld, oddNew), (oddNew, oddOld), (old, oddNew), (oddOld, new)] {
            var document = JSONDocument(from)
            try document.apply(patch: JSONPatch(from: from, to: to))
            #expect(document.root == to)
        }
    }

    @Test(
        "MRG-42: a long array with one change has a short patch, and is compared in linear time",
        .timeLimit(.minutes(5)))
    func longArrays() throws {
        let old = JSONValue.array((0..<20_000).map { .number($0) })
        let new = JSONValue.array((0..<20_000).filter { $0 != 500 }.map { .number($0) } + [-1])
        #expect(JSONPatch(from: old, to: new).operations == [.remove("/500"), .add("/-", -1)])
        let reversed = JSONValue.array((0..<5_000).reversed().map { ["id": .string("\($0)")] })
        let straight = JSONValue.array((0..<5_000).map { ["id": .string("\($0)")] })
        #expect(JSONPatch(from: straight, to: reversed).operations.count == 4_999)
    }
}
