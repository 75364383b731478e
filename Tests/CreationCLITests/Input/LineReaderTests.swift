import LockedFiles
import Testing

@testable import CreationCLI

@Suite struct LineReaderTests {
    /// The lines of an input that arrives in these pieces.
    static func lines(_ pieces: [String]) async throws -> [String] {
        let rest = Guarded(pieces[...])
        var lines: [String] = []
        for try await line in LineReader(read: { rest.withLock { Array(($0.popFirst() ?? "").utf8) } }) {
            lines.append("\(line.number):\(String(decoding: line.bytes, as: UTF8.self))")
        }
        return lines
    }

    @Test func linesDoNotDependOnThePieces() async throws {
        let expected = ["1:ab", "2:", "3:cde"]
        #expect(try await Self.lines(["ab\n\ncde\n"]) == expected)
        #expect(try await Self.lines(["ab\n\ncde"]) == expected)
        #expect(try await Self.lines(["a", "b", "\n", "\nc", "de\n"]) == expected)
        #expect(try await Self.lines([]).isEmpty)
        #expect(try await Self.lines(["\n"]) == ["1:"])
    }

    @Test func aLineThatIsTooLongIsSaidToBeAndTheNextIsWhole() async throws {
        let piece = [UInt8](repeating: 0x61, count: 1 << 20)
        let count = Guarded(0)
        let reader = LineReader {
            count.withLock { count in
                count += 1
                return count <= 70 ? piece : count == 71 ? Array("\nnext\n".utf8) : []
            }
        }
        var iterator = reader.makeAsyncIterator()
        let long = try await iterator.next()
        #expect(long?.isTooLong == true)
        #expect(long.map { $0.bytes.count <= LineReader.limit } == true)
        #expect(try await iterator.next()?.bytes == Array("next".utf8))
        #expect(try await iterator.next()?.number == nil)
    }
}
