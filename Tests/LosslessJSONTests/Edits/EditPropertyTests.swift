import CreationTestSupport
import Testing

@testable import LosslessJSON

/// JSON-14 and JSON-15, on random documents: the splices must come to what the edits mean, byte by byte and word by word.
@Suite(.ownThreads) struct EditPropertyTests {
    @Test(arguments: [UInt64](0..<8))
    func `many edits at once are what each of them means`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<150 {
            let document = RandomDocument.document(&random)
            var edits = RandomEdits(document, &random)
            edits.choose(document.root, &random)
            let result = try edits.edits.applied()
            #expect(result.root == edits.expected(document.root), "\(document)")
            #expect(result.isAsIfParsed, "\(document) became \(result)")
            edits.untouched(document.root) { value in
                #expect(contains(result.bytes, value.bytes), "\(value) of \(document) is not in \(result)")
            }
        }
    }

    @Test(arguments: [UInt64](20..<28))
    func `an edit in place comes to the same bytes and tape as one that copies`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<60 {
            var alone = RandomDocument.document(&random)
            for _ in 0..<10 {
                var pointers: [JSONPointer] = []
                RandomDocument.pointers(alone.root, .root, &pointers)
                let pointer = pointers.randomElement(using: &random) ?? .root
                let value = RandomDocument.document(&random).root
                var shared = alone
                let witness = shared
                let before = witness.bytes
                let choice = Int.random(in: 0..<4, using: &random)
                func edit(_ document: inout JSONDocument) throws(JSONError) {
                    switch choice {
                    case 0: try document.set(value, at: pointer)
                    case 1: try document.insert(value, at: pointer)
                    case 2: try document.append(value, to: pointer)
                    default: try document.remove(at: pointer)
                    }
                }
                let failedShared = failure { () throws(JSONError) in try edit(&shared) }
                #expect(witness.bytes == before)
                // A fresh parse has no other owner.
                alone = try JSONDocument(before)
                let failedAlone = failure { () throws(JSONError) in try edit(&alone) }
                #expect(failedAlone == failedShared)
                #expect(alone.bytes == shared.bytes)
                #expect(alone.isAsIfParsed && shared.isAsIfParsed, "\(alone)")
                if failedAlone != nil { #expect(alone.bytes == before) }
                if alone.bytes.count > 4000 { break }
            }
        }
    }

    private func contains(_ bytes: [UInt8], _ part: ArraySlice<UInt8>) -> Bool {
        String(decoding: bytes, as: UTF8.self).utf8.count >= part.count
            && bytes.indices.contains { bytes[$0...].starts(with: part) }
    }
}

/// Random documents in random styles.
enum RandomDocument {
    static func document(_ random: inout SeededGenerator) -> JSONDocument {
        var text = ""
        append(&text, depth: 0, style: Int.random(in: 0..<4, using: &random), &random)
        if Bool.random(using: &random) { text += "\n" }
        guard let document = try? JSONDocument(text) else {
            Issue.record("not JSON: \(text)")
            return JSONDocument(.null)
        }
        return document
    }

    static let scalars = [
        "null", "true", "false", "0", "-1.50", "1E400", "12345678901234567890123", #""""#, #""x""#, #""é\n\u00e9""#,
        #""\ud800""#, #""a longer string, with [brackets] and {braces}""#,
    ]
    static let keys = ["a", "b", "", "é", "validation_overrides", "x/y", "\\u0061b", "key with spaces", "z\\\"", "id"]

    private static func append(_ text: inout String, depth: Int, style: Int, _ random: inout SeededGenerator) {
        guard depth < 4, depth == 0 || Int.random(in: 0..<5, using: &random) < 2 else {
            text += scalars.randomElement(using: &random) ?? "0"
            return
        }
        let isObject = Bool.random(using: &random)
        let count = Int.random(in: 0..<5, using: &random)
        let line = "\n" + String(repeating: style == 1 ? "  " : "\t", count: depth + 1)
        let end = "\n" + String(repeating: style == 1 ? "  " : "\t", count: depth)
        text += isObject ? "{" : "["
        for (i, key) in keys.shuffled(using: &random).prefix(count).enumerated() {
            if i > 0 { text += style == 3 ? ", " : "," }
            if style == 1 || style == 2 { text += line }
            if isObject { text += "\"\(key)\":" + (style == 0 ? "" : " ") }
            append(&text, depth: depth + 1, style: style, &random)
        }
        if count > 0, style == 1 || style == 2 { text += end }
        text += isObject ? "}" : "]"
    }

    /// All pointers into a value, and some that lead nowhere.
    static func pointers(_ value: JSONValue, _ here: JSONPointer, _ all: inout [JSONPointer]) {
        all.append(here)
        if let object = value.objectValue {
            for (key, value) in object { pointers(value, here.appending(key.lossyString), &all) }
            all.append(here.appending("new"))
        } else if let array = value.arrayValue {
            for (i, element) in array.enumerated() { pointers(element, here.appending(i), &all) }
            all.append(here.appending("-"))
            all.append(here.appending(array.count))
        }
    }
}

/// A random choice of edits, and what they must come to, said the slow way.
struct RandomEdits {
    var edits: JSONEdits
    private var replaced: [Int: JSONValue] = [:]
    private var removed: Set<Int> = []
    private var inserted: [Int: [JSONValue]] = [:]
    private var members: [Int: [(String, JSONValue)]] = [:]
    private var elements: [Int: [JSONValue]] = [:]
    private var arranged: [Int: [JSONEdits.Element]] = [:]

    init(_ document: JSONDocument, _ random: inout SeededGenerator) {
        edits = JSONEdits(document)
    }

    mutating func choose(_ value: JSONValue, _ random: inout SeededGenerator) {
        func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
        func new() -> JSONValue { RandomDocument.document(&random).root }
        if chance(8) {
            replaced[value.index] = new()
            edits.replace(value, with: replaced[value.index] ?? .null)
        }
        let children = value.objectValue.map { $0.map(\.value) } ?? value.arrayValue.map(Array.init) ?? []
        for child in children {
            choose(child, &random)
            if chance(12) {
                removed.insert(child.index)
                edits.remove(child)
            }
            if value.kind == .array, chance(10) {
                for _ in 0...Int.random(in: 0...1, using: &random) {
                    let item = new()
                    inserted[child.index, default: []].append(item)
                    edits.insert(item, before: child)
                }
            }
        }
        if let object = value.objectValue, chance(20) {
            for key in ["new", "new\"2"] {
                let item = new()
                members[value.index, default: []].append((key, item))
                edits.set(key, item, in: object)
            }
        }
        guard let array = value.arrayValue else { return }
        if chance(20) {
            let item = new()
            elements[value.index] = [item]
            edits.append(item, to: array)
        }
        let isPlain = children.allSatisfy { !removed.contains($0.index) && inserted[$0.index] == nil }
        if isPlain, elements[value.index] == nil, chance(30) {
            var list = children.map(JSONEdits.Element.kept)
            if chance(50) { list.shuffle(using: &random) }
            if chance(50) { list.removeAll { _ in chance(30) } }
            list.insert(.new(new()), at: Int.random(in: 0...list.count, using: &random))
            arranged[value.index] = list
            edits.arrange(array, as: list)
        }
    }

    /// The value after the edits.
    func expected(_ value: JSONValue) -> JSONValue {
        if let new = replaced[value.index] { return new }
        if let object = value.objectValue {
            var result = JSONFragment()
            result.open(UInt8(ascii: "{"))
            var isFirst = true
            for (key, value) in object where !removed.contains(value.index) {
                if !isFirst { result.gap(",".utf8) }
                isFirst = false
                result.token(key.bytes)
                result.gap(":".utf8)
                result.append(expected(value), layout: .compact)
            }
            for (key, value) in members[value.index] ?? [] {
                if !isFirst { result.gap(",".utf8) }
                isFirst = false
                result.string(key)
                result.gap(":".utf8)
                result.append(value, layout: .compact)
            }
            result.close(UInt8(ascii: "}"))
            return JSONValue(result)
        }
        if let list = arranged[value.index] {
            return .array(
                list.map { element in
                    switch element {
                    case .kept(let value): expected(value)
                    case .new(let value): value
                    }
                })
        }
        if let array = value.arrayValue {
            return .array(
                array.flatMap { element in
                    (inserted[element.index] ?? []) + (removed.contains(element.index) ? [] : [expected(element)])
                } + (elements[value.index] ?? []))
        }
        return value
    }

    /// Calls `body` with the largest values in which nothing is edited and that are still there.
    func untouched(_ value: JSONValue, _ body: (JSONValue) -> Void) {
        if replaced[value.index] != nil || removed.contains(value.index) { return }
        if !isTouched(value) { return body(value) }
        if let list = arranged[value.index] {
            for case .kept(let element) in list { untouched(element, body) }
            return
        }
        let children = value.objectValue.map { $0.map(\.value) } ?? value.arrayValue.map(Array.init) ?? []
        for child in children { untouched(child, body) }
    }

    private func isTouched(_ value: JSONValue) -> Bool {
        let index = value.index
        if replaced[index] != nil || removed.contains(index) || inserted[index] != nil || members[index] != nil
            || elements[index] != nil || arranged[index] != nil
        {
            return true
        }
        let children = value.objectValue.map { $0.map(\.value) } ?? value.arrayValue.map(Array.init) ?? []
        return children.contains(where: isTouched)
    }
}
