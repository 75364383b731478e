/// The longest run of equal elements that two arrays have in the same order.
enum CommonSubsequence {
    /// How many differences are looked for before arrays count as having nothing in common.
    static let maximumDifferences = 256

    /// The positions of elements that stay, ascending on both sides; equal elements come as equal hashes.
    ///
    /// After E. W. Myers, "An O(ND) difference algorithm and its variations" (1986), with the way back kept. Time is the
    /// length times the number of differences, which is bounded; beyond the bound, the answer is empty.
    static func pairs(_ a: [Int], _ b: [Int]) -> [(old: Int, new: Int)] {
        if a.isEmpty || b.isEmpty { return [] }
        let bound = min(a.count + b.count, maximumDifferences)
        // How far the path on diagonal k reaches, for k from -d to d; one such list for every d.
        var reached: [[Int]] = []
        var farthest = Array(repeating: 0, count: 2 * bound + 3)
        let zero = bound + 1
        for d in 0...bound {
            for k in stride(from: -d, through: d, by: 2) {
                let goesDown = k == -d || k != d && farthest[zero + k - 1] < farthest[zero + k + 1]
                var x = goesDown ? farthest[zero + k + 1] : farthest[zero + k - 1] + 1
                while x < a.count, x - k < b.count, x - k >= 0, a[x] == b[x - k] { x += 1 }
                farthest[zero + k] = x
                if x >= a.count, x - k >= b.count {
                    return walkBack(a.count, b.count, reached, d)
                }
            }
            reached.append(Array(farthest[(zero - d)...(zero + d)]))
        }
        return []
    }

    /// Follows the path from the end to the start and collects its diagonals.
    private static func walkBack(_ aCount: Int, _ bCount: Int, _ reached: [[Int]], _ last: Int) -> [(
        old: Int, new: Int
    )] {
        var pairs: [(old: Int, new: Int)] = []
        var (x, y) = (aCount, bCount)
        for d in stride(from: last, through: 0, by: -1) {
            var (startX, startY) = (0, 0)
            if d > 0 {
                let before = reached[d - 1]
                // `before` lists diagonals from -(d - 1) to d - 1.
                func reach(_ k: Int) -> Int? { abs(k) <= d - 1 ? before[k + d - 1] : nil }
                let k = x - y
                let goesDown = k == -d || k != d && (reach(k - 1) ?? -1) < (reach(k + 1) ?? -1)
                startX = goesDown ? reach(k + 1) ?? 0 : reach(k - 1) ?? 0
                startY = goesDown ? startX - (k + 1) : startX - (k - 1)
            }
            let stepX = d == 0 ? 0 : (x - y > startX - startY ? startX + 1 : startX)
            while x > stepX, y > (d == 0 ? 0 : stepX - (x - y)) {
                x -= 1
                y -= 1
                pairs.append((x, y))
            }
            (x, y) = (startX, startY)
        }
        return pairs.reversed()
    }
}
