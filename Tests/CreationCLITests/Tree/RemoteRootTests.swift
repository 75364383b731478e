import CreationJSON
import Testing

@testable import CreationCLI

/// CLI-46, CLI-60: a ROOT in a storage that has prefixes in the place of folders.
@Suite struct RemoteRootTests {
    /// A storage with at most one record; its tree takes every root for a record.
    private struct OneRecord: RecordStorage, RecordTree {
        var bytes: [UInt8]?
        var error: RecordError?

        func read(_ path: RecordPath, options: TransactionOptions) async throws -> RecordState {
            if let error { throw error }
            return RecordState(bytes: bytes)
        }

        func transaction<Result: Sendable>(
            on target: RecordPath, gates: [RecordPath], options: TransactionOptions,
            body: @escaping @Sendable (RecordState, [RecordState]) throws -> TransactionAnswer<Result>
        ) async throws -> Result {
            let state = try await read(target, options: options)
            let answer = try body(state, gates.map { _ in .absent })
            return try answer.result(answer.state(after: state))
        }

        func walk(
            _ root: RecordPath, names: RecordNames, visit: @escaping @Sendable (TreeFinding) async -> Bool
        ) async throws {
            _ = await visit(.record(root.bytes.last == UInt8(ascii: "/") ? RecordPath("\(root)creation.json") : root))
        }
    }

    private func run(_ words: Argument..., on storage: OneRecord) async -> (
        status: Int32, output: String, errors: String
    ) {
        let memory = MemoryConsole()
        let place = StorageDirectory.Place(storage: { storage }, tree: { storage })
        let tool = CommandLineTool(storages: StorageDirectory(["s3": place]))
        let status = await tool.run(arguments: words, console: memory.console)
        return (status.rawValue, memory.output, memory.errors)
    }

    private static let nothing = "creation-json: s3://b/lab: there is no object of this name; a prefix ends in '/'\n"

    @Test func aRootThatIsNoObjectIsNoTreeWithoutFindings() async {
        let answer = await run("audit", "s3://b/lab", on: OneRecord())
        #expect(answer.status == 2)
        #expect(answer.output == "")
        #expect(answer.errors == Self.nothing + "  next: look at the name\n")
    }

    @Test func theSameSentenceForMigrate() async {
        let answer = await run("migrate", "s3://b/lab", on: OneRecord())
        #expect(answer.status == 2)
        #expect(answer.errors == Self.nothing + "1 record: 0 raised, 1 failed\n")
    }

    @Test func aRootThatCannotBeLookedAtIsAnErrorWithItsOwnCode() async {
        let errors = [
            RecordError(.invalidRecord, "an address names a bucket and a key"),
            RecordError(.permissionDenied, "the store refused"), RecordError(.storageError, "down"),
        ]
        for error in errors {
            let answer = await run("audit", "s3://b", on: OneRecord(error: error))
            #expect(answer.status == ExitStatus.of(code: error.code.rawValue).rawValue)
            #expect(answer.output == "")
            #expect(answer.errors == "creation-json: s3://b: \(error.message)\n")
        }
    }

    /// Below a prefix a record that cannot be read is a finding, and one that was removed meanwhile is none.
    @Test func belowAPrefixTheSweepGoesOn() async {
        let answer = await run(
            "audit", "s3://b/lab/", "--output", "text",
            on: OneRecord(error: RecordError(.storageError, "the store does not answer")))
        #expect(answer.status == 1)
        #expect(answer.output.contains("unreadable: cannot be read: the store does not answer"))
        #expect(answer.output.contains("→ try again once the object store answers"))
        let gone = await run("audit", "s3://b/lab/", on: OneRecord())
        #expect(gone.status == 0)
        #expect(gone.errors == "0 records: nothing found\n")
    }

    @Test(arguments: ["{", "[]"])
    func theAdviceWorksWhereTheRecordIs(_ text: String) async throws {
        let answer = await run("audit", "s3://b/lab/", on: OneRecord(bytes: Array(text.utf8)))
        #expect(answer.status == 1)
        #expect(
            answer.output.contains(
                "restore it from a copy: `creation-json remove RECORD --force`, then "
                    + "`creation-json create RECORD --from COPY`"))
        #expect(!answer.output.contains("$EDITOR"))
    }
}
