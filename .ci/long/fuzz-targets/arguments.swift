// What a coverage-guided fuzzer asks of the command line: every list of words is a command or a mistake that is explained.
//
// The input is the words behind the program's name, with a NUL between them.

@testable import CreationCLI

/// Tries one input; the name and the shape are libFuzzer's.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let input = UnsafeBufferPointer(start: start, count: count)
    let words = input.split(separator: 0, omittingEmptySubsequences: false).map { Argument(bytes: $0) }
    do throws(UsageError) {
        guard case .run(let line) = try ArgumentParser.parse(words, root: CommandTree.root) else { return 0 }
        // No word is lost, invented or taken apart.
        let given = words.map(\.bytes)
        for word in line.command.arguments.flatMap({ line.all($0.name) }) {
            precondition(given.contains(word.bytes), "a word that was not given")
        }
        for occurrence in line.occurrences where occurrence.option.value != nil {
            let value = occurrence.value.bytes
            precondition(
                given.contains { $0 == value || $0 == Array("--\(occurrence.option.name)=".utf8) + value },
                "a value that was not given")
            if occurrence.option.name == "set" || occurrence.option.name == "append" {
                _ = try? line.assignment(occurrence)
            }
        }
    } catch {
        precondition(!error.message.isEmpty, "a mistake without a word")
        let isPlain = error.message.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        precondition(isPlain, "a mistake that shows what must not reach a terminal")
    }
    return 0
}
