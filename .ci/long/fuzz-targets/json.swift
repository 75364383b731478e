// What a coverage-guided fuzzer asks of LosslessJSON: parser, layout, difference, patches, merges.
//
// The input is one text, or several with a NUL between them. A broken promise ends the process, and the fuzzer keeps the
// input that did it.

@testable import LosslessJSON

/// Tries one input; the name and the shape are libFuzzer's.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    let texts = input.split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false).map { Array($0) }
    let limits = JSONLimits(maximumDepth: 200, maximumSize: 1 << 20)
    let documents = texts.compactMap { parse($0, limits) }
    for document in documents { checkIdentity(document) }
    if documents.count > 1 { checkPair(documents[0], documents[1]) }
    if documents.count > 2 { checkMerge(base: documents[0], ours: documents[1], theirs: documents[2]) }
    return 0
}

/// A document, or an error with its place.
private func parse(_ bytes: [UInt8], _ limits: JSONLimits) -> JSONDocument? {
    do throws(JSONError) {
        let document = try JSONDocument(bytes, limits: limits)
        precondition(document.bytes == bytes, "a document is its bytes")
        return document
    } catch {
        guard let offset = error.offset, let line = error.line, let column = error.column else {
            preconditionFailure("no place in \(error)")
        }
        precondition((0...bytes.count).contains(offset) && line > 0 && column > 0, "a place outside: \(error)")
        return nil
    }
}

/// Reading, writing and changing nothing are the identity.
private func checkIdentity(_ document: JSONDocument) {
    let root = document.root
    precondition(root == root && parsesAsItself(JSONDocument(root)) == root)
    precondition(parsesAsItself(document.compact()) == root)
    do throws(JSONError) {
        let pretty = try document.pretty()
        precondition(parsesAsItself(pretty) == root)
    } catch {
        precondition(error.code == .limitExceeded, "a layout fails: \(error)")
    }
    precondition(JSONPatch(from: root, to: root).operations.isEmpty, "a difference to itself")
    do throws(JSONError) {
        let merged = try document.merging(from: document, to: document)
        precondition(merged.bytes == document.bytes, "a merge without a change changes")
        let whole = try JSONMerge.merge(base: document, ours: document, theirs: document)
        precondition(whole.document.bytes == document.bytes && whole.conflicts.isEmpty)
    } catch {
        preconditionFailure("a merge without a change fails: \(error)")
    }
    exercise(root)
}

/// The value that the text of a document has when it is parsed anew.
private func parsesAsItself(_ document: JSONDocument) -> JSONValue {
    do throws(JSONError) {
        let value = try JSONDocument(document.bytes).root
        precondition(value == document.root, "the tape is not that of the bytes")
        return value
    } catch {
        preconditionFailure("what was made does not parse: \(error)")
    }
}

private func exercise(_ root: JSONValue) {
    var values = [root]
    while let value = values.popLast() {
        _ = (value.stringValue, value.numberValue?.double, value.numberValue?.int64, value.numberValue?.uint64)
        _ = value.hashValue
        if let array = value.arrayValue { values += array }
        guard let object = value.objectValue else { continue }
        for (key, member) in object {
            precondition(object[key] == member, "a member that is not found")
            values.append(member)
        }
    }
}

/// A difference leads from one to the other; patches end in a document or an error.
private func checkPair(_ a: JSONDocument, _ b: JSONDocument) {
    var changed = a
    do throws(JSONError) {
        try changed.apply(patch: JSONPatch(from: a.root, to: b.root))
    } catch {
        precondition(error.code == .limitExceeded, "a difference that does not apply: \(error)")
        return
    }
    precondition(changed.root == b.root, "a difference that leads elsewhere")
    _ = parsesAsItself(changed)

    var merged = a
    if (try? merged.mergePatch(b.root)) != nil { _ = parsesAsItself(merged) }
    var patched = a
    if let patch = try? JSONPatch(b.root) {
        if (try? patched.apply(patch: patch)) != nil { _ = parsesAsItself(patched) } else { precondition(patched == a) }
    }
    // What stands in the file is what the change was made from: the result is the change's.
    if let updated = try? a.merging(from: a, to: b) {
        precondition(parsesAsItself(updated) == b.root, "an update that leads elsewhere")
    }
}

private func checkMerge(base: JSONDocument, ours: JSONDocument, theirs: JSONDocument) {
    if let updated = try? ours.merging(from: base, to: theirs) { _ = parsesAsItself(updated) }
    if let merge = try? JSONMerge.merge(base: base, ours: ours, theirs: theirs) { _ = parsesAsItself(merge.document) }
}
