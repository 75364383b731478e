internal import CreationJSON
internal import LosslessJSON

/// `overrides revoke FILE ID`: takes an override back.
enum OverridesRevokeCommand {
    /// The fewest letters of an identifier that may stand for it.
    private static let shortest = 8

    static let definition = CommandDefinition(
        words: ["overrides", "revoke"],
        summary: "Take an override back",
        discussion: ["The override stays in the record; an entry is added that says who took it back, and why."],
        arguments: [
            RecordArguments.file,
            ArgumentDefinition(
                "ID", "The override; its first \(shortest) letters do, if no other begins so", completion: .none),
        ],
        groups: [
            OptionGroup(title: "Required", options: [OverridesCommand.operatorName, OverridesCommand.reason]),
            OptionGroup(title: "Options", options: [RecordArguments.checksum]),
        ],
        usage: "FILE ID --operator O --reason R [OPTION]...",
        examples: [
            Example(
                "With its short form from 'overrides list'",
                "creation-json overrides revoke run.json 0b7c4c1e --operator kim --reason 'File was found'")
        ],
        check: { invocation throws(UsageError) in
            try OverridesCommand.check(invocation, needs: [OverridesCommand.operatorName, OverridesCommand.reason])
        },
        action: run)

    private static func run(_ invocation: Invocation, _ session: Session) async throws -> ExitStatus {
        let path = invocation.record()
        guard let word = invocation.operand("ID")?.text else {
            throw invocation.usageError("the ID is not UTF-8")
        }
        let result = try await session.creations.revokeOverride(
            id: try await full(word, at: path, session),
            operator: try invocation.text(OverridesCommand.operatorName) ?? "",
            reason: try invocation.text(OverridesCommand.reason) ?? "", at: path,
            ifMatch: try invocation.expectedChecksum())
        session.show(WriteReport(result, at: path))
        return .done
    }

    /// The identifier that begins like this, if exactly one entry's does.
    ///
    /// Entries are never taken away, so looking before the lock is taken is safe.
    private static func full(_ word: String, at path: RecordPath, _ session: Session) async throws -> String {
        guard word.utf8.count >= shortest else { return word }
        let ids = try await OverridesCommand.entries(at: path, session).entries.compactMap { $0["id"]?.stringValue }
        let matching = Set(ids.filter { $0.hasPrefix(word) })
        return matching.count == 1 && !ids.contains(word) ? matching.first ?? word : word
    }
}
