internal import CreationJSON
internal import LosslessJSON

/// One line of a bulk: `{"op":"create|update|remove","path":P,...}` (CLI-45).
struct BulkOperation {
    private let root: JSONValue
    private let path: RecordPath

    private static let members = ["op", "path", "record", "merge_patch", "json_patch", "checksum", "only_if"]

    /// The write that a line asks for, or why it cannot be understood; the message names the line.
    static func write(_ line: LineReader.Line) -> Result<DocumentWrite, RecordError> {
        do throws(RecordError) {
            guard !line.isTooLong else {
                throw RecordError(.limitExceeded, "the line is longer than \(LineReader.limit >> 20) MiB")
            }
            let root: JSONValue
            do {
                root = try JSONDocument(line.bytes).root
            } catch {
                throw RecordError(error)
            }
            return .success(try BulkOperation(root).write())
        } catch {
            var error = error
            error.message = "line \(line.number): \(error.message)"
            error.position?.line = line.number
            return .failure(error)
        }
    }

    private init(_ root: JSONValue) throws(RecordError) {
        guard let object = root.objectValue else {
            throw Self.invalid("an operation is a JSON object", at: .root, "an object", root)
        }
        guard let name = root["path"]?.stringValue else {
            throw Self.invalid("an operation names a record", at: "/path", "a string", root["path"])
        }
        self.root = root
        path = RecordPath(name)
        if let unknown = object.keys.first(where: { key in !Self.members.contains { key == JSONString($0) } }) {
            let word = unknown.lossyString
            let hint = Suggestion.nearest(to: word, among: Self.members).map { "; did you mean '\($0)'?" } ?? ""
            throw failed("an operation has no member '\(word)'\(hint)", at: .root.appending(word))
        }
    }

    private func write() throws(RecordError) -> DocumentWrite {
        var checksum: RecordChecksum?
        if let value = root["checksum"], !value.isNull {
            checksum = value.stringValue.flatMap { RecordChecksum($0) }
            if checksum == nil {
                throw failed("this is not a checksum", at: "/checksum", "sha256: and 64 digits", value)
            }
        }
        return DocumentWrite(action: try action(), path: path, gates: try gates(), checksum: checksum)
    }

    private func action() throws(RecordError) -> DocumentWrite.Action {
        let operation = root["op"]?.stringValue
        switch operation {
        case "create":
            guard let record = root["record"] else { throw failed("'create' needs a record", at: "/record") }
            try refuse(["merge_patch", "json_patch"], of: "create")
            return .create(JSONDocument(record).pretty(indent: 2))
        case "update":
            try refuse(["record"], of: "update")
            let edits = try edits()
            guard !edits.isEmpty else { throw failed("'update' needs a merge_patch or a json_patch", at: .root) }
            return .update { document in
                for edit in edits { try edit.apply(to: &document) }
            }
        case "remove":
            try refuse(["record", "merge_patch", "json_patch"], of: "remove")
            return .remove
        default:
            throw failed("'op' is create, update or remove", at: "/op", "create, update or remove", root["op"])
        }
    }

    private func refuse(_ names: [String], of operation: String) throws(RecordError) {
        for name in names where root[name] != nil {
            throw failed("'\(operation)' takes no \(name)", at: .root.appending(name))
        }
    }

    /// The patches, in the order in which the line has them.
    private func edits() throws(RecordError) -> [Edit] {
        var edits: [Edit] = []
        guard let object = root.objectValue else { return edits }
        for (key, value) in object {
            if key == JSONString("merge_patch") { edits.append(.mergePatch(value)) }
            guard key == JSONString("json_patch") else { continue }
            do {
                edits.append(.jsonPatch(try JSONPatch(value)))
            } catch {
                throw RecordError(edit: error).at(path)
            }
        }
        return edits
    }

    private func gates() throws(RecordError) -> [RecordGate] {
        guard let value = root["only_if"], !value.isNull else { return [] }
        guard let list = value.arrayValue else { throw failed("'only_if' is a list", at: "/only_if", "a list", value) }
        var gates: [RecordGate] = []
        for (index, gate) in list.enumerated() {
            let pointer = JSONPointer("/only_if").appending(index)
            let other = gate["path"]?.stringValue.map { RecordPath($0) }
            if let name = gate["exists"]?.stringValue {
                gates.append(.exists(RecordPath(name)))
            } else if let name = gate["absent"]?.stringValue {
                gates.append(.absent(RecordPath(name)))
            } else if let problemClass = gate["override_active"]?.stringValue {
                gates.append(.overrideActive(problemClass, at: other))
            } else if let text = gate["pointer"]?.stringValue, let wanted = gate["equals"] {
                do {
                    gates.append(.value(try JSONPointer(text), equals: wanted, at: other))
                } catch {
                    throw failed(error.message, at: pointer.appending("pointer"))
                }
            } else {
                throw failed(
                    "a condition has 'exists', 'absent', 'override_active', or 'pointer' and 'equals'", at: pointer,
                    "a condition", gate)
            }
        }
        return gates
    }

    private func failed(
        _ message: String, at pointer: JSONPointer, _ expected: String? = nil, _ found: JSONValue? = nil
    ) -> RecordError {
        Self.invalid(message, at: pointer, expected, found).at(path)
    }

    private static func invalid(
        _ message: String, at pointer: JSONPointer, _ expected: String?, _ found: JSONValue?
    ) -> RecordError {
        RecordError(
            .invalidRecord, message, pointer: pointer, expected: expected,
            found: expected == nil ? nil : found.map { DisplayWidth.cut($0.text, to: 60) } ?? "nothing")
    }
}
