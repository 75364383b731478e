internal import CreationJSON
internal import LosslessJSON

/// `bulk OPS`: operations in, one result line each out, in input order.
enum BulkCommand {
    private static let root = OptionDefinition.valued(
        "root", "DIR", "Paths are relative to DIR and may not leave it", completion: .directory)

    static let definition = CommandDefinition(
        words: ["bulk"],
        summary: "Carry out many operations, one per line",
        discussion: [
            "Reads one JSON object per line: {\"op\":\"create|update|remove\",\"path\":P,\"record\":{...},"
                + "\"merge_patch\":{...},\"json_patch\":[...],\"checksum\":X,\"only_if\":[GATE...]}, where GATE is "
                + "{\"exists\":P}, {\"absent\":P}, {\"pointer\":PTR,\"equals\":V} or {\"override_active\":CLASS}.",
            "Each stands alone: one that fails is reported in its place, and the rest go on. Results come in input "
                + "order, a window of 1,000 at a time, so memory does not grow with the input. Exit 1 if some failed.",
        ],
        arguments: [ArgumentDefinition("OPS", "The operations; - is standard input")],
        groups: [OptionGroup(title: "Options", options: [root])],
        examples: [
            Example("From a file", "creation-json bulk nightly.ndjson --root /data"),
            Example(
                "From a program",
                "echo '{\"op\":\"update\",\"path\":\"r.json\",\"merge_patch\":{\"sync_status\":\"synced\"}}' | "
                    + "creation-json bulk -"),
        ],
        action: run)

    private static func run(_ invocation: Invocation, _ session: Session) async throws -> ExitStatus {
        let source = InputSource(invocation.operand("OPS") ?? "-", session)
        var options = BulkOptions()
        options.root = invocation.value(root).map { RecordPath(bytes: $0.bytes) }
        let progress = ProgressLine(session)
        options.progress = { progress.update("\($0.succeeded + $0.failed) done, \($0.failed) failed") }
        let summary = try await session.records.bulk(operations(try source.lines()), options) { result in
            progress.clear()
            show(result, session)
        }
        progress.clear()
        session.console.flush()
        let missed = summary.notAttempted == 0 ? "" : ", \(summary.notAttempted) of them not attempted"
        session.summarise(
            "\(summary.succeeded) succeeded, \(summary.failed) failed\(missed)",
            ["succeeded": summary.succeeded, "failed": summary.failed, "not_attempted": summary.notAttempted])
        return summary.failed == 0 ? .done : .answeredNo
    }

    /// The operations of the lines; lines without anything are passed over.
    ///
    /// A signal that comes while a line is waited for ends them and cancels the bulk, which then tells what it had read
    /// as not attempted (BULK-8).
    private static func operations(
        _ lines: LineReader
    ) -> AsyncThrowingStream<Result<DocumentWrite, RecordError>, any Error> {
        let lines = Pulled(lines.makeAsyncIterator())
        return AsyncThrowingStream {
            do {
                while let line = try await lines.next() {
                    if line.bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
                    return BulkOperation.write(line)
                }
            } catch let error as InputFailure where error.errno == nil {
                withUnsafeCurrentTask { $0?.cancel() }
            }
            return nil
        }
    }

    private static func show(_ item: RecordAccess.BulkResult, _ session: Session) {
        guard session.isJSON else {
            let name = item.path.map { VisibleText.of($0.bytes) } ?? "-"
            switch item.result {
            case .success(let report):
                if !session.isQuiet {
                    session.console.print("\(item.index) \(name): \(session.painted(report.outcome.rawValue, .good))")
                }
            case .failure(let error):
                let code = session.painted(error.code.rawValue, .bad)
                session.console.print("\(item.index) \(name): \(code): \(VisibleText.of(error.message))")
            }
            return
        }
        var line = ResultLine()
        line.add("index", item.index)
        if let path = item.path { line.addPath(path.bytes) }
        switch item.result {
        case .success(let report):
            line.add("status", "succeeded")
            line.add("outcome", report.outcome.rawValue)
            line.add("checksum", report.checksum?.rawValue)
        case .failure(let error):
            line.add("status", "failed")
            line.add("code", error.code.rawValue)
            line.add("message", error.message)
            line.add("pointer", error.pointer?.description)
        }
        session.console.printJSON(line.line)
    }
}

/// An iterator that one consumer pulls from.
// @unchecked: the stream that owns it asks for one element at a time.
private final class Pulled<Iterator: AsyncIteratorProtocol>: @unchecked Sendable {
    private var iterator: Iterator

    init(_ iterator: Iterator) {
        self.iterator = iterator
    }

    func next() async throws -> Iterator.Element? {
        try await iterator.next()
    }
}
