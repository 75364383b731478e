package import CreationJSON

/// Which storage keeps which records: local files, and others by the scheme of their addresses.
///
/// `./s3://x` is how to name a local file of that name.
package struct StorageDirectory: RecordStorage {
    /// The schemes that the companion program serves.
    private static let companionSchemes = ["s3"]
    private let local = LocalRecordStorage()
    private let others: [String: Place]

    /// A storage that is not the local files', and what lists its records.
    package struct Place: Sendable {
        let storage: @Sendable () throws -> any RecordStorage
        let tree: @Sendable () throws -> any RecordTree

        /// A place that is looked at once a record in it is named; both closures may be called often.
        package init(
            storage: @escaping @Sendable () throws -> any RecordStorage,
            tree: @escaping @Sendable () throws -> any RecordTree
        ) {
            self.storage = storage
            self.tree = tree
        }
    }

    /// Local files, and these places by the scheme of their addresses.
    package init(_ others: [String: Place] = [:]) {
        self.others = others
    }

    /// True where a word names a record that only the companion program reaches.
    func isRemote(_ invocation: Invocation) throws(UsageError) -> Bool {
        var isRemote = false
        for word in recordWords(invocation) {
            guard let scheme = Self.scheme(of: word.bytes), others[scheme] == nil else { continue }
            guard Self.companionSchemes.contains(scheme) else {
                throw invocation.usageError(
                    "nothing here knows '\(scheme)://'", suggestion: "./\(word.shown)")
            }
            isRemote = true
        }
        return isRemote
    }

    private func recordWords(_ invocation: Invocation) -> [Argument] {
        let definitions = invocation.command.arguments.filter { argument in
            argument.count != .command && (argument.completion == .file || argument.completion == .directory)
        }
        let options = invocation.occurrences.filter { occurrence in
            occurrence.option.completion == .file || occurrence.option.completion == .directory
        }
        return definitions.flatMap { invocation.all($0.name) } + options.map(\.value)
    }

    /// The scheme of `scheme://…`, or nil for a path.
    static func scheme(of name: [UInt8]) -> String? {
        let letters = name.prefix { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "+")
        }
        guard !letters.isEmpty, name.dropFirst(letters.count).starts(with: "://".utf8) else { return nil }
        return String(decoding: letters, as: UTF8.self)
    }

    /// True where the name is a local path.
    func isLocal(_ path: RecordPath) -> Bool {
        Self.scheme(of: path.bytes) == nil
    }

    /// What lists the records below a directory or a prefix.
    package func tree(for path: RecordPath) throws -> any RecordTree {
        guard let scheme = Self.scheme(of: path.bytes) else { return LocalTree() }
        return try place(scheme, path).tree()
    }

    private func place(_ scheme: String, _ path: RecordPath) throws -> Place {
        if let place = others[scheme] { return place }
        throw RecordError(
            .storageError, "nothing here reaches records at \(scheme)://; run creation-json-s3 for s3://", path: path)
    }

    private func storage(for path: RecordPath) throws -> any RecordStorage {
        guard let scheme = Self.scheme(of: path.bytes) else { return local }
        return try place(scheme, path).storage()
    }

    // MARK: RecordStorage

    /// What is there now.
    package func read(_ path: RecordPath, options: TransactionOptions) async throws -> RecordState {
        let place = options.root ?? path
        if let state = try atOnce(place, options, { try local.readSynchronously(path, options: $0) }) { return state }
        return try await storage(for: place).read(path, options: options)
    }

    /// Runs a transaction where the record is kept; gates must be on records in the same place.
    package func transaction<Result: Sendable>(
        on target: RecordPath, gates: [RecordPath], options: TransactionOptions,
        body: @escaping @Sendable (RecordState, [RecordState]) throws -> TransactionAnswer<Result>
    ) async throws -> Result {
        let place = options.root ?? target
        if options.root == nil {
            let scheme = Self.scheme(of: target.bytes)
            for gate in gates where Self.scheme(of: gate.bytes) != scheme {
                throw RecordError(
                    .storageError, "a gate must look at a record in the same storage: \(gate) is somewhere else",
                    path: target)
            }
        }
        let done = try atOnce(place, options) {
            try local.transactionSynchronously(on: target, gates: gates, options: $0, body: body)
        }
        if let done { return done }
        return try await storage(for: place).transaction(on: target, gates: gates, options: options, body: body)
    }

    /// Does something with a local record here and now, if this thread may block and nobody holds the record.
    ///
    /// That is how a command that changes one record mostly ends, without another thread. A wait is left to the
    /// asynchronous way, which can be cancelled.
    private func atOnce<Result>(
        _ place: RecordPath, _ options: TransactionOptions, _ body: (TransactionOptions) throws -> Result
    ) throws -> Result? {
        guard isLocal(place), System.isWaitingThread else { return nil }
        var options = options
        let mayWait = options.timeout > .zero
        options.timeout = .zero
        options.isLast = true
        do {
            return try body(options)
        } catch let error as RecordError where mayWait && error.code == .lockTimeout {
            return nil
        }
    }
}
