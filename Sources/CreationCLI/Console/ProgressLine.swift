internal import LockedFiles

/// One line on a terminal's standard error that says how far a long walk is; nothing anywhere else.
package final class ProgressLine: Sendable {
    private struct State {
        var last: ContinuousClock.Instant?
        var isDrawn = false
    }

    private let console: Console
    /// Whether anybody sees the line, so that its text is worth making.
    package let isShown: Bool
    private let state = Guarded(State())

    /// A line for this session; it stays away from pipes and from `--quiet`.
    package init(_ session: Session) {
        console = session.console
        isShown = session.console.errors.isTerminal && !session.isQuiet
    }

    /// Draws the line anew, at most ten times a second.
    package func update(_ text: @autoclosure () -> String) {
        guard isShown else { return }
        let now = ContinuousClock.now
        let isDue = state.withLock { state in
            if let last = state.last, now - last < .milliseconds(100) { return false }
            state = State(last: now, isDrawn: true)
            return true
        }
        guard isDue else { return }
        let line = DisplayWidth.cut(VisibleText.of(text()), to: console.errors.width - 1)
        console.errors.buffer.append(Array("\r\u{1B}[K\(line)".utf8))
        console.errors.buffer.flush()
    }

    /// Takes the line away, before a result or a message is printed and at the end.
    package func clear() {
        let wasDrawn = state.withLock { state in
            defer { state.isDrawn = false }
            return state.isDrawn
        }
        guard wasDrawn else { return }
        console.errors.buffer.append(Array("\r\u{1B}[K".utf8))
        console.errors.buffer.flush()
    }
}
