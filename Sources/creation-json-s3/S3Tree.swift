import CreationCLI
import CreationJSON
import CreationObjectStore

/// The objects below a prefix, as directories of records; a prefix ends in `/`.
struct S3Tree: RecordTree {
    let storage: S3RecordStorage

    func directories(below root: RecordPath) async throws -> AsyncThrowingStream<TreeDirectory, any Error>? {
        guard root.bytes.last == UInt8(ascii: "/") else { return nil }
        let listing = Listing(storage: storage, root: root)
        return AsyncThrowingStream { try await listing.next() }
    }

    /// The pages of a listing, cut where the directory changes.
    private actor Listing {
        private let storage: S3RecordStorage
        private let root: RecordPath
        private var objects: ArraySlice<[UInt8]> = []
        private var token: String?
        private var isLastPage = false

        init(storage: S3RecordStorage, root: RecordPath) {
            self.storage = storage
            self.root = root
        }

        func next() async throws -> TreeDirectory? {
            while objects.isEmpty {
                if isLastPage { return nil }
                let page = try await storage.page(under: root, after: token)
                objects = page.objects.map(\.path.bytes)[...]
                token = page.nextToken
                isLastPage = token == nil
            }
            guard let first = objects.first else { return nil }
            let directory = Self.directory(of: first)
            let same = objects.prefix { Self.directory(of: $0) == directory }
            objects = objects.dropFirst(same.count)
            return TreeDirectory(
                path: RecordPath(bytes: directory),
                entries: same.map { TreeDirectory.Entry(name: Array($0.dropFirst(directory.count)), kind: .file) })
        }

        /// The name up to and with its last slash.
        private static func directory(of name: [UInt8]) -> [UInt8] {
            name.lastIndex(of: UInt8(ascii: "/")).map { Array(name[...$0]) } ?? []
        }
    }
}
