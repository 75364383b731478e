extension JSONDocument {
    /// Applies a JSON Patch (RFC 6902), whole or not at all (MRG-31 to MRG-36).
    ///
    /// Spliced in one pass at the end; what no operation touches keeps its bytes.
    /// - Throws: `testFailed`, `notFound`, `wrongKind`, `invalidPointer` or `limitExceeded`, with the pointer at which the
    ///   way ends and the number of the operation in the message; the document is then as before.
    public mutating func apply(patch: JSONPatch) throws(JSONError) {
        var tree = PatchTree(self)
        for (number, operation) in patch.operations.enumerated() {
            do {
                try tree.apply(operation)
            } catch {
                var error = error
                error.message = "operation \(number) (\(operation.name)): \(error.message)"
                throw error
            }
        }
        self = try tree.applied()
    }
}

extension PatchTree {
    mutating func apply(_ operation: JSONPatch.Operation) throws(JSONError) {
        switch operation {
        case .add(let path, let value): try add(.value(value), at: path)
        case .remove(let path): _ = try take(path)
        case .replace(let path, let value): try replace(path, with: .value(value))
        case .copy(let from, let path): try add(try entry(at: from).copy(), at: path)
        case .move(let from, let path): try move(from, to: path)
        case .test(let path, let value): try test(path, value)
        }
    }

    private mutating func move(_ from: JSONPointer, to path: JSONPointer) throws(JSONError) {
        if from == path {
            _ = try entry(at: from)
            return
        }
        if path.starts(with: from) {
            throw JSONError(
                .invalidPointer, "the value at \(from.quoted) cannot be moved into itself, to \(path)", pointer: path)
        }
        try add(try take(from), at: path)
    }

    private mutating func test(_ path: JSONPointer, _ expected: JSONValue) throws(JSONError) {
        let found: JSONValue
        do {
            found = try entry(at: path).value
        } catch {
            guard error.code != .invalidPointer else { throw error }
            throw JSONError(
                .testFailed, "there is no value at \(path.quoted) that could be tested", pointer: path,
                expected: expected.excerpt, found: "nothing")
        }
        guard found == expected else {
            throw JSONError(
                .testFailed, "the value at \(path.quoted) is \(found.excerpt), not \(expected.excerpt)", pointer: path,
                expected: expected.excerpt, found: found.excerpt)
        }
    }

    /// How many bytes an entry has without white space: at least so many will be written of it.
    private mutating func size(of entry: Entry) -> Int {
        sizes.size(of: entry.origin) + entry.growth
    }

    /// Notes by how much the container that was reached last has grown, and all around it with it.
    private mutating func grow(by bytes: Int) throws(JSONError) {
        for container in way { container.growth += bytes }
        let limit = document.limits.size
        // With the white space of its origin it is at least as large, and that is known at once.
        if bytes > 0, root.origin.byteRange.count + root.growth > limit, size(of: root) > limit {
            throw .tooLarge("the patched document", document.limits)
        }
    }

    /// Puts an entry in its place.
    private mutating func add(_ entry: Entry, at path: JSONPointer) throws(JSONError) {
        guard let last = path.last, let parent = try parent(of: path, for: entry) else {
            root = entry
            return try grow(by: size(of: entry))
        }
        switch parent.content {
        case .members(var members):
            // Let go of the container's own reference, so that nothing is copied.
            parent.content = .elements([])
            let (place, old) = members.set(last, to: entry)
            parent.content = .members(members)
            try grow(by: size(of: entry) - (old.map { size(of: $0) } ?? -members.frame(of: place)))
        case .elements(var elements):
            let index = last == "-" ? elements.count : try index(last, at: path)
            guard index <= elements.count else { throw absent(path) }
            try grow(by: size(of: entry) + (elements.isEmpty ? 0 : 1))
            parent.content = .elements([])
            elements.insert(entry, at: index)
            parent.content = .elements(elements)
        }
    }

    /// Removes and gives back.
    private mutating func take(_ path: JSONPointer) throws(JSONError) -> Entry {
        guard let last = path.last, let parent = try parent(of: path) else {
            throw JSONError(.wrongKind, "the root of a document cannot be removed", pointer: .root)
        }
        let old = try entry(last, of: parent, at: path)
        var bytes = size(of: old)
        switch parent.content {
        case .members(var members):
            parent.content = .elements([])
            if let place = members.place(of: last) {
                bytes += members.frame(of: place)
                members.remove(at: place)
            }
            parent.content = .members(members)
        case .elements(var elements):
            parent.content = .elements([])
            if elements.count > 1 { bytes += 1 }
            if let index = JSONPointer.index(last) { elements.remove(at: index) }
            parent.content = .elements(elements)
        }
        try grow(by: -bytes)
        return old
    }

    /// Puts another value in the place of one that exists.
    private mutating func replace(_ path: JSONPointer, with entry: Entry) throws(JSONError) {
        guard let last = path.last, let parent = try parent(of: path) else {
            root = entry
            return try grow(by: size(of: entry))
        }
        let old = try self.entry(last, of: parent, at: path)
        set(last, of: parent, to: entry)
        try grow(by: size(of: entry) - size(of: old))
    }

    private func set(_ token: String, of container: PatchContainer, to entry: Entry) {
        switch container.content {
        case .members(var members):
            container.content = .elements([])
            members.set(token, to: entry)
            container.content = .members(members)
        case .elements(var elements):
            container.content = .elements([])
            if let index = JSONPointer.index(token) { elements[index] = entry }
            container.content = .elements(elements)
        }
    }
}

extension PatchTree {
    /// The container that holds what a pointer names, taken apart; nil for the root. `new` is what is to go there.
    /// `way` then leads to it.
    ///
    /// Containers that are taken apart never nest deeper than the document may, so that recursion over them is bounded.
    private mutating func parent(of path: JSONPointer, for new: Entry? = nil) throws(JSONError) -> PatchContainer? {
        way.removeAll(keepingCapacity: true)
        guard !path.tokens.isEmpty else { return nil }
        let height = try height(of: new, at: path)
        let opened = try open(root, at: .root)
        root = .container(opened)
        var container = opened
        way.append(container)
        for (depth, token) in path.tokens.dropLast().enumerated() {
            func place() -> JSONPointer { JSONPointer(tokens: Array(path.tokens[...depth])) }
            let child = try entry(token, of: container, at: place())
            let opened = try open(child, at: place())
            guard depth + 2 <= document.limits.depth else { throw tooDeep(place()) }
            if case .value = child { set(token, of: container, to: .container(opened)) }
            container.height = max(container.height, path.tokens.count - depth + height)
            container = opened
            way.append(container)
        }
        container.height = max(container.height, 1 + height)
        return container
    }

    /// How high an entry is, which must fit below where it goes.
    private func height(of entry: Entry?, at path: JSONPointer) throws(JSONError) -> Int {
        guard case .container(let container) = entry else { return 0 }
        let room = document.limits.depth - path.tokens.count
        if container.height > room { container.measure() }
        guard container.height <= room else { throw tooDeep(path) }
        return container.height
    }

    private func tooDeep(_ place: JSONPointer) -> JSONError {
        let limit = document.limits.depth
        return JSONError(
            .limitExceeded, "the patch would nest arrays and objects deeper than \(limit) levels", pointer: place,
            expected: "at most \(limit) levels", found: "more")
    }

    private func open(_ entry: Entry, at place: @autoclosure () -> JSONPointer) throws(JSONError) -> PatchContainer {
        switch entry {
        case .container(let container): return container
        case .value(let value):
            guard let container = PatchContainer(value) else {
                throw JSONError.wrongKind(at: place(), expected: "an object or array", found: value.kind)
            }
            return container
        }
    }

    /// The value that a pointer names.
    private mutating func entry(at path: JSONPointer) throws(JSONError) -> Entry {
        guard let last = path.last, let parent = try parent(of: path) else { return root }
        return try entry(last, of: parent, at: path)
    }

    private func entry(
        _ token: String, of container: PatchContainer, at place: @autoclosure () -> JSONPointer
    ) throws(JSONError) -> Entry {
        switch container.content {
        case .members(var members):
            container.content = .elements([])
            defer { container.content = .members(members) }
            guard let at = members.place(of: token), let entry = members.list[at].entry else { throw absent(place()) }
            return entry
        case .elements(let elements):
            if token == "-" { throw absent(place()) }
            let index = try index(token, at: place())
            guard index < elements.count else { throw absent(place()) }
            return elements[index]
        }
    }

    private func index(_ token: String, at place: JSONPointer) throws(JSONError) -> Int {
        guard let index = JSONPointer.index(token) else {
            throw JSONError(
                .invalidPointer, "‘\(token)’ at the end of \(place) is no array index", pointer: place,
                expected: "an array index", found: token)
        }
        return index
    }

    private func absent(_ place: JSONPointer) -> JSONError {
        JSONError(.notFound, "there is no value at \(place)", pointer: place)
    }
}

extension JSONValue {
    /// The text as written, or its kind and length if it is long: for sentences.
    var excerpt: String {
        let bytes = bytes
        return bytes.count <= 60 ? String(decoding: bytes, as: UTF8.self) : "\(kind) of \(bytes.count) bytes"
    }
}
