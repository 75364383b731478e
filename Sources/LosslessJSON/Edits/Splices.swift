/// Replacements of runs of a document, in ascending order, and how to write the result.
struct Splices {
    private(set) var list: [Splice] = []
    /// Whether a new value comes from a document whose objects may hold a key twice.
    var allowsDuplicates = false
    /// Containers whose number of words changes, and by how much.
    var resized: [(open: Int, change: Int)] = []
    /// By how many words the tape grows.
    private(set) var wordChange = 0
    /// By how many bytes the document grows.
    private(set) var sizeChange = 0

    /// One replacement.
    struct Splice {
        var bytes: Range<Int>
        var words: Range<Int>
        var new: JSONFragment
    }

    /// Replaces a run of bytes and the words that belong to it; runs come in ascending order and do not overlap.
    mutating func add(bytes: Range<Int>, words: Range<Int>, _ new: JSONFragment = JSONFragment()) {
        list.append(Splice(bytes: bytes, words: words, new: new))
        wordChange += new.words.count - words.count
        sizeChange += new.bytes.count - bytes.count
    }

    /// Appends a run of the document with the replacements made.
    func emit(bytes: Range<Int>, words: Range<Int>, of view: JSONView, into result: inout JSONFragment) {
        result.bytes.makeRoom(for: bytes.count + sizeChange)
        result.words.makeRoom(for: words.count + wordChange)
        let sizes = resized.sorted { $0.open < $1.open }
        var nextSize = 0
        var at = (byte: bytes.lowerBound, word: words.lowerBound)
        func copy(toByte byte: Int, word: Int) {
            let place = result.words.count
            result.copy(bytes: at.byte..<byte, words: at.word..<word, of: view)
            while nextSize < sizes.count, sizes[nextSize].open < word {
                let skip = place + sizes[nextSize].open - at.word + 1
                result.words[skip] = UInt32(truncatingIfNeeded: Int(result.words[skip]) + sizes[nextSize].change)
                nextSize += 1
            }
        }
        for splice in list {
            copy(toByte: splice.bytes.lowerBound, word: splice.words.lowerBound)
            result.copy(splice.new)
            at = (splice.bytes.upperBound, splice.words.upperBound)
        }
        copy(toByte: bytes.upperBound, word: words.upperBound)
    }
}

extension Array {
    /// Reserves room for more elements. Unlike `reserveCapacity` alone, many small steps stay linear in all.
    fileprivate mutating func makeRoom(for extra: Int) {
        if count + extra > capacity { reserveCapacity(Swift.max(count + extra, 2 * capacity)) }
    }
}
