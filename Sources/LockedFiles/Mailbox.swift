/// One thread waits here for one message at a time; any thread may post it.
// Sendable because `message` and `isInterrupted` are only touched with the monitor's mutex held.
package final class Mailbox<Message: Sendable>: @unchecked Sendable {
    /// Why a wait ended.
    enum Arrival {
        case message(Message)
        case interrupted
        case deadline
    }

    private let monitor = Monitor()
    private var message: Message?
    private var isInterrupted = false

    /// An empty mailbox.
    package init() {}

    /// Leaves a message and wakes the thread that waits for it. The last message was taken before.
    package func post(_ message: Message) {
        monitor.lock()
        self.message = message
        monitor.unlock()
        // Not before: the thread would wake up only to wait for the mutex.
        monitor.signal()
    }

    /// Ends this and every later wait that finds no message.
    func interrupt() {
        monitor.lock()
        isInterrupted = true
        monitor.unlock()
        monitor.signal()
    }

    /// Waits. A message goes before an interruption, and both before the deadline.
    func take(until deadline: MonotonicTime?) -> Arrival {
        monitor.lock()
        defer { monitor.unlock() }
        while true {
            if let arrived = message {
                message = nil
                return .message(arrived)
            }
            if isInterrupted { return .interrupted }
            guard monitor.wait(until: deadline) else {
                // Not at the deadline alone: what arrived with it counts.
                guard let late = message else { return .deadline }
                message = nil
                return .message(late)
            }
        }
    }

    /// Takes the message that is there or will come, whatever happens before.
    package func takeSurely() -> Message {
        monitor.lock()
        defer { monitor.unlock() }
        while true {
            if let arrived = message.take() { return arrived }
            _ = monitor.wait(until: nil)
        }
    }
}
