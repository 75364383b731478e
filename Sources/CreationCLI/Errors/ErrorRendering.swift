/// Shows failures: text for people, one line of JSON for programs (CLI-23).
package struct ErrorRendering: Sendable {
    private let console: Console
    private let isJSON: Bool

    /// Shows failures where this session's user looks.
    package init(_ session: Session) {
        console = session.console
        isJSON = session.isExplicitJSON
    }

    /// Shows any error and says how the tool should end because of it.
    @discardableResult
    package func show(_ error: any Error) -> ExitStatus {
        let failure = Failure(error)
        show(failure)
        return ExitStatus.of(code: failure.code)
    }

    /// Shows a failure.
    package func show(_ failure: Failure) {
        if isJSON {
            var line = ResultLine()
            line.add("error", json: failure.json)
            console.note(String(decoding: line.line, as: UTF8.self))
        } else {
            text(failure).forEach(console.note)
        }
    }

    /// Shows a mistake on the command line.
    static func show(_ error: UsageError, isJSON: Bool, console: Console) {
        guard !isJSON else {
            var members = ResultLine()
            members.add("code", "usage")
            members.add("message", error.sentence)
            members.add("usage", error.usage)
            var line = ResultLine()
            line.add("error", json: members.line)
            console.note(String(decoding: line.line, as: UTF8.self))
            return
        }
        console.note("\(Style.bad.paint("creation-json:", colour: console.errors.hasColour)) \(error.sentence)")
        console.note("usage: \(error.usage)")
        console.note("more:  \(error.help)")
    }

    /// The sentence, then what belongs to it: the place with a caret, expected and found, what to do next.
    private func text(_ failure: Failure) -> [String] {
        let colour = console.errors.hasColour
        let head = Style.bad.paint("creation-json:", colour: colour)
        var place = failure.path.map { VisibleText.of($0) } ?? ""
        if let line = failure.line, let column = failure.column {
            place += "\(place.isEmpty ? "line " : ":")\(line):\(column)"
        }
        var lines = ["\(head) \(place.isEmpty ? "" : "\(place): ")\(VisibleText.of(failure.message))"]
        if let excerpt = failure.excerpt, let line = failure.line, let column = failure.column {
            lines += CaretExcerpt.lines(of: excerpt, line: line, column: column, width: console.errors.width)
        }
        let details: [(String, String?)] = [
            ("at", failure.pointer.map { $0.isEmpty ? "the top of the record" : $0 }),
            ("expected", failure.expected), ("found", failure.found),
            ("held by", failure.holder.map { "pid \($0.pid)" + ($0.command.map { " (\($0))" } ?? "") }),
        ]
        for (name, text) in details {
            guard let text else { continue }
            lines.append(Style.quiet.paint("  \(name): ", colour: colour) + VisibleText.of(text))
        }
        if let advice = failure.advice {
            lines.append(Style.quiet.paint("  next: ", colour: colour) + VisibleText.of(advice))
        }
        return lines
    }
}
