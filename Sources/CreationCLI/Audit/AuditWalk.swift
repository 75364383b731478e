internal import CreationJSON
internal import LosslessJSON

/// Sweeps a tree: every record is judged on the thread that read it, and told in the order of the names.
struct AuditWalk: Sendable {
    let request: AuditRequest
    private let judge: @Sendable ([UInt8]) -> Judgement

    /// A sweep over records of one schema.
    init<Record>(_ schema: RecordSchema<Record>, _ request: AuditRequest) {
        self.request = request
        let judge = RecordJudge(schema, now: request.now)
        self.judge = { judge.judge($0) }
    }

    /// Walks; blocks the calling thread, and throws only what `deliver` throws.
    func run(_ root: RecordPath, deliver: (AuditItem) throws -> Void) throws {
        let walk = RecordWalk<AuditItem>(
            changedSince: request.since,
            select: { name in
                switch request.names.meaning(of: name) {
                case .nothing: .ignore
                case .record: .contents
                case .temporary: .name
                }
            },
            examine: { examine($0, root: root) })
        try walk.run(root, deliver: deliver)
    }

    private func examine(_ finding: RecordWalkFinding, root: RecordPath) -> AuditItem? {
        switch finding {
        case .contents(let path, let bytes): record(path, bytes)
        case .name(let path, let isRegular): isRegular ? show(.leftover(path), of: path) : nil
        case .folder(let folder): look(at: folder)
        case .folderLink(let path): show(.linkedFolder, of: path)
        case .failure(let error): failure(error, root: root)
        }
    }

    /// Judges what a walk over another storage has come upon.
    func examine(
        _ finding: TreeFinding, root: RecordPath, read: (RecordPath) async throws -> RecordState
    ) async -> AuditItem? {
        switch finding {
        case .folderLink(let path): return show(.linkedFolder, of: path)
        case .failure(let error): return failure(error, root: root)
        case .record(let path):
            do {
                if let bytes = try await read(path).bytes { return record(path, bytes) }
                // Below the root, one that was removed meanwhile is nobody's fault.
                return path == root ? .failure(.noObject(path)) : nil
            } catch {
                let error = error as? RecordError ?? RecordError(.storageError, "\(error)")
                return path == root ? .failure(error.at(path)) : show(.unreadable(error), of: path, isRecord: true)
            }
        }
    }

    // MARK: Records

    private func record(_ path: RecordPath, _ bytes: [UInt8]) -> AuditItem {
        var judgement = judge(bytes)
        judgement.findings.removeAll { !request.shows($0) }
        if StorageDirectory.scheme(of: path.bytes) != nil {
            for index in judgement.findings.indices where judgement.findings[index].advice == AuditFinding.restore {
                judgement.findings[index].advice = AuditFinding.restoreObject
            }
        }
        if judgement.findings.isEmpty, !request.wantsEveryRecord { return .clean }
        var entry = AuditEntry(path: path, isRecord: true, findings: judgement.findings)
        if let root = judgement.document?.root {
            entry.columns = request.columns.map { root[$0].map { String(decoding: $0.bytes, as: UTF8.self) } }
            if request.wantsEveryRecord { entry.facts = RecordFacts(root) }
        }
        return .entry(entry)
    }

    // MARK: Everything else

    private func failure(_ error: RecordError, root: RecordPath) -> AuditItem? {
        guard let path = error.path, path != root else { return .failure(error) }
        let isRecord = request.names.meaning(of: AuditNames.split(path.bytes[...]).name) == .record
        return show(.unreadable(error), of: path, isRecord: isRecord)
    }

    private func look(at folder: RecordFolder) -> AuditItem? {
        folder.withPathBytes { bytes in
            if request.names.meaning(of: AuditNames.split(bytes).name) == .record {
                return show(.folderInPlace, of: RecordPath(bytes: bytes), isRecord: true)
            }
            guard let run = AuditNames.run(of: bytes) else { return nil }
            let hasRecord = folder.contains { name in
                request.names.meaning(of: name) == .record
                    || (!run.holdsRecord && name.elementsEqual(AuditNames.recordFolder))
            }
            return hasRecord ? nil : show(.runWithoutRecord, of: RecordPath(bytes: run.path))
        }
    }

    private func show(_ finding: AuditFinding, of path: RecordPath, isRecord: Bool = false) -> AuditItem? {
        guard request.shows(finding) else { return isRecord ? .clean : nil }
        return .entry(AuditEntry(path: path, isRecord: isRecord, findings: [finding]))
    }
}

extension AuditFinding {
    fileprivate static func unreadable(_ error: RecordError) -> AuditFinding {
        if error.code == .invalidRecord {
            return AuditFinding(
                .invalid, .error, "what stands here is not a regular file", advice: "put it somewhere else")
        }
        let reason = error.errno.map(System.reason) ?? error.message
        let advice =
            switch error.code {
            case .permissionDenied: "run the audit as somebody who may read it, or mend its permissions"
            case .limitExceeded: "no record is that large, and no run lies that deep; look what it is"
            case .notFound: "look whether it was removed meanwhile, or a link leads nowhere"
            case .storageError: "try again once the object store answers"
            default: "look at the disk and the mount"
            }
        let text =
            error.code == .limitExceeded ? "too large to read, or too deep to search" : "cannot be read: \(reason)"
        return AuditFinding(.unreadable, .error, text, advice: advice)
    }

    fileprivate static func leftover(_ path: RecordPath) -> AuditFinding {
        AuditFinding(
            .leftoverTemporary, .warning, "a writer seems to have crashed and left this behind",
            advice: "the record is whole; if nobody writes it now, remove this file")
    }

    fileprivate static let folderInPlace = AuditFinding(
        .invalid, .error, "a folder stands where a record should", advice: "put it somewhere else")

    fileprivate static let runWithoutRecord = AuditFinding(
        .runWithoutRecord, .warning, "a run without a record: nothing says where its data came from",
        advice: "make one: `creation-json create RUN/.exlab-wizard/creation.json`; or move the folder elsewhere")

    fileprivate static let linkedFolder = AuditFinding(
        .linkedFolder, .info, "a link to a folder, which is not followed",
        advice: "where it leads out of this tree, audit what it names as well")
}
