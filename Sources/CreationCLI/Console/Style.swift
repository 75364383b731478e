/// What a piece of text means; the colour follows from that and from nothing else.
package enum Style: Sendable, Hashable {
    case plain
    case heading
    case good
    case warning
    case bad
    case quiet

    /// The terminal's select-graphic-rendition numbers.
    var code: String? {
        switch self {
        case .plain: nil
        case .heading: "1"
        case .good: "32"
        case .warning: "33"
        case .bad: "31"
        case .quiet: "2"
        }
    }

    /// The text in this style, where colour is wanted.
    func paint(_ text: String, colour: Bool) -> String {
        guard colour, let code, !text.isEmpty else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}
