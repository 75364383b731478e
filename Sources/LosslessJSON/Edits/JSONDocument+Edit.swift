extension JSONDocument {
    /// Replaces the value at `pointer`, or adds the member it names; `-` adds an element at the end of an array.
    ///
    /// The parent must exist. What is new follows the style around it; everything else keeps its bytes.
    /// - Throws: `notFound`, `wrongKind`, `invalidPointer` or `limitExceeded`; the document is then as before.
    public mutating func set(_ value: JSONValue, at pointer: JSONPointer) throws(JSONError) {
        apply(try splices(for: value, at: pointer, insertsElements: false))
    }

    /// Adds a member, or an element in front of the one at `pointer` (the `add` of RFC 6902); a member is replaced.
    ///
    /// - Throws: `notFound`, `wrongKind`, `invalidPointer` or `limitExceeded`; the document is then as before.
    public mutating func insert(_ value: JSONValue, at pointer: JSONPointer) throws(JSONError) {
        apply(try splices(for: value, at: pointer, insertsElements: true))
    }

    /// Adds an element at the end of the array at `pointer`.
    ///
    /// - Throws: `notFound`, `wrongKind` or `limitExceeded`; the document is then as before.
    public mutating func append(_ value: JSONValue, to pointer: JSONPointer) throws(JSONError) {
        apply(try splices(appending: value, to: pointer))
    }

    /// Removes the member or element at `pointer`, with its comma and the space that belongs to it.
    ///
    /// - Throws: `notFound`, or `wrongKind` for the root; the document is then as before.
    public mutating func remove(at pointer: JSONPointer) throws(JSONError) {
        apply(try splices(removing: pointer))
    }

    /// The value at `pointer`.
    ///
    /// - Throws: `notFound`, naming the first part of the pointer that leads nowhere.
    func find(_ pointer: JSONPointer) throws(JSONError) -> JSONValue {
        var node = 0
        for (i, token) in pointer.tokens.enumerated() {
            guard let child = storage.child(token, of: node) else {
                let missing = JSONPointer(tokens: Array(pointer.tokens[...i]))
                throw JSONError(.notFound, "there is no value at \(missing)", pointer: missing)
            }
            node = child
        }
        return JSONValue(storage: storage, index: node)
    }

    private func splices(removing pointer: JSONPointer) throws(JSONError) -> Splices {
        var edits = JSONEdits(self)
        edits.remove(try find(pointer))
        return try edits.splices()
    }

    private func splices(appending value: JSONValue, to pointer: JSONPointer) throws(JSONError) -> Splices {
        let target = try find(pointer)
        guard let array = target.arrayValue else {
            throw JSONError.wrongKind(at: pointer, expected: "an array", found: target.kind)
        }
        var edits = JSONEdits(self)
        edits.append(value, to: array)
        return try edits.splices()
    }

    private func splices(
        for value: JSONValue, at pointer: JSONPointer, insertsElements: Bool
    ) throws(JSONError) -> Splices {
        var edits = JSONEdits(self)
        guard let parent = pointer.parent, let last = pointer.last else {
            edits.replace(root, with: value)
            return try edits.splices()
        }
        let target = try find(parent)
        if let object = target.objectValue {
            if let old = object[last] {
                edits.replace(old, with: value)
            } else {
                edits.add(JSONString(last), value, to: object.value.index)
            }
        } else if let array = target.arrayValue {
            if last == "-" {
                edits.append(value, to: array)
            } else {
                guard let index = JSONPointer.index(last) else {
                    throw JSONError(
                        .invalidPointer, "‘\(last)’ at the end of \(pointer) is no array index", pointer: pointer,
                        expected: "an array index or ‘-’", found: last)
                }
                if let element = target[index] {
                    if insertsElements {
                        edits.insert(value, before: element)
                    } else {
                        edits.replace(element, with: value)
                    }
                } else if insertsElements, index == array.count {
                    edits.append(value, to: array)
                } else {
                    throw JSONError(.notFound, "there is no element at \(pointer)", pointer: pointer)
                }
            }
        } else {
            throw JSONError.wrongKind(at: parent, expected: "an object or array", found: target.kind)
        }
        return try edits.splices()
    }

    /// Makes the edits, in place where nobody else looks at this document: splices hold no reference to it.
    private mutating func apply(_ splices: Splices) {
        if let splice = splices.list.first, splices.list.count == 1, !splices.allowsDuplicates,
            isKnownUniquelyReferenced(&storage)
        {
            storage.apply(splice, resized: splices.resized)
        } else if !splices.list.isEmpty {
            storage = splices.applied(to: storage)
        }
    }
}

extension JSONError {
    /// The value at `pointer` is of another kind than it must be.
    static func wrongKind(at pointer: JSONPointer, expected: String, found: JSONKind) -> JSONError {
        JSONError(
            .wrongKind, "expected \(expected) at \(pointer.quoted), found \(found)", pointer: pointer,
            expected: expected, found: found.description)
    }

    /// The result of a change would have more bytes than a document may.
    static func tooLarge(_ what: String, _ limits: JSONLimits) -> JSONError {
        JSONError(
            .limitExceeded, "\(what) would have more than \(limits.size) bytes",
            expected: "at most \(limits.size) bytes", found: "more")
    }
}

extension JSONDocument {
    /// The document laid out anew, as a new file is: one member to a line, `indent` spaces a level, final line feed.
    ///
    /// - Throws: `limitExceeded` if the result would break the limits of the document.
    public func pretty(indent: Int = 2) throws(JSONError) -> JSONDocument {
        var layout = JSONLayout.newFile
        layout.unit = Array(repeating: 0x20, count: max(indent, 0))
        var fragment = JSONFragment()
        guard storage.view({ fragment.append(0, of: $0, layout: layout, limit: limits.size - 1) }) else {
            throw .tooLarge("the document laid out anew", limits)
        }
        fragment.gap(CollectionOfOne(0x0A))
        return JSONDocument(storage: fragment.storage(like: storage))
    }

    /// The document without any white space between its tokens.
    public func compact() -> JSONDocument {
        var fragment = JSONFragment()
        storage.view { fragment.append(0, of: $0, layout: .compact) }
        return JSONDocument(storage: fragment.storage(like: storage))
    }
}

extension JSONValue {
    /// The value of a member; nil if there is none or this is no object.
    ///
    /// Setting makes a new value: a member is replaced, or added last; nil removes it. A value that is not an object
    /// stays as it is, as it does where the result would break the limits of its document.
    public subscript(_ key: String) -> JSONValue? {
        get { objectValue?[key] }
        set {
            guard objectValue != nil else { return }
            var document = JSONDocument(self)
            if let newValue {
                try? document.set(newValue, at: JSONPointer(tokens: [key]))
            } else {
                try? document.remove(at: JSONPointer(tokens: [key]))
            }
            self = document.root
        }
    }
}
