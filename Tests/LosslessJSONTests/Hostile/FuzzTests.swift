import Foundation
import Testing

@testable import LosslessJSON

/// A mutation fuzzer over the fixtures, seeded: every run is the same and takes a second or two.
///
/// `LOSSLESS_JSON_FUZZ` multiplies the number of rounds for a long run.
@Suite struct FuzzTests {
    static let rounds = 400 * (ProcessInfo.processInfo.environment["LOSSLESS_JSON_FUZZ"].flatMap(Int.init) ?? 1)

    static let corpus: [[UInt8]] = (JSONFixture.documents + JSONFixture.all(in: "reject")).compactMap {
        try? $0.bytes()
    }.filter { $0.count < 3000 }

    @Test(arguments: [UInt64](0..<16))
    func `whatever comes in, a document or a placed error comes out`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var accepted = 0
        for _ in 0..<Self.rounds {
            let bytes = Self.mutant(&random)
            do {
                let document = try JSONDocument(bytes)
                accepted += 1
                #expect(document.bytes == bytes)
                exercise(document, &random)
            } catch {
                check(error, in: bytes)
            }
        }
        #expect(accepted > Self.rounds / 50, "too few mutants are JSON to say anything")
    }

    /// The verdict of an independent parser, where the two are meant to agree.
    @Test(arguments: [UInt64](100..<108))
    func `Foundation agrees on what is JSON`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<Self.rounds {
            let bytes = Self.mutant(&random)
            let error = failure { () throws(JSONError) in _ = try JSONDocument(bytes, duplicateKeys: .allow) }
            let ours = error == nil
            let theirs =
                (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil
            if ours == theirs { continue }
            let text = String(decoding: bytes, as: UTF8.self)
            if ours {
                // Foundation refuses numbers past a double and lone surrogates, and guesses UTF-16 and UTF-32.
                let isBeyond =
                    text.contains("\\u") || text.contains("\\U") || bytes.contains(0)
                    || bytes.filter { $0.isDigit }.count > 3
                #expect(isBeyond, "we alone accept \(text.debugDescription)")
            } else {
                // Foundation skips a byte order mark, reads UTF-16 and UTF-32, and allows a comma behind the last.
                if error?.expected == "a key", error?.found == "‘}’" { continue }
                if error?.expected == "a value", error?.found == "‘]’" { continue }
                let isWide = bytes.contains(0) || bytes.starts(with: [0xEF, 0xBB, 0xBF]) || bytes.contains(0xFF)
                #expect(isWide, "Foundation alone accepts \(text.debugDescription)")
            }
        }
    }

    /// Everything that can be asked of a document, asked.
    private func exercise(_ document: JSONDocument, _ random: inout SeededGenerator) {
        var values = [document.root]
        while let value = values.popLast() {
            _ = value.stringValue
            _ = value.numberValue?.double
            _ = value.numberValue?.int64
            _ = value.numberValue?.uint64
            #expect(value == value)
            if let array = value.arrayValue { values += array }
            guard let object = value.objectValue else { continue }
            for (key, member) in object {
                #expect(object[key] == member)
                values.append(member)
            }
        }
        guard let again = try? document.pretty() else {
            Issue.record("\(document) cannot be laid out anew")
            return
        }
        #expect(again.root == document.root)
        #expect(again.root.hashValue == document.root.hashValue)
        #expect(again.isAsIfParsed)
        var pointers: [JSONPointer] = []
        RandomDocument.pointers(document.root, .root, &pointers)
        guard let pointer = pointers.randomElement(using: &random) else { return }
        var edited = document
        try? edited.set(["x": [1, "é"]], at: pointer)
        #expect(edited.isAsIfParsed)
        try? edited.remove(at: pointer)
        #expect(edited.isAsIfParsed)
    }

    private func check(_ error: JSONError, in bytes: [UInt8]) {
        #expect([.malformed, .duplicateKey, .limitExceeded].contains(error.code))
        #expect(!error.message.isEmpty)
        guard let offset = error.offset, let line = error.line, let column = error.column else {
            Issue.record("no place in \(error)")
            return
        }
        #expect((0...bytes.count).contains(offset))
        #expect(line == bytes[..<offset].count { $0 == 0x0A } + 1)
        #expect(column == offset - (bytes[..<offset].lastIndex(of: 0x0A) ?? -1))
    }

    /// A fixture with a few bytes changed, moved or taken from another.
    static func mutant(_ random: inout SeededGenerator) -> [UInt8] {
        var bytes = corpus.randomElement(using: &random) ?? []
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let at = Int.random(in: 0...bytes.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes.insert(interesting.randomElement(using: &random) ?? 0, at: at)
            case 1 where at < bytes.count: bytes[at] = interesting.randomElement(using: &random) ?? 0
            case 2 where at < bytes.count: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 3 where at < bytes.count:
                bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...8, using: &random)))
            case 4 where at < bytes.count:
                let part = bytes[at..<min(bytes.count, at + Int.random(in: 1...40, using: &random))]
                bytes.insert(contentsOf: Array(part), at: Int.random(in: 0...bytes.count, using: &random))
            default:
                let other = corpus.randomElement(using: &random) ?? []
                let from = Int.random(in: 0...other.count, using: &random)
                bytes.insert(contentsOf: other[from..<min(other.count, from + 30)], at: at)
            }
        }
        return bytes
    }

    private static let interesting =
        Array("{}[]\",:\\/0123456789-+.eEtfnu \n\r\t".utf8) + [0, 0x1F, 0x7F, 0x80, 0xBF, 0xC0, 0xE2, 0xED, 0xF0, 0xFF]
}
