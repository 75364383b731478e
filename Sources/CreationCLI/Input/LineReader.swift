/// The lines of an input, without their line feeds; the last needs none.
struct LineReader: AsyncSequence, Sendable {
    /// One line, and its number from 1.
    struct Line: Sendable {
        var number: Int
        var bytes: [UInt8]
        /// True where the line was longer than the limit; the rest of it was passed over.
        var isTooLong: Bool
    }

    /// The longest line that is kept.
    static let limit = 65 << 20

    let read: @Sendable () async throws -> [UInt8]

    func makeAsyncIterator() -> Iterator {
        Iterator(read: read)
    }

    struct Iterator: AsyncIteratorProtocol {
        let read: @Sendable () async throws -> [UInt8]
        private var piece: ArraySlice<UInt8> = []
        private var number = 0
        private var isAtEnd = false

        init(read: @escaping @Sendable () async throws -> [UInt8]) {
            self.read = read
        }

        mutating func next() async throws -> Line? {
            var line = Line(number: number + 1, bytes: [], isTooLong: false)
            var hasBegun = false
            while !isAtEnd {
                if piece.isEmpty {
                    piece = try await read()[...]
                    if piece.isEmpty {
                        isAtEnd = true
                        break
                    }
                }
                hasBegun = true
                let end = piece.firstIndex(of: 0x0A)
                line.isTooLong = line.isTooLong || line.bytes.count + piece.count > LineReader.limit
                if !line.isTooLong { line.bytes += piece[..<(end ?? piece.endIndex)] }
                piece = end.map { piece[($0 + 1)...] } ?? []
                if end != nil { break }
            }
            guard hasBegun else { return nil }
            number += 1
            return line
        }
    }
}
