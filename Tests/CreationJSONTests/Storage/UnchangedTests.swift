#if DEBUG
    import CreationJSON
    import CreationTestSupport
    import Foundation
    import LockedFiles
    import LosslessJSON
    import Testing

    @Suite("An answer that nothing changed")
    struct UnchangedTests {
        /// The calls of an update that sets what is there already.
        private func calls(_ durability: CreationJSON.Durability, _ plan: FaultPlan) throws -> [KernelCall] {
            let folder = try TemporaryFolder()
            let sample = try Data(contentsOf: URL(fileURLWithPath: Fixtures.directory + "/records/run-1.8.json"))
            let path = try folder.write([UInt8](sample))
            let writer = SynchronousCreationWriter(CreationWriter(durability: durability))
            return try Faults.$plan.withValue(plan) {
                let result = try writer.updateDocument(at: path) { _ in }
                #expect(result.outcome == .unchanged)
                return plan.calls
            }
        }

        @Test("is given when record and directory are synced, since the last writer may not have done it (FILE-17)")
        func isSynced() throws {
            #expect(try calls(.full, FaultPlan()).count { $0 == .fsync } == 2)
            #expect(try calls(.none, FaultPlan()).count { $0 == .fsync } == 0)
        }

        @Test("is not given when a sync fails: that is durability_unknown (FILE-17)", arguments: [0, 1])
        func failedSync(_ index: Int) throws {
            let error = #expect(throws: RecordError.self) { try calls(.full, FaultPlan(failing: .fsync, at: index)) }
            #expect(error?.code == .durabilityUnknown)
            #expect(error?.systemCall == "fsync")
        }
    }
#endif
