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
            do {
                return .create(try JSONDocument(record).pretty(indent: 2))
            } catch {
                throw RecordError(error).at(path)
            }
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
        for (index, value) in list.enumerated() {
            gates.append(try gate(value, at: JSONPointer("/only_if").appending(index)))
        }
        return gates
    }

    /// One condition. It has the members of its kind and no others: what is passed over would open the gate.
    private func gate(_ value: JSONValue, at pointer: JSONPointer) throws(RecordError) -> RecordGate {
        let other = value["path"]?.stringValue.map { RecordPath($0) }
        let members = (value.objectValue?.keys.map(\.lossyString) ?? []).filter { $0 != "path" || other == nil }
        switch members.sorted() {
        case ["exists"] where other == nil:
            if let name = value["exists"]?.stringValue { return .exists(RecordPath(name)) }
        case ["absent"] where other == nil:
            if let name = value["absent"]?.stringValue { return .absent(RecordPath(name)) }
        case ["override_active"]:
            if let name = value["override_active"]?.stringValue { return .overrideActive(name, at: other) }
        case ["equals", "pointer"]:
            guard let text = value["pointer"]?.stringValue, let wanted = value["equals"] else { break }
            do {
                return .value(try JSONPointer(text), equals: wanted, at: other)
            } catch {
                throw failed(error.message, at: pointer.appending("pointer"))
            }
        default: break
        }
        throw failed(
            "a condition has 'exists', 'absent', 'override_active', or 'pointer' and 'equals', and nothing else but a "
                + "'path' beside the last two", at: pointer, "a condition", value)
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
