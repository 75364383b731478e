extension UpdateMerge {
    /// Which elements of the file are which elements of `before`, by position on either side.
    struct Correspondence {
        var ofFile: [Int?]
        var ofOld: [Int?]
    }

    /// Merges the elements of an array (MRG-10 to MRG-17).
    mutating func elements(_ c: Int, _ b: Int, _ a: Int) throws(JSONError) {
        let files = current.elements(c)
        let olds = before.elements(b)
        let news = after.elements(a)
        if try elementsInPlace(c, files, olds, news) { return }
        guard let places = correspondence(files, olds) else {
            return try replaceWhole(c, files, b, a)
        }
        let origins = try origins(of: news, in: olds, files: files, places: places, array: c)
        // For every new element, the position of the one in the file that it comes from.
        var order: [Int?] = []
        order.reserveCapacity(news.count)
        for (i, origin) in origins.enumerated() {
            let place = origin.flatMap { places.ofOld[$0] }
            if let origin, let place { value(files[place], olds[origin], news[i]) }
            order.append(place)
        }
        arrange(c, files, places, news, order)
    }

    /// An array that cannot be merged element by element is replaced, unless something would be lost (MRG-17).
    private mutating func replaceWhole(_ c: Int, _ files: [Int], _ b: Int, _ a: Int) throws(JSONError) {
        if before.same(b, a, in: after) || isSet(c, to: a) { return }
        if files.contains(where: current.view.isContainer) { throw ambiguous(c) }
        edits.replace(current.value(c), with: after.value(a))
    }

    /// Matches the file with `before` (MRG-16); nil if they do not match.
    func correspondence(_ files: [Int], _ olds: [Int]) -> Correspondence? {
        if files.count == olds.count, inPlace(files[...], current, olds[...], before) {
            // Scalars in another order are a set that the type keeps in an order of its own.
            for (file, old) in zip(files, olds) where !current.view.isContainer(file) && !before.view.isContainer(old) {
                if !current.same(file, old, in: before) {
                    return files.contains(where: current.view.isContainer) ? identity(files.count) : nil
                }
            }
            return identity(files.count)
        }
        if let fileIDs = ElementIDs(files, of: current), ElementIDs(olds, of: before) != nil {
            var result = Correspondence(
                ofFile: Array(repeating: nil, count: files.count), ofOld: Array(repeating: nil, count: olds.count))
            for (i, old) in olds.enumerated() {
                guard let place = fileIDs.position(of: old, in: before) else { continue }
                result.ofOld[i] = place
                result.ofFile[place] = i
            }
            return result
        }
        return files.count == olds.count ? identity(files.count) : nil
    }

    private func identity(_ count: Int) -> Correspondence {
        Correspondence(ofFile: Array(0..<count), ofOld: Array(0..<count))
    }

    /// Whether two arrays of one length have the same `id`, or on one side none, at every position.
    func inPlace(_ left: ArraySlice<Int>, _ leftReader: NodeReader, _ right: ArraySlice<Int>, _ rightReader: NodeReader)
        -> Bool
    {
        zip(left, right).allSatisfy { left, right in
            guard let id = leftReader.id(left), let other = rightReader.id(right) else { return true }
            return leftReader.view.sameString(id, other, in: rightReader.view)
        }
    }

    /// For every new element, the position of the old one that it comes from (MRG-10 to MRG-14).
    private func origins(
        of news: [Int], in olds: [Int], files: [Int], places: Correspondence, array: Int
    ) throws(JSONError) -> [Int?] {
        if olds.count == news.count, inPlace(olds[...], before, news[...], after) { return Array(0..<olds.count) }
        if let oldIDs = ElementIDs(olds, of: before), ElementIDs(news, of: after) != nil {
            return news.map { oldIDs.position(of: $0, in: after) }
        }
        if olds.count == news.count { return Array(0..<olds.count) }
        let (front, back) = olds.equalEnds(with: news) { before.same($0, $1, in: after) }
        let isRemoval = front + back == news.count
        if isRemoval {
            try checkRemoval(of: olds.count - news.count, at: front, olds, files, array) { places.ofOld[$0] }
        } else {
            for i in front..<olds.count - back {
                if let place = places.ofOld[i], hasUnknown(files[place], olds[i]) { throw ambiguous(array) }
            }
        }
        let shift = olds.count - news.count
        return news.indices.map { i in i < front ? i : i >= news.count - back ? i + shift : nil }
    }

    /// Elements were removed; if equal neighbours leave open which, their unknown members must not differ (MRG-14).
    func checkRemoval(
        of count: Int, at front: Int, _ olds: [Int], _ files: [Int], _ array: Int, place: (Int) -> Int?
    ) throws(JSONError) {
        /// Whether the run that was removed may as well have been one further back.
        func slides(_ start: Int) throws(JSONError) -> Bool {
            guard start >= 0, start + count < olds.count, before.same(olds[start], olds[start + count], in: before)
            else {
                return false
            }
            if let one = place(start), let other = place(start + count),
                !current.same(files[one], files[other], in: current),
                hasUnknown(files[one], olds[start]) || hasUnknown(files[other], olds[start + count])
            {
                throw ambiguous(array)
            }
            return true
        }
        var start = front
        while try slides(start - 1) { start -= 1 }
        start = front
        while try slides(start) { start += 1 }
    }

    /// Puts the array together in the order of the new elements; what only the file has stays behind its predecessor.
    private mutating func arrange(
        _ c: Int, _ files: [Int], _ places: Correspondence, _ news: [Int], _ order: [Int?]
    ) {
        let stays = elementsThatStay(files, places, order)
        var elements = stays.front
        for (i, place) in order.enumerated() {
            if let place {
                elements.append(.kept(current.value(files[place])))
                if let behind = stays.behind[place] { elements += behind }
            } else {
                elements.append(.new(after.value(news[i])))
            }
        }
        if let array = JSONArray(current.value(c)) { edits.arrange(array, as: elements) }
    }

    /// What only the file has (MRG-16), by the position of the element behind which it goes; what leads, on its own.
    private func elementsThatStay(
        _ files: [Int], _ places: Correspondence, _ order: [Int?]
    ) -> (front: [JSONEdits.Element], behind: [Int: [JSONEdits.Element]]) {
        var front: [JSONEdits.Element] = []
        var behind: [Int: [JSONEdits.Element]] = [:]
        guard places.ofFile.contains(nil) else { return (front, behind) }
        let kept = Set(order.compactMap(\.self))
        var anchor: Int?
        for (i, old) in places.ofFile.enumerated() {
            if old == nil {
                let element = JSONEdits.Element.kept(current.value(files[i]))
                if let anchor { behind[anchor, default: []].append(element) } else { front.append(element) }
            } else if kept.contains(i) {
                anchor = i
            }
        }
        return (front, behind)
    }

    func ambiguous(_ array: Int) -> JSONError {
        let pointer = PointerFinder.pointer(to: current.view.start(array), in: current.storage.bytes) ?? .root
        return JSONError(
            .ambiguous,
            "the elements of \(pointer.quoted) changed so that it is open which of them keeps the members that this "
                + "program does not know; give them ids, or change fewer at once",
            pointer: pointer)
    }
}
