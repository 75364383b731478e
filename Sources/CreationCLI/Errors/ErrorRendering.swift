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
        var failure = Failure(error)
        if failure.excerpt == nil, failure.line != nil, let path = failure.path,
            StorageDirectory.scheme(of: path) == nil
        {
            failure.excerpt = try? System.readFile(path, limit: 64 << 20)
        }
        if isJSON {
            var line = ResultLine()
            line.add("error", json: failure.json)
            console.noteJSON(line.line)
        } else {
            text(failure).flatMap { Self.folded($0, console) }.forEach(console.note)
        }
        return ExitStatus.of(code: failure.code)
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
            console.noteJSON(line.line)
            return
        }
        let lines = [
            Line(head: "creation-json: ", style: .bad, text: error.sentence),
            Line(head: "usage: ", style: .quiet, text: error.usage),
            Line(head: "more:  ", style: .quiet, text: error.help),
        ]
        lines.flatMap { folded($0, console) }.forEach(console.note)
    }

    /// One line of a message: its painted head, and text that is visible already.
    private struct Line {
        var head: String
        var style: Style
        var text: String
        /// True for text whose spaces count.
        var isVerbatim = false
    }

    /// The line as it is printed: on a terminal folded at its width, elsewhere one line.
    private static func folded(_ line: Line, _ console: Console) -> [String] {
        let head = line.style.paint(line.head, colour: console.errors.hasColour)
        guard console.errors.isTerminal, !line.isVerbatim else { return [head + line.text] }
        let width = console.errors.width
        let pieces = DisplayWidth.wrap(line.text, to: width - 4, first: width - DisplayWidth.of(line.head))
        return pieces.enumerated().map { ($0 == 0 ? head : "    ") + $1 }
    }

    /// The sentence, then what belongs to it and is not said yet: the place with a caret, expected and found, what to
    /// do next.
    private func text(_ failure: Failure) -> [Line] {
        let said = Self.sentence(failure)
        var lines = [Line(head: "creation-json: ", style: .bad, text: said)]
        if let excerpt = failure.excerpt, let line = failure.line, let column = failure.column {
            lines += CaretExcerpt.lines(of: excerpt, line: line, column: column, width: console.errors.width).map {
                Line(head: "", style: .plain, text: $0, isVerbatim: true)
            }
        }
        var details: [(String, String?)] = [
            ("at", failure.pointer.flatMap { $0.isEmpty || Self.has($0, in: said) ? nil : $0 })
        ]
        if let expected = failure.expected, let found = failure.found, failure.excerpt == nil, found != "nothing",
            !Self.has(found, in: said)
        {
            details += [("expected", expected), ("found", found)]
        }
        if let holder = failure.holder, !Self.has(String(holder.pid), in: said) {
            details.append(("held by", "process \(holder.pid)" + (holder.command.map { " (\($0))" } ?? "")))
        }
        if let first = failure.otherLine, failure.excerpt == nil {
            details.append(("first seen in line", String(first)))
        }
        details.append(("next", failure.advice))
        for (name, text) in details {
            guard let text else { continue }
            lines.append(Line(head: "  \(name): ", style: .quiet, text: VisibleText.of(text)))
        }
        return lines
    }

    /// `file:line:column: what is wrong`, as one line; a file that the sentence names is not named twice.
    private static func sentence(_ failure: Failure) -> String {
        var place = failure.path.map { VisibleText.of($0) } ?? ""
        let said = VisibleText.of(failure.message)
        if let line = failure.line, let column = failure.column {
            place += place.isEmpty ? "line \(line), column \(column)" : ":\(line):\(column)"
        } else if names(place, in: said) {
            place = ""
        }
        return place.isEmpty ? said : "\(place): \(said)"
    }

    /// Whether a sentence names the file already, as those about a call that failed do: "cannot open FILE: ...".
    ///
    /// In another one, a name that could be one of its words does not count: a file is better named twice than not.
    static func names(_ file: String, in said: String) -> Bool {
        if said.hasPrefix("cannot "), !said.hasPrefix("cannot be ") { return said.contains(file) }
        return file.contains { $0 == "." || $0 == "/" } && " \(said) ".contains(" \(file) ")
    }

    /// Whether a sentence has this text with a blank, a mark or an end on both sides.
    private static func has(_ text: String, in said: String) -> Bool {
        said.ranges(of: text).contains { range in
            [said[..<range.lowerBound].last, said[range.upperBound...].first].allSatisfy { neighbour in
                neighbour.map { " :,;()“”‘’\"'".contains($0) } ?? true
            }
        }
    }
}
