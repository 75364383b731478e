import CreationJSON
import CreationTestSupport
import Foundation
import LosslessJSON
import Testing

@Suite("A mutator that must wait (CYC-8)")
struct OptimisticTests {
    let folder: TemporaryFolder
    let path: RecordPath

    init() throws {
        folder = try TemporaryFolder()
        let sample = try Data(contentsOf: URL(fileURLWithPath: Fixtures.directory + "/records/run-1.8.json"))
        path = try folder.write([UInt8](sample))
    }

    private func label() async throws -> String? {
        try await CreationWriter().snapshot(at: path).record.orchestrator?.label
    }

    @Test("holds no lock while it waits, and lands if nobody changed the record")
    func lands() async throws {
        let path = self.path
        try await CreationWriter().updateOptimistically(at: path) { record in
            // Somebody else may take the lock meanwhile, as long as the record stays as it is.
            let other = try await CreationWriter(timeout: .zero).update(at: path) { _ in }
            #expect(other.outcome == .unchanged)
            record.orchestrator?.label = "found in the LIMS"
        }
        #expect(try await label() == "found in the LIMS")
    }

    @Test("gives up after its attempts and says how many there were; the pauses are within their bounds")
    func exhausted() async throws {
        let pauses = LockIsolated<[Duration]>([])
        let chances = LockIsolated<[Double]>([0, 0.999, 0.5, 0.25])
        var environment = RecordEnvironment.system
        environment.sleep = { pause in pauses.withLock { $0.append(pause) } }
        environment.random = { chances.withLock { $0.removeFirst() } }
        let writer = CreationWriter(environment: environment)
        let path = self.path
        let runs = LockIsolated(0)
        let error = await #expect(throws: RecordError.self) {
            try await writer.updateOptimistically(at: path) { record in
                let run = runs.withLock { runs in
                    runs += 1
                    return runs
                }
                try await CreationWriter().updateDocument(at: path) { try $0.set(.number(run), at: "/counter") }
                record.orchestrator?.label = "never"
            }
        }
        #expect(error?.code == .concurrencyConflict)
        #expect(error?.attempts == 5)
        #expect(error?.message.contains("5 attempts") == true)
        #expect(runs.withLock { $0 } == 5)
        let bounds: [(Duration, Duration)] = [10, 20, 40, 80].map { (.milliseconds($0) / 2, .milliseconds($0)) }
        let slept = pauses.withLock { $0 }
        #expect(slept.count == 4)
        for (pause, bound) in zip(slept, bounds) { #expect(pause >= bound.0 && pause <= bound.1) }
        #expect(try await label() == "Lab Acquisition Station 01")
    }

    @Test("lands or says that it did not, in eight processes beside one that interferes; none is lost")
    func processes() async throws {
        try await CreationWriter().update(at: path) { $0.orchestrator?.label = "0" }
        let interfering = try ChildProcess.product(
            "creation-test-worker", ["increment", path.description, "100", "none"])
        let children = try (0..<8).map { _ in
            try ChildProcess.product("creation-test-worker", ["optimistic", path.description, "25"])
        }
        var landed = 0
        for ending in await endings(of: children) {
            #expect(ending.status == 0, "\(ending.errors)")
            let words = ending.output.split(whereSeparator: \.isWhitespace)
            landed += Int(words[1]) ?? 0
            #expect((Int(words[1]) ?? 0) + (Int(words[3]) ?? 0) == 25)
        }
        #expect(await interfering.ending().status == 0)
        #expect(try await label() == String(landed))
        #expect(landed > 0)
    }
}
