import Synchronization

/// The name of one write: who made it, and the how-many-eth of that writer it was.
struct WriteStamp: Sendable, Hashable {
    /// The writer, sixteen hexadecimal digits: one storage value of one process.
    let writer: String
    /// A number that grows with each write of the writer. It has one write at a time under way on an object, so a later
    /// number on the object means that nothing earlier of its is still to come.
    let number: UInt64

    /// A stamp from its parts.
    init(writer: String, number: UInt64) {
        self.writer = writer
        self.number = number
    }

    /// The stamp that a text spells, nil for any other text.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 16, parts[0].utf8.allSatisfy({ (0x30...0x7a).contains($0) }),
            let number = UInt64(parts[1], radix: 36)
        else { return nil }
        self.init(writer: String(parts[0]), number: number)
    }

    /// The stamp as text.
    var text: String { "\(writer):\(String(number, radix: 36))" }
}

/// Gives the writes of one storage their stamps.
final class StampSource: Sendable {
    private let writer: String
    private let last = Atomic<UInt64>(0)

    /// A source for a writer that nobody else is.
    init(writer: String) { self.writer = writer }

    /// The next stamp.
    func next() -> WriteStamp {
        WriteStamp(writer: writer, number: last.add(1, ordering: .relaxed).newValue)
    }
}
