import CreationCLI
import CreationJSON
import CreationObjectStore

/// The records below a prefix of an object store; a prefix ends in `/`.
struct S3Tree: RecordTree {
    let storage: S3RecordStorage

    func walk(
        _ root: RecordPath, names: RecordNames, visit: @escaping @Sendable (TreeFinding) async -> Bool
    ) async throws {
        let slash = UInt8(ascii: "/")
        guard root.bytes.last == slash else {
            _ = await visit(.record(root))
            return
        }
        var token: String?
        repeat {
            let page = try await storage.page(under: root, after: token)
            for object in page.objects {
                let bytes = object.path.bytes
                let name = bytes[(bytes.lastIndex(of: slash).map { $0 + 1 } ?? 0)...]
                guard names.matches(name) else { continue }
                guard await visit(.record(object.path)) else { throw CancellationError() }
            }
            token = page.nextToken
        } while token != nil
    }
}
