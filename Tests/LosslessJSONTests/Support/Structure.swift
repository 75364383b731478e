@testable import LosslessJSON

extension JSONDocument {
    /// Whether the tape is the one that parsing these bytes would make.
    ///
    /// Builders and edits splice tapes; this is how tests hold them to the parser.
    var isAsIfParsed: Bool {
        guard let fresh = try? JSONDocument(bytes, limits: limits, duplicateKeys: .allow) else { return false }
        return words == fresh.words
    }

    /// The tape, sentinel included.
    var words: [UInt32] {
        (0..<storage.tape.count).map { storage.tape.words[$0] }
    }
}

/// A small generator of random numbers (SplitMix64), so that every run of a property test is the same.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Catches the error of a closure that must fail.
func failure(_ body: () throws(JSONError) -> Void) -> JSONError? {
    do {
        try body()
        return nil
    } catch {
        return error
    }
}
