/// A view of a number: its text as written, converted on request.
public struct JSONNumber: Sendable {
    /// The number as a value.
    public let value: JSONValue

    /// Looks at a value as a number; nil for another kind.
    public init?(_ value: JSONValue) {
        guard value.kind == .number else { return nil }
        self.value = value
    }

    /// Makes a number of its own, spelled as `text`; nil if that is not a JSON number.
    public init?(text: String) {
        guard let value = JSONValue.number(text: text) else { return nil }
        self.value = value
    }

    /// The number as written.
    public var text: String { value.text }

    /// The exact value as a signed integer; nil if it has a fraction or does not fit. `1e2` is 100.
    public var int64: Int64? {
        parts { parts in
            guard let magnitude = parts.integer else { return nil }
            return parts.isNegative
                ? (magnitude <= 1 << 63 ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil) : Int64(exactly: magnitude)
        }
    }

    /// The exact value as an unsigned integer; nil if it is negative, has a fraction or does not fit.
    public var uint64: UInt64? {
        parts { parts in
            guard let magnitude = parts.integer else { return nil }
            return parts.isNegative && magnitude != 0 ? nil : magnitude
        }
    }

    /// The nearest double; nil if it would be infinite, if a value that is not 0 would become 0, or if an integer
    /// written without fraction and exponent is not exactly a double.
    public var double: Double? {
        value.storage.view { view in
            let text = UnsafeBufferPointer(rebasing: view.text(value.index).assumingMemoryBound(to: UInt8.self)[...])
            return DecimalParts(text).double(of: text)
        }
    }

    private func parts<R>(_ body: (DecimalParts) -> R) -> R {
        value.storage.view { view in
            body(
                DecimalParts(
                    UnsafeBufferPointer(rebasing: view.text(value.index).assumingMemoryBound(to: UInt8.self)[...])))
        }
    }
}

extension JSONNumber: Hashable, CustomStringConvertible {
    /// Compares the exact values: `1.0`, `1` and `10e-1` are equal, and so are `0` and `-0`.
    public static func == (a: JSONNumber, b: JSONNumber) -> Bool { a.value == b.value }

    /// Feeds the exact value.
    public func hash(into hasher: inout Hasher) {
        parts { $0.feed(&hasher) }
    }

    /// The number as written.
    public var description: String { text }
}
