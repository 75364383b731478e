import CreationTestSupport
import LosslessJSON
import Testing

@Suite("The update merge (MRG-1 to MRG-17)")
struct UpdateMergeTests {
    @Test("Every case below Fixtures/merge/update comes out as its folder says", arguments: MergeCase.all("update"))
    func fixture(_ fixture: MergeCase) throws {
        let current = try fixture.document("current")
        let before = try fixture.document("before")
        let after = try fixture.document("after")
        if fixture.has("error") {
            let error = #expect(throws: JSONError.self) { try current.merging(from: before, to: after) }
            let expected = try ExpectedError(fixture.document("error").root)
            #expect(error.map(ExpectedError.init) == expected)
        } else {
            let expected = try fixture.document("expected")
            let merged = try current.merging(from: before, to: after)
            #expect(merged.description == expected.description)
            #expect(try JSONDocument(merged.bytes) == merged)
        }
    }

    @Test("There are cases")
    func casesExist() {
        #expect(MergeCase.all("update").count >= 50)
    }

    @Test("MRG-1: merging without a change is the identity on bytes", arguments: MergeCase.all("update"))
    func identity(_ fixture: MergeCase) throws {
        let current = try fixture.document("current")
        let before = try fixture.document("before")
        #expect(try current.merging(from: before, to: before).bytes == current.bytes)
        let spread = try before.pretty()
        #expect(try current.merging(from: before, to: spread).bytes == current.bytes)
    }

    @Test("Merging a whole document into itself gives the other document's value", arguments: MergeCase.all("update"))
    func replacement(_ fixture: MergeCase) throws {
        let before = try fixture.document("before")
        let after = try fixture.document("after")
        let merged = try before.merging(from: before, to: after)
        #expect(merged.root == after.root)
    }

    @Test("The result may not nest deeper than the limits of the document")
    func depthLimit() throws {
        let current = try JSONDocument("{\"a\":1}", limits: JSONLimits(maximumDepth: 2))
        let after = try JSONDocument("{\"a\":[[1]]}")
        let error = #expect(throws: JSONError.self) { try current.merging(from: current, to: after) }
        #expect(error?.code == .limitExceeded)
    }
}
