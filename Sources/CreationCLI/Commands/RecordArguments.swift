internal import CreationJSON
internal import LosslessJSON

/// Arguments and options that several commands share.
enum RecordArguments {
    static let file = ArgumentDefinition("FILE", "The record")

    static let checksum = OptionDefinition.valued(
        "checksum", "SHA", "Only if the record still has this checksum (see inspect --show-checksum)")
    static let onlyIf = OptionDefinition.valued(
        "only-if", "PTR=STRING", "Only if that place holds this string; PTR:=JSON for any value", repeats: true)
    static let onlyIfExists = OptionDefinition.valued(
        "only-if-exists", "FILE", "Only if that other record exists", repeats: true, completion: .file)
    static let onlyIfAbsent = OptionDefinition.valued(
        "only-if-absent", "FILE", "Only if that other record does not exist", repeats: true, completion: .file)
    static let force = OptionDefinition.flag(
        "force", "Lift the guard on write-once and append-only fields, and nothing else")
    static let dryRun = OptionDefinition.flag("dry-run", "Change nothing; print what would change")

    /// Conditions for a record that is there.
    static let conditions = OptionGroup(
        title: "Conditions (see 'help gates')", options: [checksum, onlyIf, onlyIfExists, onlyIfAbsent])
}

extension Invocation {
    /// The record that the command is about.
    func record(_ name: String = "FILE") -> RecordPath {
        RecordPath(bytes: operand(name)?.bytes ?? [])
    }

    /// A pointer that was typed; one that is none is a mistake on the command line.
    func pointer(_ text: Argument, option: OptionDefinition? = nil) throws -> JSONPointer {
        do {
            return try JSONPointer(text.text ?? "?")
        } catch {
            let bytes = text.bytes
            let suggestion = bytes.isEmpty || bytes.first == UInt8(ascii: "/") ? nil : "/\(text.shown)"
            throw usageError("'\(text.shown)' is not a JSON pointer", suggestion: suggestion, option: option)
        }
    }

    /// `PTR=STRING` or `PTR:=JSON`, split at the first `=`.
    func assignment(_ occurrence: Occurrence) throws -> (pointer: JSONPointer, value: JSONValue) {
        let option = occurrence.option
        guard let (left, right) = occurrence.value.split(atFirst: UInt8(ascii: "=")) else {
            throw usageError("'\(occurrence.value.shown)' has no '='", option: option)
        }
        guard left.bytes.last == UInt8(ascii: ":") else {
            guard option.name != "append" else {
                throw usageError(
                    "'--append' takes PTR:=JSON", suggestion: "\(left.shown):=\"\(right.shown)\"", option: option)
            }
            guard let text = right.text else {
                throw usageError("the value of '--\(option.name)' is not UTF-8: '\(right.shown)'", option: option)
            }
            return (try pointer(left, option: option), .string(text))
        }
        let pointer = try pointer(Argument(bytes: left.bytes.dropLast()), option: option)
        do {
            return (pointer, try JSONDocument(right.bytes).root)
        } catch {
            throw usageError(
                "'\(right.shown)' is not JSON (\(VisibleText.of(error.message)))",
                suggestion: Self.isWord(right) ? "\(left.shown)=\"\(right.shown)\"" : nil, option: option)
        }
    }

    private static func isWord(_ text: Argument) -> Bool {
        !text.bytes.isEmpty && text.bytes.allSatisfy { (0x30...0x39).contains($0) || $0 > 0x40 || $0 == 0x2D }
    }

    /// The checksum that was asked for.
    func expectedChecksum() throws -> RecordChecksum? {
        guard let value = value(RecordArguments.checksum) else { return nil }
        guard let checksum = value.text.flatMap({ RecordChecksum($0) }) else {
            throw usageError(
                "'\(value.shown)' is not a checksum such as sha256:0123abcd... (64 digits)",
                option: RecordArguments.checksum)
        }
        return checksum
    }

    /// The gates, in the order given.
    func gates() throws -> [RecordGate] {
        try occurrences.compactMap { occurrence in
            switch occurrence.option {
            case RecordArguments.onlyIf:
                let (pointer, value) = try assignment(occurrence)
                return .value(pointer, equals: value)
            case RecordArguments.onlyIfExists: return .exists(RecordPath(bytes: occurrence.value.bytes))
            case RecordArguments.onlyIfAbsent: return .absent(RecordPath(bytes: occurrence.value.bytes))
            default: return nil
            }
        }
    }
}

extension Session {
    /// Prints what a write left behind: one JSON object, or one line for people.
    ///
    /// A program reads of a dry run what the real one would answer; people read that it was none.
    func show(_ report: WriteReport, isDryRun: Bool = false) {
        var line = ResultLine()
        line.addPath(report.path.bytes)
        line.add("outcome", report.outcome.rawValue)
        line.add("checksum", report.checksum?.rawValue)
        line.add("schema_version", report.schemaVersion?.description)
        if isJSON {
            console.printJSON(line.line)
        } else if !isQuiet {
            let style: Style = report.outcome == .unchanged ? .quiet : .good
            let version = report.schemaVersion.map { ", version \($0)" } ?? ""
            let outcome = isDryRun && report.outcome == .written ? "would be written" : report.outcome.rawValue
            console.print(
                "\(VisibleText.of(report.path.bytes)): \(painted(outcome, style))\(version)"
                    + (report.checksum.map { "\n  \(painted($0.rawValue, .quiet))" } ?? ""))
        }
    }
}
