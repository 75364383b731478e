// LosslessJSON: JSON documents that keep their bytes.
//
// Purpose
//   Read, look up, change and write JSON without ever re-encoding what did not change. A document is its bytes and a
//   flat tape of offsets into them; a value is a view of one node. Unknown members, whitespace, escapes, the spelling
//   of numbers and the order of members survive because nothing rewrites them.
//
// Calling sequence
//   1. `JSONDocument(bytes)` checks everything once: RFC 8259 grammar, UTF-8, duplicate keys, depth and size limits.
//   2. `document.root` and its subscripts look. Nothing is decoded until it is asked for.
//   3. `set`, `insert`, `append`, `remove` splice one change each; `JSONEdits` collects many and splices them in one pass.
//   4. `document.bytes` is what to write. There is no serialiser to call.
//   5. `DocumentDecoder` and `DocumentEncoder` turn values into a program's own `Codable` types and back.
//   6. `merging(from:to:)` brings the change that such a program made into a document of which it knows only a part;
//      `JSONMerge` makes one of two copies of a file; `JSONPatch`, `mergePatch` and `JSONDifference` write changes down
//      and apply them (`spec/merge.md`, MRG-n).
//
// Guarantees
//   - `JSONDocument(bytes).bytes == bytes`, and an edit leaves every byte alone that it need not touch.
//   - Any input gives a document or a `JSONError`, never a crash; time is linear in the size of the input, hostile or not.
//   - Keys and strings are compared as their unescaped bytes, numbers by their exact value. Swift's notion of equal
//     strings (é and e + ´) is used nowhere.
//   - Values are immutable and `Sendable`; a document is a value type that copies on write.
//
// Errors
//   Everything throws `JSONError`: a code, a plain sentence, and the place as line, column, offset and pointer as far as
//   they are known. The rules are numbered in `spec/json.md` (JSON-n).
//
// The module imports nothing but the standard library and knows no file, no clock and no record.
