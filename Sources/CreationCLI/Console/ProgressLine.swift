/// One line on a terminal's standard error that says how far a long walk is; nothing anywhere else.
package struct ProgressLine: ~Copyable {
    private let console: Console
    private let isShown: Bool
    private var last: ContinuousClock.Instant?
    private var isDrawn = false

    /// A line for this session; it stays away from pipes and from `--quiet`.
    package init(_ session: Session) {
        console = session.console
        isShown = session.console.errors.isTerminal && !session.isQuiet
    }

    /// Draws the line anew, at most ten times a second.
    package mutating func update(_ text: @autoclosure () -> String) {
        guard isShown else { return }
        let now = ContinuousClock.now
        if let last, now - last < .milliseconds(100) { return }
        last = now
        isDrawn = true
        let line = DisplayWidth.cut(VisibleText.of(text()), to: console.errors.width - 1)
        console.errors.buffer.append(Array("\r\u{1B}[K\(line)".utf8))
        console.errors.buffer.flush()
    }

    /// Takes the line away, before a result or a message is printed and at the end.
    package mutating func clear() {
        guard isDrawn else { return }
        isDrawn = false
        console.errors.buffer.append(Array("\r\u{1B}[K".utf8))
        console.errors.buffer.flush()
    }
}
