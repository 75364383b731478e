import CreationTestSupport
import Testing

@testable import LosslessJSON

@Suite("The size limit while a patch is applied (MRG-36, JSON-6)", .ownThreads)
struct PatchSizeTests {
    @Test("Keys count in copies of what was taken apart")
    func keysCount() throws {
        let key = String(repeating: "k", count: 10_000)
        var document = try JSONDocument("{\"x\":[{\"\(key)\":1}]}", limits: JSONLimits(maximumSize: 100_000))
        let original = document
        let patch = JSONPatch(
            operations: [.add("/x/0/b", 3)] + Array(repeating: .copy(from: "/x", to: "/x/-"), count: 8))
        let error = #expect(throws: JSONError.self) { try document.apply(patch: patch) }
        #expect(error?.code == .limitExceeded)
        #expect(error?.message == "operation 4 (copy): the patched document would have more than 100000 bytes")
        #expect(document == original)
    }

    @Test("What is copied, changed and removed again leaves nothing behind in the count")
    func noDrift() throws {
        let space = String(repeating: " ", count: 1000)
        let text = "{\"x\":[1,\(space)2],\"o\":{\"a\":\(space)1}}"
        var document = try JSONDocument(text, limits: JSONLimits(maximumSize: 10_000))
        let turn: [JSONPatch.Operation] = [
            .copy(from: "/x", to: "/y"), .add("/y/-", 1), .remove("/y"),
            .copy(from: "/o", to: "/p"), .add("/p/b", "b"), .move(from: "/p", to: "/q"), .remove("/q/a"),
            .replace("/q", 1), .remove("/q"),
        ]
        try document.apply(patch: JSONPatch(operations: (0..<70).flatMap { _ in turn }))
        #expect(document.description == text)
    }

    @Test("White space that a copy does not take along does not count")
    func whiteSpace() throws {
        let space = String(repeating: " ", count: 1000)
        var document = try JSONDocument("{\"x\":[1,\(space)2]}", limits: JSONLimits(maximumSize: 3000))
        let copies: [JSONPatch.Operation] = (0..<70).map { .copy(from: "/x", to: JSONPointer(tokens: ["y\($0)"])) }
        try document.apply(patch: JSONPatch(operations: copies))
        #expect(document["/y69"] == [1, 2])
    }

    @Test("In a compact document the limit is met to the byte, at the operation that passes it", arguments: 0..<100)
    func exact(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let inner = RandomDocument.document(&random).compact()
        // A root that becomes empty would lose its style, and with it what is written next.
        let start = try JSONDocument("{\"r\":\(inner),\"s\":0}")
        var document = start
        var operations: [JSONPatch.Operation] = []
        var sizes: [Int] = []
        for _ in 0..<30 {
            let operation = randomOperation(on: document, &random)
            guard (try? document.apply(patch: JSONPatch(operations: [operation]))) != nil else { continue }
            operations.append(operation)
            sizes.append(document.bytes.count)
        }
        let largest = max(sizes.max() ?? 0, start.bytes.count)
        var fits = try JSONDocument(start.bytes, limits: JSONLimits(maximumSize: largest))
        try fits.apply(patch: JSONPatch(operations: operations))
        #expect(fits.root == document.root)
        guard largest > start.bytes.count, let first = sizes.firstIndex(of: largest) else { return }
        var tight = try JSONDocument(start.bytes, limits: JSONLimits(maximumSize: largest - 1))
        let error = #expect(throws: JSONError.self) { try tight.apply(patch: JSONPatch(operations: operations)) }
        #expect(error?.code == .limitExceeded)
        #expect(error?.message.hasPrefix("operation \(first) (") == true, "\(error?.message ?? "")")
    }

    @Test("A copy has no room for what was removed, and takes the place of its original all the same")
    func copiesOfWhatIsLeft() throws {
        let document = try JSONDocument(#"{"x":{"a":1,"b":{"c":2,"d":3}},"l":[{"e":4,"f":5}]}"#)
        var tree = PatchTree(document)
        for operation in [
            .remove("/x/a"), .remove("/x/b/c"), .remove("/l/0/e"), .copy(from: "/x", to: "/y"),
            .copy(from: "/l/0", to: "/l/0"),
        ] as [JSONPatch.Operation] {
            try tree.apply(operation)
        }
        guard case .container(let root) = tree.root, case .members(let members) = root.content,
            case .container(let copy) = members.list.last?.entry, case .members(let left) = copy.content
        else {
            Issue.record("nothing was taken apart")
            return
        }
        #expect(left.list.map(\.key) == ["b"])
        for operation in [
            .remove("/x"), .move(from: "/y", to: "/x"), .remove("/l/1"), .add("/l/0/e", 6), .add("/x/a", 7),
        ] as [JSONPatch.Operation] {
            try tree.apply(operation)
        }
        #expect(try tree.applied().root == ["x": ["b": ["d": 3], "a": 7], "l": [["f": 5, "e": 6]]])
    }

    @Test("Copying a large value and removing the copy again costs no more than the path", .timeLimit(.minutes(5)))
    func copyingLargeValues() throws {
        let large = JSONValue.array((0..<200_000).map { .number($0) })
        var document = JSONDocument(["a": large])
        let turn: [JSONPatch.Operation] = [.copy(from: "/a", to: "/b"), .remove("/b")]
        try document.apply(patch: JSONPatch(operations: (0..<5_000).flatMap { _ in turn }))
        #expect(document.root == ["a": large])
    }

    /// An operation somewhere below `/r`; now and then one that cannot be done.
    private func randomOperation(on document: JSONDocument, _ random: inout SeededGenerator) -> JSONPatch.Operation {
        var pointers: [JSONPointer] = []
        if let root = document["/r"] { RandomDocument.pointers(root, "/r", &pointers) }
        let path = pointers.randomElement(using: &random) ?? "/r"
        let other = pointers.randomElement(using: &random) ?? "/r"
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return .remove(path)
        case 1: return .replace(path, RandomDocument.document(&random).root)
        case 2: return .move(from: other, to: path)
        case 3, 4: return .copy(from: other, to: path)
        default: return .add(path, RandomDocument.document(&random).root)
        }
    }
}
