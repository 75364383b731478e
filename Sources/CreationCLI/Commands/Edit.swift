internal import LosslessJSON

/// One change that `mutate` makes.
enum Edit: Sendable {
    case set(JSONPointer, JSONValue)
    case append(JSONPointer, JSONValue)
    case remove(JSONPointer)
    case mergePatch(JSONValue)
    case jsonPatch(JSONPatch)

    /// Makes the change.
    func apply(to document: inout JSONDocument) throws(JSONError) {
        switch self {
        case .set(let pointer, let value): try document.set(value, at: pointer)
        case .append(let pointer, let value): try document.append(value, to: pointer)
        case .remove(let pointer): try document.remove(at: pointer)
        case .mergePatch(let patch): try document.mergePatch(patch)
        case .jsonPatch(let patch): try document.apply(patch: patch)
        }
    }
}
