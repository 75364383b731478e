import CreationTestSupport
import Foundation
import Testing

@testable import LosslessJSON

/// JSON-16: time is linear in the size of the input, whatever it holds.
///
/// Every case is run small and eight times as large. Linear code takes eight times as long, quadratic code sixty-four;
/// the limit lies between, and a slow moment of the machine gets a second and third chance. What counts is the time that the
/// thread had a processor: beside other tests the long run would be interrupted, and the short one not.
@Suite(.serialized, .ownThreads) struct LinearityTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let make: @Sendable (Int) -> [UInt8]
    }

    static let documents = [
        Case(testDescription: "one object with many keys") { size in
            Array(("{" + (0..<size / 12).map { "\"\($0 + 1_000_000)\":0" }.joined(separator: ",") + "}").utf8)
        },
        Case(testDescription: "many keys that differ in their last byte only") { size in
            let stem = String(repeating: "k", count: 200)
            return Array(
                ("{" + (0..<size / 215).map { "\"\(stem)\($0 + 100_000)\":0" }.joined(separator: ",") + "}").utf8)
        },
        Case(testDescription: "many keys that differ in their middle only") { size in
            let stem = String(repeating: "k", count: 20)
            return Array(
                ("{" + (0..<size / 55).map { "\"\(stem)\($0 + 100_000)\(stem)\":0" }.joined(separator: ",") + "}").utf8)
        },
        Case(testDescription: "many escaped keys") { size in
            Array(("{" + (0..<size / 17).map { "\"\\u0061\($0 + 1_000_000)\":0" }.joined(separator: ",") + "}").utf8)
        },
        Case(testDescription: "many objects of few keys that look alike") { size in
            let object = "{" + (10..<34).map { "\"looks_like_\($0)_all_the_others\":0" }.joined(separator: ",") + "}"
            return Array(
                ("[" + Array(repeating: object, count: size / object.utf8.count + 1).joined(separator: ",") + "]").utf8)
        },
        Case(testDescription: "one long string") { Array(("\"" + String(repeating: "x", count: $0) + "\"").utf8) },
        Case(testDescription: "one long string of escapes") { size in
            Array(("\"" + String(repeating: "\\u00e9", count: size / 6) + "\"").utf8)
        },
        Case(testDescription: "one long string that is not ASCII") { size in
            Array(("\"" + String(repeating: "é", count: size / 2) + "\"").utf8)
        },
        Case(testDescription: "one long key") { Array(("{\"" + String(repeating: "x", count: $0) + "\":0}").utf8) },
        Case(testDescription: "one long number") { Array(String(repeating: "7", count: $0).utf8) },
        Case(testDescription: "one long fraction") { Array(("0." + String(repeating: "7", count: $0)).utf8) },
        Case(testDescription: "one long exponent") { Array(("1e" + String(repeating: "7", count: $0)).utf8) },
        Case(testDescription: "nothing but space") { Array((String(repeating: " \n", count: $0 / 2) + "1").utf8) },
        Case(testDescription: "as deep as may be, again and again") { size in
            let deep = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
            return Array(("[" + Array(repeating: deep, count: size / 1000 + 1).joined(separator: ",") + "]").utf8)
        },
        Case(testDescription: "many empty arrays") { size in
            Array(("[" + Array(repeating: "[]", count: size / 3).joined(separator: ",") + "]").utf8)
        },
        Case(testDescription: "many small numbers") { size in
            Array(("[" + Array(repeating: "0", count: size / 2).joined(separator: ",") + "]").utf8)
        },
    ]

    @Test(arguments: documents)
    func `reading, converting, comparing and laying out take linear time`(_ sample: Case) throws {
        try expectLinear { size in
            let bytes = sample.make(size)
            return {
                // Indentation makes some of these far larger than a record may be.
                let limits = JSONLimits(maximumSize: .max)
                guard let document = try? JSONDocument(bytes, limits: limits) else { preconditionFailure("not JSON") }
                let root = document.root
                _ = root.stringValue
                _ = (root.numberValue?.double, root.numberValue?.int64, root.numberValue?.uint64)
                #expect((try? document.pretty().root) == root)
                #expect(root.hashValue == JSONDocument(root).root.hashValue)
            }
        }
    }

    @Test(arguments: documents)
    func `one edit takes linear time, at the front and at the end`(_ sample: Case) throws {
        try expectLinear { size in
            let bytes = sample.make(size)
            return {
                guard var document = try? JSONDocument(bytes) else { preconditionFailure("not JSON") }
                try? document.set(1, at: "/0")
                try? document.set(1, at: "/-")
                try? document.set([], at: "/new")
                try? document.remove(at: "/new")
                #expect(document.bytes.count > 2)
            }
        }
    }

    @Test func `many edits at once take linear time`() throws {
        try expectLinear { size in
            let count = size / 40
            let bytes = Array(
                ("[" + (0..<count).map { "{\"a\": \($0), \"b\": [1, 2]}" }.joined(separator: ",\n") + "]").utf8)
            return {
                guard let document = try? JSONDocument(bytes), let array = document.root.arrayValue else { return }
                var edits = JSONEdits(document)
                for element in array {
                    guard let object = element.objectValue, let b = element["b"]?.arrayValue else { continue }
                    edits.set("a", "x", in: object)
                    edits.set("c", 1, in: object)
                    edits.append(3, to: b)
                }
                #expect((try? edits.applied())?.root.arrayValue?.count == count)
            }
        }
    }

    @Test func `setting many members of one object takes linear time`() throws {
        try expectLinear { size in
            let count = size / 100
            let bytes = Array(
                ("{" + (0..<count).map { "\"key\($0)\":0" }.joined(separator: ",") + "}").utf8)
            return {
                guard let document = try? JSONDocument(bytes), let object = document.root.objectValue else { return }
                var edits = JSONEdits(document)
                for i in 0..<count {
                    edits.set("key\(i)", 1, in: object)
                    edits.set("new\(i)", 1, in: object)
                }
                #expect((try? edits.applied())?.root.objectValue?.count == 2 * count)
            }
        }
    }

    @Test(.timeLimit(.minutes(5)), arguments: ["x", "\\u00e9", "é", "\\\""])
    func `a string of ten megabytes is read, compared, converted and written`(_ unit: String) throws {
        let count = 10_000_000 / unit.utf8.count
        let bytes = Array(("{\"s\":\"" + String(repeating: unit, count: count) + "\"}").utf8)
        let document = try JSONDocument(bytes)
        #expect(document.root["s"]?.stringValue?.unicodeScalars.count == count)
        var other = try JSONDocument(bytes)
        #expect(other.root == document.root)
        try other.set(1, at: "/n")
        #expect(other.bytes.count == bytes.count + 6)
    }

    @Test func `the difference of deep arrays takes linear time`() throws {
        try expectLinear { size in
            func nested(_ numbers: [Int]) -> JSONValue? {
                let inner = numbers.map(String.init).joined(separator: ",")
                let levels = size / 1000
                return try? JSONDocument(
                    String(repeating: "[0,[[0]],", count: levels) + inner + String(repeating: "]", count: levels)
                ).root
            }
            let numbers = Array(0..<size / 40)
            guard let old = nested(numbers), let new = nested(numbers.map { $0 == 1000 ? -1 : $0 } + [-2]),
                let same = nested(numbers)
            else { preconditionFailure("not JSON") }
            return {
                #expect(JSONDifference(from: old, to: new).changes.count == 2)
                #expect(JSONDifference(from: old, to: same).isEmpty)
            }
        }
    }

    @Test func `a wrong byte at the end is found in linear time`() throws {
        try expectLinear { size in
            let bytes = Array(
                (String(repeating: "[1,\n", count: 400) + String(repeating: " 1,\n", count: size / 4) + "x").utf8)
            return {
                let error = failure { () throws(JSONError) in _ = try JSONDocument(bytes) }
                #expect(error?.offset == bytes.count - 1)
            }
        }
    }

    /// The least time of three, small and large, must grow by less than thirty times.
    private func expectLinear(_ make: (Int) -> () -> Void) throws {
        let size = 60_000
        let small = make(size)
        let large = make(size * 8)
        small()
        var ratio = Double.infinity
        for _ in 0..<20 {
            let a = (0..<3).map { _ in processorTime(of: small) }.min() ?? .zero
            let b = min(processorTime(of: large), processorTime(of: large))
            ratio = min(ratio, b / a)
            if ratio < 20 { return }
        }
        #expect(ratio < 30, "eight times the size took \(ratio) times as long")
    }

    /// The seconds that this thread runs for it.
    private func processorTime(of body: () -> Void) -> Double {
        func now() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }
        let began = now()
        body()
        return now() - began
    }
}
