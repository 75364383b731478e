import Foundation

/// A terminal session on paper: commands, what they print, and how they end.
///
/// `$ ` begins a command of sh, `> ` continues it; then stand the lines of standard output, those of standard error
/// behind `! `, and `[exit N]` where N is not 0. Lines with `#` in front are remarks. The commands of one file run one
/// after the other in one fresh directory, with the fixture records at `$RECORDS`.
struct Transcript {
    struct Step {
        var remarks: [String] = []
        var command: String
        var expected: [String] = []
    }

    var steps: [Step] = []

    init(_ text: String) {
        var remarks: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line.hasPrefix("$ ") {
                steps.append(Step(remarks: remarks, command: String(line.dropFirst(2))))
                remarks = []
            } else if line == ">" || line.hasPrefix("> "), steps.last?.expected.isEmpty == true {
                steps[steps.count - 1].command += "\n" + line.dropFirst(2)
            } else if line.hasPrefix("#") {
                remarks.append(line)
            } else if !steps.isEmpty, remarks.isEmpty {
                steps[steps.count - 1].expected.append(line)
            }
        }
        for index in steps.indices {
            while steps[index].expected.last?.isEmpty == true { steps[index].expected.removeLast() }
        }
    }

    /// An answer as a transcript shows it.
    static func lines(of answer: Shell.Answer) -> [String] {
        func lines(_ text: String) -> [String] {
            guard !text.isEmpty else { return [] }
            var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            if lines.last?.isEmpty == true { lines.removeLast() }
            return lines
        }
        let status = answer.status == 0 ? [] : ["[exit \(answer.status)]"]
        var shown = lines(answer.output) + lines(answer.errors).map { "! \($0)" } + status
        while shown.last?.isEmpty == true { shown.removeLast() }
        return shown
    }

    /// The text of the file.
    var text: String {
        steps.map { step in
            let command =
                "$ "
                + step.command.replacingOccurrences(of: "\n", with: "\n> ").replacingOccurrences(
                    of: "> \n", with: ">\n")
            return (step.remarks + [command] + step.expected).joined(separator: "\n") + "\n"
        }.joined(separator: "\n")
    }
}
