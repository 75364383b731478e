internal import CreationJSON

/// The tool as a process: its own arguments, streams and signals.
package enum ProcessRun {
    /// Runs the process's command line and ends the process.
    ///
    /// Help, the version and mistakes end before any thread starts. SIGINT, SIGTERM and SIGHUP cancel the command: a
    /// replacement that has begun is finished, a wait ends at once, and the process ends by the signal (CLI-25).
    package static func main(_ tool: CommandLineTool) -> Never {
        System.holdStandardStreams()
        System.settleSignals()
        let interruption = Interruption()
        let console = console(interruption)
        switch tool.begin(arguments: System.arguments, console: console, interruption: interruption) {
        case .finished(let status):
            System.end(status)
        case .pending(let pending):
            interruption.start(grace: .seconds(1)) { number in
                LocalRecordStorage.finishReplacements()
                System.endBySignal(number)
            }
            let status = System.command {
                await tool.finish(pending)
            } started: { task in
                interruption.onSignal { task.cancel() }
            }
            if let number = interruption.signal { System.endBySignal(number) }
            System.end(status)
        }
    }

    /// The tool of the local program: records that are not files go to `creation-json-s3`.
    package static func localTool() -> CommandLineTool {
        CommandLineTool(handoff: { Companion.takeOver() })
    }

    private static func console(_ interruption: Interruption) -> Console {
        Console(
            output: output(1, interruption), errors: output(2, nil), inputIsTerminal: System.isTerminal(0),
            read: { () async throws(InputFailure) -> [UInt8] in
                try await System.offPool { () -> Result<[UInt8], InputFailure> in
                    do throws(InputFailure) {
                        return .success(try System.readSome(0, interruption: interruption))
                    } catch {
                        return .failure(error)
                    }
                }.get()
            })
    }

    private static func output(_ descriptor: Int32, _ interruption: Interruption?) -> Console.Output {
        let isTerminal = System.isTerminal(descriptor)
        let noColour = System.variable("NO_COLOR").map { !$0.isEmpty } ?? false
        let isDumb = System.variable("TERM").map { $0.elementsEqual("dumb".utf8) } ?? true
        let columns = System.variable("COLUMNS").flatMap { Int(String(decoding: $0, as: UTF8.self)) }
        let width = columns ?? (isTerminal ? System.width(of: descriptor) : nil) ?? 80
        return Console.Output(
            isTerminal: isTerminal, hasColour: isTerminal && !noColour && !isDumb, width: max(40, width),
            write: { bytes throws(OutputFailure) in
                try System.write(bytes, to: descriptor, interruption: interruption)
            })
    }
}
