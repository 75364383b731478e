import CreationTestSupport
import LosslessJSON
import Testing

@Suite("The merge of whole files (MRG-20 to MRG-24)")
struct FileMergeTests {
    @Test("Every case below Fixtures/merge/files comes out as its folder says", arguments: MergeCase.all("files"))
    func fixture(_ fixture: MergeCase) throws {
        let merge = try JSONMerge.merge(
            base: fixture.document("base"), ours: fixture.document("ours"), theirs: fixture.document("theirs"))
        let expected = try fixture.document("expected")
        #expect(merge.document.description == expected.description)
        #expect(try JSONDocument(merge.document.bytes) == merge.document)
        let conflicts = fixture.has("conflicts") ? try fixture.document("conflicts").root : []
        #expect(JSONValue.array(merge.conflicts.map(Self.value)) == conflicts)
    }

    private static func value(_ conflict: JSONMerge.Conflict) -> JSONValue {
        let parts = [("base", conflict.base), ("ours", conflict.ours), ("theirs", conflict.theirs)]
        return .object(
            [("pointer", .string(conflict.pointer.description))]
                + parts.compactMap { name, value in value.map { (name, $0) } })
    }

    @Test("There are cases")
    func casesExist() {
        #expect(MergeCase.all("files").count >= 20)
    }

    @Test("MRG-20: what did not change on one side leaves the other as it is", arguments: MergeCase.all("files"))
    func identity(_ fixture: MergeCase) throws {
        let ours = try fixture.document("ours")
        let theirs = try fixture.document("theirs")
        let base = try fixture.document("base")
        #expect(try JSONMerge.merge(base: base, ours: ours, theirs: base).document == ours)
        #expect(try JSONMerge.merge(base: ours, ours: ours, theirs: theirs).document.root == theirs.root)
        #expect(try JSONMerge.merge(base: base, ours: ours, theirs: ours).document == ours)
        #expect(try JSONMerge.merge(base: base, ours: ours, theirs: ours).conflicts.isEmpty)
    }

    @Test("MRG-24: a conflict that the caller can resolve is none")
    func resolving() throws {
        let base = try JSONDocument("{\"schema_version\":\"1.7\",\"s\":\"a\"}")
        let ours = try JSONDocument("{\"schema_version\": \"1.9\", \"s\": \"b\"}")
        let theirs = try JSONDocument("{\"schema_version\":\"1.10\",\"s\":\"c\"}")
        let merge = try JSONMerge.merge(base: base, ours: ours, theirs: theirs) { conflict in
            conflict.pointer == "/schema_version" ? conflict.theirs : nil
        }
        #expect(merge.document.description == "{\"schema_version\": \"1.10\", \"s\": \"b\"}")
        #expect(merge.conflicts.map(\.pointer) == ["/s"])
    }
}
