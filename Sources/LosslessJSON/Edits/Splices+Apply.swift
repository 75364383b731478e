extension Splices {
    /// A new document with the replacements made, without parsing: the tape is spliced like the bytes.
    func applied(to old: JSONStorage) -> JSONStorage {
        old.view { view in
            let size = view.size + sizeChange
            let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
                count = size
                var at = 0
                var place = UnsafeMutableRawBufferPointer(buffer)
                func copy(_ run: UnsafeRawBufferPointer) {
                    place.copyMemory(from: run)
                    place = UnsafeMutableRawBufferPointer(rebasing: place[run.count...])
                }
                for splice in list {
                    copy(UnsafeRawBufferPointer(start: view.bytes + at, count: splice.bytes.lowerBound - at))
                    splice.new.bytes.withUnsafeBytes(copy)
                    at = splice.bytes.upperBound
                }
                copy(UnsafeRawBufferPointer(start: view.bytes + at, count: view.size - at))
            }
            let wordCount = old.wordCount + 1
            var tape = TapeBuffer(capacity: wordCount + wordChange)
            var at = (byte: 0, word: 0)
            var moved = 0
            var sizes = resized.sorted { $0.open < $1.open }[...]
            func copy(toWord end: Int) {
                let place = tape.count - at.word
                tape.append(
                    contentsOf: UnsafeBufferPointer(start: view.tape + at.word, count: end - at.word), movedBy: moved)
                while let container = sizes.first, container.open < end {
                    tape.resize(container.open + place, by: container.change)
                    sizes.removeFirst()
                }
            }
            for splice in list {
                copy(toWord: splice.words.lowerBound)
                let start = splice.bytes.lowerBound + moved
                splice.new.words.withUnsafeBufferPointer { tape.append(contentsOf: $0, movedBy: start) }
                at = (splice.bytes.upperBound, splice.words.upperBound)
                moved += splice.new.bytes.count - splice.bytes.count
            }
            copy(toWord: wordCount)
            return JSONStorage(
                bytes: bytes, tape: tape, limits: old.limits,
                allowsDuplicates: old.allowsDuplicates || allowsDuplicates)
        }
    }
}

extension TapeBuffer {
    /// Changes the skip word of a container.
    func resize(_ open: Int, by change: Int) {
        words[open + 1] = UInt32(truncatingIfNeeded: Int(words[open + 1]) + change)
    }
}
