/// Which names are records where a whole folder is asked about: `creation.json`, or what `--name` says.
package struct RecordNames: Sendable {
    private let patterns: [[UInt8]]

    /// Names that match one of the patterns, in which `*` stands for any letters and `?` for one.
    package init(patterns: [[UInt8]] = []) {
        self.patterns = patterns.isEmpty ? [Array("creation.json".utf8)] : patterns
    }

    /// True for the name of a record. What stands beside one, its lock file or a writer's temporary, is never a record itself.
    package func matches(_ name: some BidirectionalCollection<UInt8>) -> Bool {
        guard !Self.suffixes.contains(where: { name.suffix($0.count).elementsEqual($0) }) else { return false }
        return patterns.contains {
            name.elementsEqual($0) || ($0.contains(where: Self.isWild) && Self.matches(name, $0))
        }
    }

    private static let suffixes = [Array(".lock".utf8), Array(".tmp".utf8)]

    private static func isWild(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?")
    }

    /// Goes back to the last star where a letter does not fit: no recursion, at most quadratic.
    private static func matches(_ name: some Sequence<UInt8>, _ pattern: [UInt8]) -> Bool {
        let name = Array(name)
        var place = 0
        var next = 0
        var retry: (place: Int, next: Int)?
        while true {
            if next < pattern.count, pattern[next] == UInt8(ascii: "*") {
                next += 1
                retry = (place, next)
            } else if next < pattern.count, place < name.count,
                pattern[next] == name[place] || pattern[next] == UInt8(ascii: "?")
            {
                next += 1
                place += 1
            } else if next == pattern.count, place == name.count {
                return true
            } else if let again = retry, again.place < name.count {
                retry = (again.place + 1, again.next)
                (place, next) = (again.place + 1, again.next)
            } else {
                return false
            }
        }
    }
}
