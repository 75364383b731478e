internal import CreationJSON

/// `lock FILE -- CMD...`: a program of the user's, under the record's lock.
enum LockCommand {
    private static let shared = OptionDefinition.flag("shared", "Let other readers in: the program will not change it")

    static let definition = CommandDefinition(
        words: ["lock"],
        summary: "Run a program under a record's lock",
        discussion: [
            "Ends with the program's exit status. The lock is handed to the program, so creation-json inside it does "
                + "not wait for itself; other programs wait until it is done."
        ],
        arguments: [
            RecordArguments.file,
            ArgumentDefinition("CMD", "The program and its arguments", count: .command, completion: .program),
        ],
        groups: [OptionGroup(title: "Options", options: [shared])],
        examples: [
            Example(
                "Copy a record while nobody writes it", "creation-json lock run.json --shared -- cp run.json /backup/"),
            Example("Several changes as one", "creation-json lock run.json -- sh ./mend.sh"),
        ],
        action: run)

    private static func run(_ invocation: Invocation, _ session: Session) async throws -> ExitStatus {
        let path = invocation.record()
        guard session.storage.isLocal(path) else {
            throw invocation.usageError(
                "only local files have a lock to hold; '\(invocation.operand("FILE")?.shown ?? "")' has none")
        }
        let command = invocation.all("CMD")
        let options = TransactionOptions(timeout: session.timeout, diagnostics: { session.show($0) })
        session.console.flush()
        let ended = try await LocalRecordStorage().lend(path, shared: invocation.has(shared), options: options) {
            loan in
            System.runProgram(
                command, environment: [loan.variable], inherited: loan.descriptors,
                interruption: session.interruption)
        }
        do {
            return try ended.get()
        } catch {
            let number = error.errno ?? 0
            throw Failure(
                code: System.code(ofFile: number), message: "cannot be run: \(System.reason(number))",
                path: command.first?.bytes)
        }
    }
}
