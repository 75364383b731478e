internal import CreationJSON
internal import LosslessJSON

/// `mutate FILE EDIT...`: the edits in the order given, in one hold.
enum MutateCommand {
    private static let set = OptionDefinition.valued(
        "set", "PTR=STRING", "Put a string there; PTR:=JSON for any other value", repeats: true)
    private static let append = OptionDefinition.valued(
        "append", "PTR:=JSON", "Add a value at the end of a list", repeats: true)
    private static let remove = OptionDefinition.valued(
        "remove", "PTR", "Take a member or an element away", repeats: true)
    private static let mergePatch = OptionDefinition.valued(
        "merge-patch", "F", "Apply an RFC 7396 merge patch; - is standard input", repeats: true, completion: .file)
    private static let jsonPatch = OptionDefinition.valued(
        "json-patch", "F", "Apply an RFC 6902 patch; - is standard input", repeats: true, completion: .file)
    private static let edits = [set, append, remove, mergePatch, jsonPatch]

    static let definition = CommandDefinition(
        words: ["mutate"],
        summary: "Change a record, all edits in one step",
        discussion: [
            "The edits are applied in the order given, under the record's lock, all of them or none. What they do not "
                + "name stays as it is, byte for byte. A record of an older version is raised to the current one."
        ],
        arguments: [RecordArguments.file],
        groups: [
            OptionGroup(title: "Edits (see 'help edits')", options: edits),
            RecordArguments.conditions,
            OptionGroup(title: "Options", options: [RecordArguments.force, RecordArguments.dryRun]),
        ],
        usage: "FILE EDIT... [OPTION]...",
        examples: [
            Example("A string", "creation-json mutate run.json --set /sync_status=synced"),
            Example(
                "A value that is no string", "creation-json mutate run.json --set /orchestrator/enabled:=false"),
            Example("Take a member away", "creation-json mutate run.json --remove /orchestrator"),
            Example(
                "Only if nobody changed it since",
                "creation-json mutate run.json --set /sync_status=failed --checksum sha256:..."),
        ],
        check: { invocation throws(UsageError) in
            let given = invocation.occurrences.filter { edits.contains($0.option) }
            guard !given.isEmpty else { throw invocation.usageError("no edit given", suggestion: "--set PTR=STRING") }
            if given.count(where: { $0.value.isText("-") && $0.option.completion == .file }) > 1 {
                throw invocation.usageError("standard input can be read for one patch only")
            }
        },
        action: run)

    private static func run(_ invocation: Invocation, _ session: Session) async throws -> ExitStatus {
        let edits = try await edits(invocation, session)
        let write = DocumentWrite(
            action: .update { document in
                for edit in edits { try edit.apply(to: &document) }
            },
            path: invocation.record(), gates: try invocation.gates(), checksum: try invocation.expectedChecksum(),
            isForced: invocation.has(RecordArguments.force))
        guard invocation.has(RecordArguments.dryRun) else {
            session.show(try await session.records.perform(write))
            return .done
        }
        let storage = DryRunStorage(session.storage)
        _ = try await session.records(on: storage).perform(write)
        try session.showDifference(storage.lastChange)
        return .done
    }

    private static func edits(_ invocation: Invocation, _ session: Session) async throws -> [Edit] {
        var edits: [Edit] = []
        for occurrence in invocation.occurrences {
            let value = occurrence.value
            switch occurrence.option {
            case set:
                let (pointer, value) = try invocation.assignment(occurrence)
                edits.append(.set(pointer, value))
            case append:
                let (pointer, value) = try invocation.assignment(occurrence)
                edits.append(.append(pointer, value))
            case remove: edits.append(.remove(try invocation.pointer(value, option: remove)))
            case mergePatch: edits.append(.mergePatch(try await InputSource(value, session).document().root))
            case jsonPatch: edits.append(.jsonPatch(try await patch(value, session)))
            default: break
            }
        }
        return edits
    }

    private static func patch(_ name: Argument, _ session: Session) async throws -> JSONPatch {
        let document = try await InputSource(name, session).document()
        do {
            return try JSONPatch(document.root)
        } catch {
            var failure = Failure(RecordError(edit: error))
            failure.path = name.isText("-") ? Array("standard input".utf8) : name.bytes
            throw failure
        }
    }
}
