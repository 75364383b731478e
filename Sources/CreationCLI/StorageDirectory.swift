/// Which storages there are besides local files, by the scheme of their addresses.
package struct StorageDirectory: Sendable {
    /// The schemes that the companion program serves.
    private static let companionSchemes = ["s3"]

    package init() {}

    /// True where a word names a record that only the companion program reaches.
    ///
    /// `./s3://x` is how to name a local file of that name.
    func isRemote(_ invocation: Invocation) throws(UsageError) -> Bool {
        var isRemote = false
        for word in recordWords(invocation) {
            guard let scheme = Self.scheme(of: word) else { continue }
            guard Self.companionSchemes.contains(scheme) else {
                throw invocation.usageError("nothing here knows '\(scheme)://' (for a local file: './\(word.shown)')")
            }
            isRemote = true
        }
        return isRemote
    }

    private func recordWords(_ invocation: Invocation) -> [Argument] {
        let definitions = invocation.command.arguments.filter { $0.count != .command && $0.completion != .none }
        let operands = definitions.flatMap { invocation.all($0.name) }
        let values = invocation.occurrences.filter {
            $0.option.completion == .file || $0.option.completion == .directory
        }
        return operands + values.map(\.value)
    }

    /// The scheme of `scheme://…`, or nil for a path.
    static func scheme(of word: Argument) -> String? {
        let letters = word.bytes.prefix { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "+")
        }
        guard !letters.isEmpty, word.bytes.dropFirst(letters.count).starts(with: "://".utf8) else { return nil }
        return String(decoding: letters, as: UTF8.self)
    }
}
