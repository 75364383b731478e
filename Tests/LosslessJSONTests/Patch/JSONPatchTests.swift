import CreationTestSupport
import LosslessJSON
import Testing

@Suite("JSON Patch (MRG-31 to MRG-36)", .ownThreads)
struct JSONPatchTests {
    @Test("Every case below Fixtures/patch/json-patch", arguments: PatchCase.all("json-patch"))
    func fixture(_ fixture: PatchCase) throws {
        let original = JSONDocument(try fixture.part("document"))
        var document = original
        func run() throws { try document.apply(patch: JSONPatch(fixture.part("patch"))) }
        if let expected = try fixture.optionalPart("error") {
            let error = #expect(throws: JSONError.self) { try run() }
            #expect(try error.map(ExpectedError.init) == ExpectedError(expected))
            #expect(document == original)
        } else {
            try run()
            let expected = try fixture.part("expected")
            #expect(document.root == expected)
            #expect(try JSONDocument(document.bytes) == document)
        }
    }

    @Test("There are cases")
    func casesExist() {
        #expect(PatchCase.all("json-patch").count >= 50)
        #expect(PatchCase.all("merge-patch").count >= 15)
        #expect(PatchCase.all("diff").count >= 15)
    }

    @Test("MRG-31: a patch reads back from its JSON form", arguments: PatchCase.all("json-patch"))
    func roundTrip(_ fixture: PatchCase) throws {
        guard let patch = try? JSONPatch(fixture.part("patch")) else { return }
        #expect(try JSONPatch(patch.value) == patch)
    }

    @Test("MRG-34: the message names the operation and what is missing")
    func message() throws {
        var document = try JSONDocument("{\"a\":{}}")
        let patch = try JSONPatch(
            JSONDocument(#"[{"op":"test","path":"/a","value":{}},{"op":"remove","path":"/a/b"}]"#).root)
        let error = #expect(throws: JSONError.self) { try document.apply(patch: patch) }
        #expect(error?.message == "operation 1 (remove): there is no value at /a/b")
    }

    @Test("MRG-33: a failed test says what it expected and what it found")
    func failedTest() throws {
        var document = try JSONDocument("{\"sync_status\":\"failed\"}")
        let patch = JSONPatch(operations: [.test("/sync_status", "pending")])
        let error = #expect(throws: JSONError.self) { try document.apply(patch: patch) }
        #expect(error?.code == .testFailed)
        #expect(error?.expected == "\"pending\"")
        #expect(error?.found == "\"failed\"")
    }

    @Test("MRG-35: what no operation touches keeps its bytes, and what moves keeps its spelling")
    func bytes() throws {
        var document = try JSONDocument(
            """
            {
                "keep":   [1.10, 1E400],
                "from": {
                    "n": 123456789012345678901234567890,
                    "s": "\\u0041"
                },
                "to": {
                    "deep": {
                        "x": 1
                    }
                },
                "list": [
                    "a",
                    "b"
                ]
            }

            """)
        try document.apply(
            patch: JSONPatch(operations: [
                .move(from: "/from", to: "/to/deep/moved"), .add("/list/1", 2.5), .replace("/to/deep/x", 1),
                .remove("/list/0"), .add("/list/-", "c"),
            ]))
        #expect(
            document.description == """
                {
                    "keep":   [1.10, 1E400],
                    "to": {
                        "deep": {
                            "x": 1,
                            "moved": {
                                "n": 123456789012345678901234567890,
                                "s": "\\u0041"
                            }
                        }
                    },
                    "list": [
                        2.5,
                        "b",
                        "c"
                    ]
                }

                """)
    }

    @Test("A patch that undoes itself leaves the bytes as they were")
    func undone() throws {
        let original = try JSONDocument("{ \"a\" : { \"x\":1 } ,\"b\":[ {\"y\":2},3 ] }")
        var document = original
        try document.apply(
            patch: JSONPatch(operations: [
                .add("/c", 1), .replace("/a/x", 5), .replace("/a/x", 1), .move(from: "/b/0", to: "/d"), .remove("/c"),
                .move(from: "/d", to: "/b/0"), .move(from: "/a", to: "/e"), .move(from: "/e", to: "/a"),
            ]))
        #expect(document == original)
    }

    @Test("Copies of copies stop at the size limit instead of filling the memory")
    func exponentialCopies() throws {
        var document = try JSONDocument("{\"a\":[1,2,3,4,5,6,7,8]}")
        let original = document
        let patch = JSONPatch(operations: (0..<200).map { .copy(from: "", to: JSONPointer(tokens: ["k\($0)"])) })
        let error = #expect(throws: JSONError.self) { try document.apply(patch: patch) }
        #expect(error?.code == .limitExceeded)
        #expect(document == original)
    }

    @Test(
        "MRG-36: what grows by a level with every turn stops at the depth limit, on any stack", .timeLimit(.minutes(5)))
    func growingDepth() throws {
        var document = try JSONDocument("{\"a\":{}}")
        let original = document
        let turn: [JSONPatch.Operation] = [.add("/n", [:]), .move(from: "/a", to: "/n/a"), .move(from: "/n", to: "/a")]
        let patch = JSONPatch(operations: (0..<10_000).flatMap { _ in turn })
        let error = #expect(throws: JSONError.self) { try document.apply(patch: patch) }
        #expect(error?.code == .limitExceeded)
        #expect(error?.pointer == "/n/a")
        #expect(document == original)
        try document.apply(patch: JSONPatch(operations: Array(patch.operations.prefix(3 * 510))))
        #expect(document[JSONPointer(tokens: Array(repeating: "a", count: 511))] == [:])
    }

    @Test("MRG-36: what was deep once may go where there is room for what is left of it")
    func formerDepth() throws {
        let deep = String(repeating: "{\"a\":", count: 300) + "1" + String(repeating: "}", count: 300)
        var document = try JSONDocument("{\"x\":\(deep),\"y\":\(deep)}")
        func way(_ first: String, _ count: Int) -> [String] { [first] + Array(repeating: "a", count: count) }
        try document.apply(
            patch: JSONPatch(operations: [
                .remove(JSONPointer(tokens: way("x", 300))), .remove("/x/a/a"),
                .move(from: "/x", to: JSONPointer(tokens: way("y", 300))),
            ]))
        #expect(document[JSONPointer(tokens: way("y", 300))] == ["a": [:]])
    }

    @Test("MRG-36: moving a large object back and forth costs no more than its path", .timeLimit(.minutes(5)))
    func movingLargeObjects() throws {
        let large = JSONValue.object((0..<20_000).map { ("key\($0)", .number($0)) })
        var document = JSONDocument(["a": large])
        let turn: [JSONPatch.Operation] = [.move(from: "/a", to: "/b"), .move(from: "/b", to: "/a")]
        try document.apply(
            patch: JSONPatch(operations: [.remove("/a/key0")] + (0..<5_000).flatMap { _ in turn }))
        #expect(document["/a"]?.objectValue?.count == 19_999)
    }

    @Test("JSON-6: a value that takes the place of another counts only once against the size limit")
    func replacedAgain() throws {
        var document = try JSONDocument("{\"b\":\"0123456789\"}", limits: JSONLimits(maximumSize: 60))
        let turn: [JSONPatch.Operation] = [
            .add("/a", "0123456789"), .copy(from: "/b", to: "/a"), .move(from: "/a", to: "/b"),
        ]
        try document.apply(patch: JSONPatch(operations: (0..<100).flatMap { _ in turn }))
        #expect(document.root == ["b": "0123456789"])
    }

    @Test("MRG-36: ten thousand operations on a large object stay linear", .timeLimit(.minutes(5)))
    func manyOperations() throws {
        var document = JSONDocument(.object((0..<20_000).map { ("key\($0)", .number($0)) }))
        try document.apply(
            patch: JSONPatch(
                operations: (0..<10_000).flatMap { i -> [JSONPatch.Operation] in
                    [.replace(JSONPointer(tokens: ["key\(i)"]), "x"), .add(JSONPointer(tokens: ["new\(i)"]), .null)]
                }))
        #expect(document.root.objectValue?.count == 30_000)
        #expect(document["/key9999"] == "x")
    }
}

@Suite("Merge patches (MRG-30)")
struct MergePatchTests {
    @Test("Every case below Fixtures/patch/merge-patch", arguments: PatchCase.all("merge-patch"))
    func fixture(_ fixture: PatchCase) throws {
        var document = JSONDocument(try fixture.part("document"))
        try document.mergePatch(fixture.part("patch"))
        let expected = try fixture.part("expected")
        #expect(document.root == expected)
        #expect(try JSONDocument(document.bytes) == document)
    }

    @Test("What the patch does not name keeps its bytes, and so does a value that is equal")
    func bytes() throws {
        var document = try JSONDocument("{\n\t\"n\": 1.10,\n\t\"t\": [1,  2],\n\t\"o\": {\"x\" : 1}\n}\n")
        try document.mergePatch(["t": [1.0, 2], "o": ["y": .null, "z": ["deep": .null]], "n": .null])
        #expect(document.description == "{\n\t\"t\": [1,  2],\n\t\"o\": {\"x\" : 1, \"z\" : {}}\n}\n")
    }
}
