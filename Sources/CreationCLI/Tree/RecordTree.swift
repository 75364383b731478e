package import CreationJSON

/// One directory of a tree, with everything in it.
package struct TreeDirectory: Sendable {
    /// One name in a directory.
    package struct Entry: Sendable, Hashable {
        /// What stands behind a name, without following a link.
        package enum Kind: Sendable, Hashable {
            case file
            case directory
            case link
            case other
        }

        /// The name, as bytes.
        package var name: [UInt8]
        /// What it is.
        package var kind: Kind

        /// An entry.
        package init(name: [UInt8], kind: Kind) {
            self.name = name
            self.kind = kind
        }
    }

    /// The directory.
    package var path: RecordPath
    /// What is in it, ordered by the bytes of the names.
    package var entries: [Entry]
    /// Why it could not be listed: the system's number.
    package var failure: Int32?

    /// A directory that was listed.
    package init(path: RecordPath, entries: [Entry], failure: Int32? = nil) {
        self.path = path
        self.entries = entries
        self.failure = failure
    }

    /// The path of an entry.
    package func path(of entry: Entry) -> RecordPath {
        let needsSlash = path.bytes.last != UInt8(ascii: "/")
        return RecordPath(bytes: path.bytes + (needsSlash ? [UInt8(ascii: "/")] : []) + entry.name)
    }
}

/// Lists what lies below a directory or a prefix, one directory at a time, in a stable order.
package protocol RecordTree: Sendable {
    /// The directories below `root` and it itself, parents first, siblings by the bytes of their names.
    ///
    /// Pulled, not pushed: what nobody asks for is not listed. Nil where `root` is a record itself. In an object store,
    /// which has no directories, one may come in several pieces.
    func directories(below root: RecordPath) async throws -> AsyncThrowingStream<TreeDirectory, any Error>?
}

/// Which names are records where a whole directory is asked about: `creation.json`, or what `--name` says.
package struct RecordNames: Sendable {
    private let patterns: [[UInt8]]

    /// Names that match one of the patterns, in which `*` stands for any letters and `?` for one.
    package init(patterns: [[UInt8]] = []) {
        self.patterns = patterns.isEmpty ? [Array("creation.json".utf8)] : patterns
    }

    /// True for the name of a record.
    package func matches(_ name: [UInt8]) -> Bool {
        patterns.contains { Self.matches(name[...], $0[...]) }
    }

    private static func matches(_ name: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
        var name = name
        var pattern = pattern
        // Where to try again with a longer star.
        var retry: (name: ArraySlice<UInt8>, pattern: ArraySlice<UInt8>)?
        while true {
            if let next = pattern.first, next == UInt8(ascii: "*") {
                pattern.removeFirst()
                retry = (name, pattern)
            } else if let next = pattern.first, let byte = name.first, next == byte || next == UInt8(ascii: "?") {
                pattern.removeFirst()
                name.removeFirst()
            } else if pattern.isEmpty && name.isEmpty {
                return true
            } else if let again = retry, !again.name.isEmpty {
                name = again.name.dropFirst()
                pattern = again.pattern
                retry = (name, pattern)
            } else {
                return false
            }
        }
    }
}
