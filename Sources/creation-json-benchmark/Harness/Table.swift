import Foundation

/// Prints rows as they come, in columns.
enum Table {
    private static let widths = [32, 10, 10, 9, 26, 8, 8]

    static func printHeader() {
        print(line(["name", "ours", "reference", "unit", "against", "ratio", "goal", "verdict"]))
    }

    static func print(_ row: Row) {
        let verdict =
            switch (row.passes, row.goal) {
            case (nil, _): "not compared"
            case (_, .none): "shown"
            case (true?, _): "pass"
            case (false?, _): "falls short"
            }
        print(
            line([
                row.name, row.ours?.columnText ?? "–", row.reference?.columnText ?? "–", row.unit.rawValue, row.against,
                row.ratio?.columnText ?? "–", row.goal.description, verdict,
            ]))
        if let remark = row.remark { print("    " + remark) }
    }

    private static func print(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    private static func line(_ cells: [String]) -> String {
        var text = ""
        for (index, cell) in cells.enumerated() {
            let width = index < widths.count ? widths[index] : 0
            let padding = String(repeating: " ", count: max(0, width - cell.count))
            // Figures stand at the right of their column, words at the left.
            let isFigure = index == 1 || index == 2 || index == 5
            text += (isFigure ? padding + cell : cell + padding) + (index < cells.count - 1 ? "  " : "")
        }
        return text
    }
}

extension [Row] {
    /// The rows as the machine-readable table: an array of objects, numbers unrounded, absent figures null.
    var json: Data {
        get throws {
            let objects = map { row -> [String: Any] in
                [
                    "name": row.name,
                    "ours": row.ours ?? NSNull(),
                    "reference": row.reference ?? NSNull(),
                    "unit": row.unit.rawValue,
                    "against": row.against,
                    "ratio": row.ratio ?? NSNull(),
                    "goal": row.goal.description,
                    "pass": row.passes ?? NSNull(),
                ]
            }
            return try JSONSerialization.data(withJSONObject: objects, options: [.prettyPrinted, .sortedKeys])
        }
    }
}
