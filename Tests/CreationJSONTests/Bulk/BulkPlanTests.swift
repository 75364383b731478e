import Testing

@testable import CreationJSON

@Suite("A window of writes is planned")
struct BulkPlanTests {
    private func plan(_ items: [(RecordPath, [RecordPath])]) -> [BulkPlan.Unit] {
        BulkPlan(items.map { BulkPlan.Item(target: $0.0, gates: $0.1) }).units
    }

    @Test("writes on one record make one unit, in input order")
    func oneRecordOneUnit() {
        let units = plan([("a", []), ("b", []), ("a", []), ("a", [])])
        #expect(units.map(\.items) == [[0, 2, 3], [1]])
        #expect(units.allSatisfy { $0.after.isEmpty })
    }

    @Test("names of one file are one record; addresses of objects are told apart by every byte")
    func namesAndAddresses() {
        let files = plan([("a//./b", []), ("a/b", []), ("/a/b", [])])
        #expect(files.map(\.target) == ["a/b", "/a/b"])
        let objects = plan([("s3://b/a//k", []), ("s3://b/a/k", []), ("s3://b/a//k", [])])
        #expect(objects.map(\.target) == ["s3://b/a//k", "s3://b/a/k"])
        #expect(objects.map(\.items) == [[0, 2], [1]])
    }

    @Test("a write that requires a record comes after the one that makes it")
    func gateAfterWrite() {
        let units = plan([("project", []), ("run", ["project"])])
        #expect(units.map(\.items) == [[0], [1]])
        #expect(units[1].after == [0])
    }

    @Test("a write of a record comes after the writes that looked at it before")
    func writeAfterGate() {
        let units = plan([("project", []), ("run", ["project"]), ("project", [])])
        #expect(units.map(\.items) == [[0], [1], [2]])
        #expect(units[2].after == [0, 1])
    }

    @Test("writes that look at a record nobody writes are not tied to each other")
    func sharedGateTiesNothing() {
        let units = plan([("a", ["project"]), ("b", ["project"]), ("a", ["project"])])
        #expect(units.map(\.items) == [[0, 2], [1]])
        #expect(units.allSatisfy { $0.after.isEmpty })
    }

    private func parts(_ items: [(RecordPath, [RecordPath])]) -> [Range<Int>] {
        BulkPlan.parts(of: items.map { BulkPlan.Item(target: $0.0, gates: $0.1) })
    }

    @Test("names that may be one record by `..`, or by where they start, are written one after the other")
    func startingPoints() {
        #expect(parts([]).isEmpty)
        #expect(parts([("a", []), ("b", ["a"]), ("a", [])]) == [0..<3])
        #expect(parts([("../a", []), ("../b", []), ("../a", [])]) == [0..<3])
        // What is written under one name, and written or looked at under another.
        #expect(parts([("s", []), ("p/../s", [])]) == [0..<1, 1..<2])
        #expect(parts([("p/../s", []), ("q/../s", []), ("s", [])]) == [0..<1, 1..<2, 2..<3])
        #expect(parts([("r/s", []), ("/w/r/s", []), ("/w/r/s", [])]) == [0..<1, 1..<3])
        #expect(parts([("../w/r/s", []), ("t", []), ("r/s", [])]) == [0..<2, 2..<3])
        #expect(parts([("s", []), ("t", ["/w/s"])]) == [0..<1, 1..<2])
        #expect(parts([("t", ["/w/s"]), ("s", [])]) == [0..<1, 1..<2])
        // What only two gates look at, and what cannot be one record.
        #expect(parts([("t", ["/w/s"]), ("u", ["s"]), ("v", ["s"])]) == [0..<3])
        #expect(parts([("r1/s", ["/w/project/s"]), ("r2/s", ["/w/project/s"]), ("x/../r3/s", [])]) == [0..<3])
    }

    @Test("a unit never waits for itself or for a later one, whatever the input")
    func acyclic() {
        var generator = SystemRandomNumberGenerator()
        let names: [RecordPath] = ["a", "b", "c", "d"]
        for _ in 0..<500 {
            let items = (0..<20).map { _ -> (RecordPath, [RecordPath]) in
                let target = names.randomElement(using: &generator) ?? "a"
                return (target, names.filter { $0 != target && Bool.random(using: &generator) })
            }
            let units = plan(items)
            for (number, unit) in units.enumerated() { #expect(unit.after.allSatisfy { $0 < number }) }
            #expect(units.flatMap(\.items).sorted() == Array(items.indices))
            #expect(orderIsKept(items, units))
        }
    }

    /// Of two items one of which writes what the other writes or looks at, the earlier must come first.
    private func orderIsKept(_ items: [(RecordPath, [RecordPath])], _ units: [BulkPlan.Unit]) -> Bool {
        var unitOf: [Int: Int] = [:]
        for (number, unit) in units.enumerated() { for item in unit.items { unitOf[item] = number } }
        var before: [Set<Int>] = []
        for unit in units { before.append(unit.after.reduce(into: unit.after) { $0.formUnion(before[$1]) }) }
        for late in items.indices {
            for early in 0..<late {
                let tied =
                    items[early].0 == items[late].0 || items[late].1.contains(items[early].0)
                    || items[early].1.contains(items[late].0)
                guard tied, let first = unitOf[early], let second = unitOf[late] else { continue }
                if first != second, !before[second].contains(first) { return false }
            }
        }
        return true
    }
}
