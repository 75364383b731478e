import Foundation

/// One line of the table: our figure beside a reference, and what their ratio shall be.
struct Row {
    /// What the ratio shall be.
    enum Goal {
        /// Ours divided by the reference, at most this.
        case atMost(Double)
        /// The reference divided by ours, at least this: so many times faster.
        case timesFaster(Double)
        /// No goal: a figure for orientation.
        case none
    }

    /// What the figures count; the label is what the table shows.
    enum Unit: String {
        case microseconds = "µs"
        case milliseconds = "ms"
        case seconds = "s"
        case megabytes = "MB"
        case exponent = "exponent"

        /// How many of these make one second; 1 where the figure is not a time.
        var perSecond: Double {
            switch self {
            case .microseconds: 1e6
            case .milliseconds: 1e3
            case .seconds, .megabytes, .exponent: 1
            }
        }
    }

    var name: String
    /// Ours, in `unit`.
    var ours: Double?
    /// The floor's or the peer's, in `unit`; nil where the peer is absent.
    var reference: Double?
    /// What the reference is.
    var against: String
    var unit: Unit
    var goal: Goal
    /// What the reader should know, such as why there is no figure.
    var remark: String?

    /// A row of two times in seconds.
    init(
        _ name: String, ours: Double?, reference: Double?, against: String, _ unit: Unit, _ goal: Goal,
        remark: String? = nil
    ) {
        self.name = name
        self.ours = ours.map { $0 * unit.perSecond }
        self.reference = reference.map { $0 * unit.perSecond }
        self.against = against
        self.unit = unit
        self.goal = goal
        self.remark = remark
    }

    /// A row that could not be measured.
    init(_ name: String, against: String, _ unit: Unit, _ goal: Goal, missing: String) {
        self.init(name, ours: nil, reference: nil, against: against, unit, goal, remark: missing)
    }

    /// The ratio as the goal words it.
    var ratio: Double? {
        guard let ours, let reference else { return nil }
        if case .timesFaster = goal { return reference / ours }
        return ours / reference
    }

    /// Whether the goal is met; nil where nothing could be compared.
    var passes: Bool? {
        guard let ratio else { return nil }
        return switch goal {
        case .atMost(let most): ratio <= most
        case .timesFaster(let least): ratio >= least
        case .none: true
        }
    }
}

extension Row.Goal: CustomStringConvertible {
    var description: String {
        switch self {
        case .atMost(let most): "≤ \(most.shortText)"
        case .timesFaster(let least): "≥ \(least.shortText)"
        case .none: "–"
        }
    }
}

extension Double {
    /// Three significant digits, never in scientific notation.
    var shortText: String {
        if self == 0 { return "0" }
        let digits = max(0, 2 - Int(log10(abs(self)).rounded(.down)))
        var text = String(format: "%.\(digits)f", self)
        while text.contains("."), text.hasSuffix("0") || text.hasSuffix(".") { text.removeLast() }
        return text
    }

    /// Three significant digits, trailing zeros kept, for columns.
    var columnText: String {
        if self == 0 { return "0" }
        return String(format: "%.\(max(0, 2 - Int(log10(abs(self)).rounded(.down))))f", self)
    }
}
