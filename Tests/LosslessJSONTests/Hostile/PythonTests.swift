import CreationTestSupport
import Foundation
import LosslessJSON
import Testing

/// The other side of most shared records is Python: both must read the same from the same bytes.
@Suite("Python's json agrees")
struct PythonTests {
    static let python = ProcessInfo.processInfo.environment["CREATION_JSON_TEST_PYTHON"]

    @Test(
        "on what is JSON, and on every key, string and number in it",
        .enabled(if: python != nil, "set CREATION_JSON_TEST_PYTHON to a Python 3"))
    func verdictsAndValues() async throws {
        let fixtures = try (JSONFixture.documents + JSONFixture.all(in: "reject")).map { try $0.bytes() }
        var random = SeededGenerator(seed: 2026)
        let cases =
            fixtures.filter { $0.count < 20_000 }
            + (0..<10 * FuzzTests.rounds).map { _ in FuzzTests.mutant(&random) }
        let input = cases.map { $0.map(Self.hex).joined() }.joined(separator: "\n")
        let ending = try await ChildProcess(#require(Self.python), ["-c", Self.program], input: input).ending()
        #expect(ending.status == 0, "\(ending.errors)")
        let answers = ending.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        try #require(answers.count == cases.count)
        let limits = JSONLimits(maximumDepth: 4096)  // ours end at 512 levels otherwise, Python's at its stack
        var accepted = 0
        for (bytes, theirs) in zip(cases, answers) {
            let document = try? JSONDocument(bytes, limits: limits, duplicateKeys: .allow)
            let ours = document.map { Self.text(of: $0.root) } ?? "reject"
            if document != nil { accepted += 1 }
            #expect(ours == theirs, "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
        }
        #expect(accepted > cases.count / 20 && accepted < cases.count)
    }

    /// A value in a notation of its own: strings as the hexadecimal bytes of their generalised UTF-8, numbers as they are
    /// written and as the nearest double.
    private static func text(of value: JSONValue) -> String {
        if let string = value.jsonStringValue { return "s" + string.unescapedBytes.map(hex).joined() }
        if let array = value.arrayValue { return "[" + array.map { text(of: $0) + "," }.joined() + "]" }
        if let object = value.objectValue {
            return "{" + object.map { text(of: $0.key.value) + ":" + text(of: $0.value) + "," }.joined() + "}"
        }
        guard let number = value.numberValue else { return value.text }
        return "n" + value.text + "=" + hexBits(of: number, value.text)
    }

    /// Where we have no double, because it would not be the number that is written (JSON-9), Foundation's is compared.
    private static func hexBits(of number: JSONNumber, _ text: String) -> String {
        String((number.double ?? Double(text) ?? .nan).bitPattern, radix: 16)
    }

    private static func hex(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16)
        return byte < 16 ? "0" + digits : digits
    }

    private static let program = #"""
        import json, struct, sys
        sys.setrecursionlimit(10_000)
        class Number(str): pass
        class Members(list): pass
        def refuse(_): raise ValueError
        def text(value):
            if value is None: return "null"
            if value is True: return "true"
            if value is False: return "false"
            if isinstance(value, Number):
                bits = struct.unpack("<Q", struct.pack("<d", float(value)))[0]
                return "n" + value + "=" + format(bits, "x")
            if isinstance(value, str): return "s" + value.encode("utf-8", "surrogatepass").hex()
            if isinstance(value, Members):
                return "{" + "".join(text(k) + ":" + text(v) + "," for k, v in value) + "}"
            return "[" + "".join(text(v) + "," for v in value) + "]"
        for line in sys.stdin.read().split("\n"):
            try:
                value = json.loads(
                    bytes.fromhex(line).decode("utf-8"), parse_int=Number, parse_float=Number,
                    parse_constant=refuse, object_pairs_hook=Members)
                print(text(value))
            except ValueError:
                print("reject")
        """#
}
