/// "Did you mean": the nearest known word.
enum Suggestion {
    /// The candidate nearest to `word`, if it is near enough to be what was meant.
    ///
    /// A beginning of exactly one candidate counts as near; otherwise at most a third of the letters may differ.
    static func nearest(to word: String, among candidates: [String]) -> String? {
        guard !word.isEmpty, word.utf8.count <= 64 else { return nil }
        let beginnings = candidates.filter { $0.hasPrefix(word) }
        if beginnings.count == 1, word.utf8.count >= 2 { return beginnings.first }
        let ranked = candidates.map { (distance: distance(word, $0), name: $0) }
        guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
        let allowed = max(1, max(word.utf8.count, best.name.utf8.count) / 3)
        return best.distance <= allowed ? best.name : nil
    }

    /// The number of insertions, deletions, replacements and swaps of neighbours between two words.
    static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left.utf8)
        let right = Array(right.utf8)
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for i in left.indices {
            var row = [i + 1] + [Int](repeating: 0, count: right.count)
            for j in right.indices {
                let replaced = last[j] + (left[i] == right[j] ? 0 : 1)
                row[j + 1] = min(replaced, last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1)
                }
            }
            beforeLast = last
            last = row
        }
        return last[right.count]
    }
}
