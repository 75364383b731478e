import CreationTestSupport
import LosslessJSON
import Testing

@Suite("Properties of the merges, on random values", .ownThreads)
struct MergePropertyTests {
    /// A program that knows a part of a record: what it cannot know is taken out, at every depth.
    private func known(_ value: JSONValue) -> JSONValue {
        if let object = value.objectValue {
            return .object(
                object.filter { !$0.key.lossyString.hasPrefix("u") }.map { ($0.key.lossyString, known($0.value)) })
        }
        if let array = value.arrayValue { return .array(array.map(known)) }
        return value
    }

    /// Every unknown member, by the keys and ids that lead to it, with its bytes.
    private func unknown(_ value: JSONValue, _ path: String = "") -> [String: String] {
        var found: [String: String] = [:]
        if let object = value.objectValue {
            for (key, inner) in object {
                let place = path + "/" + key.lossyString
                if key.lossyString.hasPrefix("u") {
                    found[place] = inner.text
                } else {
                    found.merge(unknown(inner, place)) { first, _ in first }
                }
            }
        } else if let array = value.arrayValue {
            for (i, element) in array.enumerated() {
                let id = element["id"]?.stringValue.map { "id \($0)" } ?? "\(i)"
                found.merge(unknown(element, path + "/" + id)) { first, _ in first }
            }
        }
        return found
    }

    /// Sprinkles members that no program knows over the objects of a value.
    private func sprinkled(_ value: JSONValue, _ source: inout RandomJSON) -> JSONValue {
        if let object = value.objectValue {
            var members = object.map { ($0.key.lossyString, sprinkled($0.value, &source)) }
            for i in 0..<source.next(3) {
                members.insert(("u\(i)", source.value(depth: 1)), at: source.next(members.count + 1))
            }
            return .object(members)
        }
        if let array = value.arrayValue { return .array(array.map { sprinkled($0, &source) }) }
        return value
    }

    @Test("What the program knows comes out as it wants it; with an error, nothing does", arguments: 0..<400)
    func intention(seed: Int) throws {
        var source = RandomJSON(seed: UInt64(seed))
        let record = source.value(depth: 4)
        let current = try JSONDocument(sprinkled(record, &source)).pretty(indent: 1 + seed % 4)
        let before = JSONDocument(known(current.root))
        let after = JSONDocument(known(source.changed(before.root, times: 1 + seed % 5)))
        do {
            let merged = try current.merging(from: before, to: after)
            #expect(known(merged.root) == after.root)
            #expect(try JSONDocument(merged.bytes) == merged)
        } catch {
            #expect(error.code == .ambiguous)
            #expect(error.pointer.flatMap { current[$0]?.kind } == .array)
        }
    }

    @Test("Changing scalars loses no unknown member and moves none", arguments: 0..<200)
    func unknownMembersStay(seed: Int) throws {
        var source = RandomJSON(seed: UInt64(seed) + 10_000)
        var record: JSONValue = ["list": [], "inner": ["deep": ["x": 1]]]
        record["list"] = .array(
            (0..<source.next(6)).map { ["id": .string("\($0)"), "n": .number($0), "plain": [["k": 1]]] })
        let current = try JSONDocument(sprinkled(record, &source)).pretty()
        let before = JSONDocument(known(current.root))
        var after = before
        for (i, _) in Array(before.root["list"]?.arrayValue.map(Array.init) ?? []).enumerated()
        where source.next(2) == 0 {
            try after.set("changed", at: JSONPointer(tokens: ["list", "\(i)", "n"]))
            try after.set("changed", at: JSONPointer(tokens: ["list", "\(i)", "plain", "0", "k"]))
        }
        try after.set(2, at: "/inner/deep/x")
        // Elements with ids may also change places.
        if let list = after["/list"]?.arrayValue {
            try after.set(.array(Array(list).reversed()), at: "/list")
        }
        let merged = try current.merging(from: before, to: after)
        #expect(unknown(merged.root) == unknown(current.root))
        #expect(known(merged.root) == after.root)
    }

    @Test("A history of edits by a program that knows less is the history it wanted", arguments: 0..<40)
    func histories(seed: Int) throws {
        var source = RandomJSON(seed: UInt64(seed) + 20_000)
        var document = try JSONDocument(sprinkled(["a": source.value(depth: 3), "b": source.value(depth: 2)], &source))
            .pretty()
        var wanted = known(document.root)
        for _ in 0..<25 {
            let before = JSONDocument(wanted)
            let after = JSONDocument(known(source.changed(wanted, times: 1)))
            guard let merged = try? document.merging(from: before, to: after) else { continue }
            let undone = try? merged.merging(from: after, to: before)
            if let undone { #expect(known(undone.root) == wanted) }
            document = merged
            wanted = after.root
            #expect(known(document.root) == wanted)
        }
    }

    @Test("Files changed apart in different members merge without conflict, whoever is ours", arguments: 0..<100)
    func wholeFiles(seed: Int) throws {
        var source = RandomJSON(seed: UInt64(seed) + 30_000)
        let values = (source.value(depth: 3), source.value(depth: 3))
        let (x, newX) = try (
            values.0.withKeysThatAreNoText(), source.changed(values.0, times: 3).withKeysThatAreNoText()
        )
        let (y, newY) = try (
            values.1.withKeysThatAreNoText(), source.changed(values.1, times: 3).withKeysThatAreNoText()
        )
        let base = JSONDocument(["x": x, "y": y])
        let one = try JSONDocument(["x": newX, "y": y]).pretty()
        let other = JSONDocument(["y": newY, "x": x])
        for (ours, theirs) in [(one, other), (other, one)] {
            let merge = try JSONMerge.merge(base: base, ours: ours, theirs: theirs)
            #expect(merge.conflicts.isEmpty)
            #expect(merge.document.root == ["x": newX, "y": newY])
        }
    }

    @Test("MRG-18: long arrays, with ids and without, merge in linear time", .timeLimit(.minutes(2)))
    func longArrays() throws {
        let ids = (0..<20_000).map { #"{"id":"entry-\#($0)","n":1,"u":2}"# }
        let current = try JSONDocument("{\"entries\":[" + ids.joined(separator: ",") + "]}")
        let known = (0..<20_000).map { #"{"id":"entry-\#($0)","n":1}"# }
        let before = try JSONDocument("{\"entries\":[" + known.joined(separator: ",") + "]}")
        var changed = known.filter { !$0.contains("entry-777\"") }
        changed[500] = #"{"id":"entry-500","n":5}"#
        changed.insert(#"{"id":"new","n":0}"#, at: 0)
        let after = try JSONDocument("{\"entries\":[" + changed.reversed().joined(separator: ",") + "]}")
        let merged = try current.merging(from: before, to: after)
        #expect(merged.root["entries"]?.arrayValue?.count == 20_000)
        #expect(merged["/entries/19999"]?.text == #"{"id":"new","n":0}"#)
        #expect(merged["/entries/0"]?.text == #"{"id":"entry-19999","n":1,"u":2}"#)

        let plain = try JSONDocument("[" + (0..<20_000).map { "{\"n\":\($0),\"u\":0}" }.joined(separator: ",") + "]")
        let plainBefore = try JSONDocument("[" + (0..<20_000).map { "{\"n\":\($0)}" }.joined(separator: ",") + "]")
        let plainAfter = try JSONDocument("[" + (1..<20_001).map { "{\"n\":\($0)}" }.joined(separator: ",") + "]")
        let shifted = try plain.merging(from: plainBefore, to: plainAfter)
        #expect(shifted["/19999"]?.text == "{\"n\":20000,\"u\":0}")
    }
}
