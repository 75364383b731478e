/// A failure as the command line reports it, whatever layer it came from.
package struct Failure: Error, Sendable, Hashable {
    /// The code of the table in `ExitStatus`.
    package var code: String
    /// One plain sentence.
    package var message: String
    /// The file, as bytes.
    package var path: [UInt8]?
    /// The place in the record.
    package var pointer: String?
    /// Where in the text, counted from 1, in bytes; and from 0.
    package var line: Int?
    package var column: Int?
    package var offset: Int?
    /// The line of the first of two equal keys.
    package var otherLine: Int?
    /// What was expected and what was there.
    package var expected: String?
    package var found: String?
    /// Who holds the lock.
    package var holder: Holder?
    /// How often the write was tried.
    package var attempts: Int?
    /// What to do next, one line.
    package var advice: String?
    /// The text that did not parse, for the line with the caret; never in JSON.
    package var excerpt: [UInt8]?

    /// The process in the way.
    package struct Holder: Sendable, Hashable {
        /// Its process id.
        package var pid: Int
        /// Its command, where the system tells.
        package var command: String?

        /// A holder.
        package init(pid: Int, command: String?) {
            self.pid = pid
            self.command = command
        }
    }

    /// A failure with a code, a sentence and what to do.
    package init(code: String, message: String, path: [UInt8]? = nil, pointer: String? = nil, advice: String? = nil) {
        self.code = code
        self.message = message
        self.path = path
        self.pointer = pointer
        self.advice = advice
    }
    /// The object behind `"error"` in JSON.
    var json: [UInt8] {
        var line = ResultLine()
        line.add("code", code)
        line.add("message", message)
        if let path { line.addPath(path) }
        line.add("pointer", pointer)
        line.add("line", self.line)
        line.add("column", column)
        line.add("offset", offset)
        line.add("first_line", otherLine)
        line.add("expected", expected)
        line.add("found", found)
        line.add("holder_pid", holder?.pid)
        line.add("holder_command", holder?.command)
        line.add("attempts", attempts)
        line.add("advice", advice)
        return line.line
    }
}
