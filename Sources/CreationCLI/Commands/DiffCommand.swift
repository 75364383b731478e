internal import CreationJSON
internal import LosslessJSON

/// `diff A B`: the structural difference of two records.
enum DiffCommand {
    static let definition = CommandDefinition(
        words: ["diff"],
        summary: "Compare two records by their values",
        discussion: [
            "Spacing, the order of members and the spelling of numbers make no difference. Prints text on a terminal, "
                + "elsewhere a JSON Patch that turns A into B. Exit 1 if they differ."
        ],
        arguments: [
            ArgumentDefinition("A", "The record before; - is standard input"),
            ArgumentDefinition("B", "The record after; - is standard input"),
        ],
        examples: [
            Example("What did the backup miss?", "creation-json diff /backup/run.json run.json"),
            Example("As a patch", "creation-json diff a.json b.json --output json > a-to-b.json"),
        ],
        check: { invocation throws(UsageError) in
            if invocation.operand("A")?.isText("-") == true, invocation.operand("B")?.isText("-") == true {
                throw invocation.usageError("standard input can be read once only")
            }
        },
        action: run)

    private static func run(_ invocation: Invocation, _ session: Session) async throws -> ExitStatus {
        let before = try await document("A", invocation, session)
        let after = try await document("B", invocation, session)
        return session.showDifference(from: before, to: after) ? .answeredNo : .done
    }

    private static func document(
        _ name: String, _ invocation: Invocation, _ session: Session
    ) async throws -> JSONDocument {
        if let word = invocation.operand(name), word.isText("-") {
            return try await InputSource(word, session).document()
        }
        return try await session.records.document(at: invocation.record(name))
    }
}
