/// The tool: a command line in, results printed, an exit status out.
package struct CommandLineTool: Sendable {
    /// The version that `--version` prints.
    package static let version = "1.0.0"

    /// How far a command line came without anything that takes time.
    package enum Start: Sendable {
        /// All done: help, the version, or a mistake.
        case finished(ExitStatus)
        /// Records are to be touched.
        case pending(PendingCommand)
    }

    /// A command that was understood and has not begun.
    package struct PendingCommand: Sendable {
        let invocation: Invocation
        let session: Session
    }

    /// Runs the companion program for records that are not local files; returns a sentence if there is none.
    package typealias Handoff = @Sendable () -> String

    private let storages: StorageDirectory
    private let handoff: Handoff

    /// A tool that knows these storages besides local files, and hands other records over.
    package init(
        storages: StorageDirectory = StorageDirectory(),
        handoff: @escaping Handoff = { "this program knows local files only" }
    ) {
        self.storages = storages
        self.handoff = handoff
    }

    /// Understands the command line, and does what needs no record.
    package func begin(
        arguments: [Argument], console: Console, interruption: Interruption? = nil
    ) -> Start {
        do throws(UsageError) {
            switch try ArgumentParser.parse(arguments, root: CommandTree.root) {
            case .version:
                console.print("creation-json \(Self.version)")
                return .finished(finish(.done, console: console))
            case .help(let command):
                HelpPage(width: console.output.width).lines(of: command).forEach(console.print)
                return .finished(finish(.done, console: console))
            case .run(let invocation):
                let session = try Session(
                    invocation, console: console, storages: storages, interruption: interruption)
                if try storages.isRemote(invocation) {
                    let sentence = handoff()
                    ErrorRendering(session).show(
                        Failure(
                            code: "storage_error", message: sentence,
                            advice: "install creation-json-s3 beside creation-json, or put it on PATH"))
                    return .finished(finish(ExitStatus.of(code: "storage_error"), console: console))
                }
                return .pending(PendingCommand(invocation: invocation, session: session))
            }
        } catch {
            return .finished(show(error, arguments: arguments, console: console))
        }
    }

    /// Runs a command to its end.
    package func finish(_ pending: PendingCommand) async -> ExitStatus {
        let status: ExitStatus
        do {
            status = try await pending.invocation.command.action?(pending.invocation, pending.session) ?? .internalError
        } catch let error as UsageError {
            return show(error, isJSON: pending.session.isExplicitJSON, console: pending.session.console)
        } catch {
            status = ErrorRendering(pending.session).show(error)
        }
        return finish(status, console: pending.session.console)
    }

    /// Runs a command line from beginning to end.
    package func run(arguments: [Argument], console: Console) async -> ExitStatus {
        switch begin(arguments: arguments, console: console) {
        case .finished(let status): status
        case .pending(let pending): await finish(pending)
        }
    }

    private func show(_ error: UsageError, arguments: [Argument], console: Console) -> ExitStatus {
        let words = arguments.prefix { !$0.isText("--") }
        let isJSON =
            words.contains { $0.isText("--output=json") }
            || zip(words, words.dropFirst()).contains { $0.isText("--output") && $1.isText("json") }
        return show(error, isJSON: isJSON, console: console)
    }

    private func show(_ error: UsageError, isJSON: Bool, console: Console) -> ExitStatus {
        ErrorRendering.show(error, isJSON: isJSON, console: console)
        return finish(.usage, console: console)
    }

    /// Hands over what was printed; results that could not be written are an error of their own.
    private func finish(_ status: ExitStatus, console: Console) -> ExitStatus {
        console.flush()
        guard let number = console.outputError else { return status }
        console.note("creation-json: cannot write the results: \(System.reason(number))")
        return status == .done || status == .answeredNo ? .inputOutput : status
    }
}
