import LosslessJSON

extension JSONValue {
    /// Whether both are written with the same bytes: much cheaper than equality, and true for all that did not change.
    func hasSameBytes(as other: JSONValue) -> Bool {
        withCursor { left in other.withCursor { right in left.hasSameBytes(as: right) } }
    }
}
